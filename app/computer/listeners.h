// SPDX-License-Identifier: GPL-3.0-or-later
// The listening sockets of this computer, for targets that are this computer: who listens, and how full the queue is.
#pragma once

#include <QString>
#include <optional>
#include <vector>

namespace doctor::computer
{

struct Listener {
    QString address; ///< numeric; "0.0.0.0" and "::" listen on every address
    int waiting = 0; ///< connections complete and not yet accepted by the program
    int room = 0;    ///< how many may wait; one more than this many is still taken
};

/// Listeners on that TCP port in this network namespace; nullopt where the system does not tell.
[[nodiscard]] std::optional<std::vector<Listener>> readListeners(int port);

/// True when a connection to `address` reaches one of them.
[[nodiscard]] bool reaches(const std::vector<Listener>& listeners, const QString& address);

} // namespace doctor::computer
