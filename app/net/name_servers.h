// SPDX-License-Identifier: GPL-3.0-or-later
// What each of the system's configured name servers says by itself, so that their answers can be compared.
#pragma once

#include "app/core/base/clock.h"
#include "app/net/net.h"

#include <QStringList>
#include <atomic>
#include <memory>

namespace doctor::net
{

struct ServerAnswer {
    enum class State {
        Found,
        NoAddress, ///< the name exists and has no address
        NoName,    ///< the server says that there is no such name (NXDOMAIN)
        Failed,    ///< the server says that it cannot tell (SERVFAIL, REFUSED …)
        Silent,
    };
    QString server; ///< numeric address
    State state = State::Silent;
    QStringList addresses; ///< A and AAAA, sorted
    QStringList chain;     ///< CNAME targets in the order of the answer
    double milliseconds = 0;
};

/// Name servers of the system's resolver (resolv.conf(5)), at most three as the resolver itself uses; empty where the
/// system keeps them elsewhere.
[[nodiscard]] QStringList configuredNameServers();

/// Set once the name is known by other means: then nobody waits long for a server that is slow or gone.
using AlreadyKnown = std::shared_ptr<std::atomic<bool>>;

/// Asks every server for A and AAAA at once. Never blocks the caller's thread.
Task<std::vector<ServerAnswer>> askNameServers(Net& net, QString host, QStringList servers, core::Milliseconds patience,
                                               AlreadyKnown known);

} // namespace doctor::net
