// SPDX-License-Identifier: GPL-3.0-or-later
// One connection or exchange as it was measured. Absent means "not measured", never zero.
#pragma once

#include "app/core/base/clock.h"
#include "app/core/model/ending.h"

#include <QJsonObject>
#include <QString>
#include <optional>

namespace doctor::core
{

/// What the system knew about the TCP connection just before we closed it (Linux TCP_INFO; see tcp(7)).
struct TcpInfo {
    std::optional<double> rttMs;
    std::optional<double> rttVarMs;
    std::optional<int> retransmits; ///< total segments retransmitted over the connection's life
    std::optional<int> mss;         ///< send MSS in bytes
    std::optional<int> pmtu;        ///< path MTU in bytes
    std::optional<int> unacked;     ///< segments in flight
    std::optional<int> lost;
    std::optional<int> backoff; ///< times the retransmission timer has doubled
    std::optional<qint64> lastDataSentMs;
    std::optional<qint64> lastDataReceivedMs;
    std::optional<qint64> lastAckReceivedMs;
    std::optional<qint64> bytesAcked;    ///< bytes that the other side has acknowledged
    std::optional<qint64> bytesReceived; ///< bytes on the wire, TLS records included
    bool operator==(const TcpInfo&) const = default;
};

/// Durations in milliseconds, each counted from the start of its own step.
struct Timings {
    std::optional<double> lookupMs;
    std::optional<double> connectMs;
    std::optional<double> tlsMs;
    std::optional<double> firstByteMs; ///< from the last byte of the request to the first of the answer
    std::optional<double> idleMs;      ///< quiet time right before the ending
    std::optional<double> totalMs;     ///< from the start of the attempt to its ending
    bool operator==(const Timings&) const = default;
};

struct Attempt {
    QString purpose; ///< machine word for its role in the test: "canary", "version-1.2", "idle" …
    Instant startedAt;
    QString address; ///< numeric, as tried; with %zone where needed
    int port = 0;
    QString localAddress;
    std::optional<int> localPort;
    Phase phaseReached = Phase::Connect;
    Ending ending;
    bool succeeded = false; ///< the attempt reached what it was meant to reach; set by the test, never by the network
    std::optional<qint64> bytesSent; ///< payload bytes, before TLS
    std::optional<qint64> bytesReceived;
    Timings timings;
    std::optional<TcpInfo> tcp;
    QJsonObject parameters;   ///< what was varied: {"idleSeconds":15}, {"sizeBytes":65536}, {"tlsVersion":"1.2"}
    QJsonObject observations; ///< what was seen: {"status":413}, {"tlsVersion":"1.3","cipher":"…"}, {"greeting":"…"}
    bool operator==(const Attempt&) const = default;
};

} // namespace doctor::core
