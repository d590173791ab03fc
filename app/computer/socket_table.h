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
    int toward = 0;   ///< of the kind that was asked for
    int towardTimeWait = 0;
    bool operator==(const PortUse&) const = default;
};

/// Sockets that compete for ports with ours. Two connections may share a port unless both their ends are the same, so
/// where ours all come from one address, only those from there count.
struct Toward {
    QStringList addresses; ///< numeric, of the remote end
    int port = 0;          ///< of the remote end
    QString from;          ///< numeric, of this computer; empty: any
};

/// Counts the sockets of this network namespace; nullopt where the system has no such table.
[[nodiscard]] std::optional<PortUse> readPortUse(const Toward& toward);

/// The same from a text in the form of /proc/net/tcp or /proc/net/tcp6, as this computer's byte order writes it.
[[nodiscard]] PortUse parsePortUse(const QByteArray& table, const Toward& toward);

} // namespace doctor::computer
