// SPDX-License-Identifier: GPL-3.0-or-later
// One TCP connection, plain or TLS, that records its own Attempt: exact ending, bytes, timings, TCP_INFO.
#pragma once

#include "app/core/base/clock.h"
#include "app/core/model/attempt.h"
#include "app/core/model/proxy.h"
#include "app/net/task.h"
#include "app/net/tls.h"

#include <QByteArray>
#include <memory>
#include <optional>

namespace doctor::net
{

struct KeepAlive {
    int idleSeconds = 10;
    int intervalSeconds = 10;
    int count = 3;
};

/// A way through a proxy: ConnectOptions' address and port are then the proxy's own.
struct Tunnel {
    core::ProxyServer proxy;
    QString host; ///< whom the proxy is asked for: a name or a numeric address
    int port = 0;
};

struct ConnectOptions {
    QString address; ///< numeric, %zone allowed
    int port = 0;
    std::optional<Tunnel> tunnel; ///< empty: direct
    core::Milliseconds timeout{10'000};
    QString sourceAddress; ///< numeric, %zone allowed, of the address's family; empty: the system chooses. One that
                           ///< this computer does not have ends it with LocalFailure, "no-source-address"
    std::optional<int> maxSegmentSize;  ///< TCP_MAXSEG before connecting
    std::optional<KeepAlive> keepAlive; ///< TCP keep-alive probes
    std::optional<int> hopLimit;        ///< routers that our packets may pass, plus one; see setHopLimit()
    std::optional<int> leastHopLimit;   ///< see ignoreBelow()
    QString purpose;                    ///< Attempt::purpose
};

/// What a read brought. Ended: connection.ending() says how. Quiet: nothing within the time given, still open.
struct ReadResult {
    enum class State { Data, Quiet, Ended };
    State state = State::Ended;
    QByteArray bytes;
};

/// What holding still brought.
enum class HoldResult { StillOpen, DataArrived, Ended };

/// Not thread-safe; belongs to its Net's thread. One reader and one writer may be under way at once.
/// After the first ending every operation returns at once and changes nothing: the first error is the true one.
class Connection
{
public:
    struct Impl;
    explicit Connection(std::unique_ptr<Impl> impl);
    ~Connection(); ///< closes like close() without waiting if still open
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] bool isOpen() const; ///< connected and no ending seen
    [[nodiscard]] const core::Ending& ending() const;

    /// Phase that the next ending is booked under; also the attempt's phaseReached.
    void enter(core::Phase phase);

    /// Client side of a TLS handshake. True when it completed; otherwise ending() tells how it failed.
    /// With TLS 1.3 a client certificate may be refused after this returns true: read once to be sure.
    Task<bool> startTls(TlsClientOptions options);
    /// Server side of a TLS handshake, for the practice server.
    Task<bool> acceptTls(TlsServerOptions options);
    [[nodiscard]] const TlsFacts& tls() const;

    /// Writes all. False when the connection ended first. A timeout ends it with Silence.
    Task<bool> write(QByteArray bytes, core::Milliseconds timeout);
    /// Reads what comes first, at most `limit` bytes.
    Task<ReadResult> read(core::Milliseconds timeout, qsizetype limit = 16 * 1024);
    /// Reads bytes without taking them (plain TCP only): for telling protocols apart before TLS begins.
    Task<ReadResult> peek(core::Milliseconds timeout, qsizetype limit = 4096);
    /// Stays quiet and watches for FIN, RST or data; notices them within 50 ms. Sets timings.idleMs on an ending.
    Task<HoldResult> holdIdle(core::Milliseconds duration);

    /// Sends FIN (for TLS: close_notify first) and keeps reading possible.
    Task<> halfClose();
    /// Closes in order: close_notify, FIN, reads to EOF for at most `patience`, so that no reset is provoked.
    /// A reset or FIN-then-reset seen meanwhile does not replace "we closed". True when the other side ended it too
    /// within `patience`: a program took the connection up, not just its system.
    Task<bool> close(core::Milliseconds patience = core::Milliseconds{500});
    /// Closes at once with a reset (SO_LINGER 0).
    void reset();
    /// close(2) at once, unread bytes and all: the system sends RST if any were unread, else FIN.
    void closeNow();

    /// The test's own conclusion that waiting was enough: ends with Silence in the current phase and closes.
    void giveUp();
    /// Ends with ProtocolError in the current phase and closes.
    void endAsProtocolError(QString detail);

    /// The record so far. Ask again after the ending; TCP_INFO is read right before closing.
    [[nodiscard]] core::Attempt attempt() const;
    /// From now on our packets die at this many hops (TTL, IPv6 hop limit; 1…255). False when the system refuses.
    /// A connection that ends like this is cut by us with a reset that may travel the whole way, so that the other side
    /// is not left with half of it, and nothing that died on the way is sent again.
    [[nodiscard]] bool setHopLimit(int hops);
    /// Back to the usual limit, for when nothing of ours has died on the way: the connection ends in order again.
    void restoreHopLimit();
    /// From now on the system ignores packets of the other side that arrive with a lower TTL (IPv6: hop limit) than
    /// this: the only way to learn a reset's TTL without a capture. False where the system cannot do it.
    [[nodiscard]] bool ignoreBelow(int hops);

    /// Adds to the record.
    void setParameter(const QString& name, const QJsonValue& value);
    void observe(const QString& name, const QJsonValue& value);
    void markSucceeded();
    [[nodiscard]] core::Timings& timings();

    /// Current TCP_INFO, where the system has it.
    [[nodiscard]] std::optional<core::TcpInfo> tcpInfo() const;
    [[nodiscard]] Impl& impl() { return *m_impl; }

private:
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::net
