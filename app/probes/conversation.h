// SPDX-License-Identifier: GPL-3.0-or-later
// How every test opens, ends and records a connection: within its time, its budget, and politely.
#pragma once

#include "app/net/connection.h"
#include "app/probes/probe.h"

namespace doctor::probes
{

/// True for an IPv4 or IPv6 address in numbers.
[[nodiscard]] bool isNumeric(const QString& host);
/// "v4" or "v6".
[[nodiscard]] QString familyOf(const QString& address);

/// Port that connections go to: the proxy's when there is one, else the target's.
[[nodiscard]] int dialledPort(const Situation& situation);

/// What every connection of a run has in common: port, way through a proxy, source address. The address is the best one
/// known.
[[nodiscard]] net::ConnectOptions usualConnect(const Situation& situation);

/// Time until the test's deadline, at most `wish` and at least a millisecond.
[[nodiscard]] core::Milliseconds within(const ProbeContext& context, core::Milliseconds wish);
/// True when stopped or when less than `needed` is left.
[[nodiscard]] bool outOfTime(const ProbeContext& context, core::Milliseconds needed = core::Milliseconds{0});
/// How long to wait for an answer: long enough for the slowest seen so far.
[[nodiscard]] core::Milliseconds patience(const ProbeContext& context,
                                          core::Milliseconds usual = core::Milliseconds{10'000});

/// True when an exchange begun now might be cut short by our own deadline, which would look like silence.
[[nodiscard]] bool tooLateToAsk(const ProbeContext& context, double slowestMs = 0);

/// Name for SNI: the user's, else the host's when it is a name, else none.
[[nodiscard]] QString tlsName(const core::Target& target);
/// A client's usual handshake for this target.
[[nodiscard]] net::TlsClientOptions usualTls(const ProbeContext& context);

struct Opening {
    QString purpose;
    QString address;     ///< empty: the best one known
    bool ladder = false; ///< outside the pace limit
    std::optional<net::KeepAlive> keepAlive;
    std::optional<int> maxSegmentSize; ///< limits the packets of both sides
};

/// Waits for its turn and connects. Null when the budget is spent or the run was stopped: then nothing was measured.
net::Task<std::unique_ptr<net::Connection>> open(ProbeContext& context, Opening opening);
/// The same, with TLS on top where it is spoken. Ready to speak when isOpen().
net::Task<std::unique_ptr<net::Connection>> openReady(ProbeContext& context, Opening opening);

/// Closes in order, with the protocol's word of farewell where it has one, and records the attempt.
net::Task<> finish(ProbeContext& context, net::Connection& connection);
/// Closes in order without recording. True when the other side closed too.
net::Task<bool> leave(ProbeContext& context, net::Connection& connection);

/// Printable characters as they are, all others as a dot; at most `limit`.
[[nodiscard]] QString printable(const QByteArray& bytes, qsizetype limit = 128);

/// One task per step, all started at once, in order.
using Tasks = std::vector<net::Task<>>;

} // namespace doctor::probes
