// SPDX-License-Identifier: GPL-3.0-or-later
// Settings and limits of this computer that can end or forbid a connection. Absent where the system does not tell.
#pragma once

#include <QJsonObject>
#include <optional>

namespace doctor::computer
{

struct Limits {
    std::optional<int> lowestPort; ///< range from which outgoing connections take their own port
    std::optional<int> highestPort;
    std::optional<int> reusesTimeWait;     ///< net.ipv4.tcp_tw_reuse
    std::optional<qint64> descriptorLimit; ///< of this process; programs may have other limits
    std::optional<qint64> descriptorsOpen;
    std::optional<int> keepAliveSeconds; ///< quiet time before the first probe, for programs that ask for probes
    std::optional<int> keepAliveIntervalSeconds;
    std::optional<int> keepAliveProbes;
    std::optional<int> retries;    ///< retransmissions before a connection is given up (tcp_retries2)
    std::optional<int> synRetries; ///< the same while connecting
    std::optional<int> largestAcceptQueue;
    std::optional<bool> abortsOnOverflow;     ///< a full accept queue answers with a reset instead of silence
    std::optional<qint64> trackedConnections; ///< entries of the packet filter's connection table, and its size
    std::optional<qint64> trackedConnectionsLimit;
    std::optional<bool> clockSynchronised; ///< by the system's own word
};

[[nodiscard]] Limits readLimits();
/// Absent fields are left out.
[[nodiscard]] QJsonObject toJson(const Limits& limits);

} // namespace doctor::computer
