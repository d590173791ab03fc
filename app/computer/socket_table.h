// SPDX-License-Identifier: GPL-3.0-or-later
// How many of this computer's ports are taken, in all and toward one target.
#pragma once

#include <QByteArray>
#include <QStringList>
#include <optional>

namespace doctor::computer
{

struct PortUse {
    int sockets = 0;  ///< sockets with a remote end, of all programs
    int timeWait = 0; ///< of them, waiting after their end
    int toward = 0;   ///< toward the addresses and port that were asked for
    int towardTimeWait = 0;
    bool operator==(const PortUse&) const = default;
};

/// Counts the sockets of this network namespace; nullopt where the system has no such table. `addresses` are numeric.
[[nodiscard]] std::optional<PortUse> readPortUse(const QStringList& addresses, int port);

/// The same from a text in the form of /proc/net/tcp or /proc/net/tcp6, as this computer's byte order writes it.
[[nodiscard]] PortUse parsePortUse(const QByteArray& table, const QStringList& addresses, int port);

} // namespace doctor::computer
