// SPDX-License-Identifier: GPL-3.0-or-later
// The connections that ended against our wish, and how the other side finds them: addresses, ports and moments.
#pragma once

#include "app/core/model/session.h"

namespace doctor::report
{

/// A cause below this share is not worth a question to a stranger.
inline constexpr double WorthAsking = 0.10;

struct EndedConnection {
    const core::Attempt* attempt;
    qint64 endMs; ///< wall clock
};

/// Attempts that ended against our wish: those that speak for the leading causes, or all by time if none does.
[[nodiscard]] std::vector<EndedConnection> endedConnections(const core::Session& session);

/// What commands and logs may be searched for: the port, and our addresses as far as the other side can see them.
struct Ends {
    int port = 0;
    QStringList clients;
    QString hidden; ///< one of our addresses that will be translated on the way; empty when none
};
[[nodiscard]] Ends endsOf(const core::Session& session, const std::vector<EndedConnection>& connections);

/// From where to where, and at which moments (UTC) from which ports: what to search logs for. Without a connection that
/// ended against our wish, the time in which the tests ran. Empty when nothing was tried.
[[nodiscard]] QString whereInLogs(const core::Session& session);

} // namespace doctor::report
