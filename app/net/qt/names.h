// SPDX-License-Identifier: GPL-3.0-or-later
// Name look-ups with Qt's resolver: every A and AAAA, in a thread of their own so that a stuck resolver holds nobody.
#pragma once

#include "app/core/base/clock.h"
#include "app/net/net.h"
#include "app/net/task.h"

#include <QString>
#include <QStringList>

namespace doctor::net
{

struct LookupResult {
    enum class State { Found, NotFound, Failed, TimedOut, Cancelled };
    State state = State::Failed;
    QStringList addresses;       ///< numeric, in the system's order, without doubles
    QStringList systemAddresses; ///< of them, what the system itself answered (hosts file and caches included)
    QStringList aliases;         ///< CNAME chain where known
    QString detail;              ///< the resolver's own words
    double milliseconds = 0;
};

/// The system's answer (hosts file included) united with the name servers' A and AAAA records.
/// A literal address is returned as it is. Never blocks the caller's thread.
Task<LookupResult> lookup(Net& net, QString host, core::Milliseconds timeout);

} // namespace doctor::net
