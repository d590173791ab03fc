// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of a Connection. Kept small: thousands of them may be held idle at once. For net's .cpp files.
#pragma once

#include "app/net/connection.h"
#include "app/net/native/tls_session.h"
#include "app/net/native/wire.h"
#include "app/net/net_impl.h"

namespace doctor::net
{

/// What one try to receive or transmit brought.
enum class Got { Data, WantRead, WantWrite, Ended };

struct Connection::Impl {
    /// What most idle connections never need.
    struct Record {
        core::Timings timings;
        std::optional<core::TcpInfo> tcp;
        QString localAddress;
        std::optional<int> localPort;
        QJsonObject parameters;
        QJsonObject observations;
        QByteArray stash; ///< bytes that had arrived when writing failed; still to be read
    };

    explicit Impl(Net::Impl& owner);

    [[nodiscard]] bool isOpen() const { return wire && !ended; }
    [[nodiscard]] bool stopped() const { return net.stop.stop_requested(); }
    [[nodiscard]] Record& details();

    /// Data: `count` bytes are in `into`. Ended: conclude() tells how.
    [[nodiscard]] Got receive(std::span<char> into, std::size_t& count, bool peekOnly);
    [[nodiscard]] Got transmit(std::span<const char> from, std::size_t& count);
    [[nodiscard]] Task<native::Wake> waitFor(Got wanted, native::Waiter& waiter, native::TimePoint deadline);
    [[nodiscard]] QByteArray takeStash(qsizetype limit);
    [[nodiscard]] ReadResult deliver(std::size_t count);
    /// True when told to stop; ends the connection then.
    bool cancelIfStopped();
    [[nodiscard]] bool isV6() const { return address.contains(u':'); }
    [[nodiscard]] bool lowerHops(int hops);

    /// Writes all; gives up without an ending once `*abandon` is true (nullptr: never).
    Task<bool> writeAll(QByteArray bytes, core::Milliseconds timeout, const bool* abandon);
    Task<bool> handshake(core::Milliseconds timeout);

    /// Watches shortly for what follows a first sign of the end, then books the ending and closes.
    Task<> conclude();
    Task<> concludeAfterWriteError();
    /// Books the first ending and closes the socket. Later calls change nothing.
    void finish(core::Ending value, native::TimePoint seen, bool abort = false);
    void book(core::Ending value, native::TimePoint seen);
    void shutDownOrderly();
    /// Reads and forgets until the other side ends, or the deadline.
    /// Reads and forgets. True when the other side ended the stream before the deadline.
    Task<bool> drain(native::TimePoint deadline);

    Net::Impl& net;
    std::shared_ptr<native::Wire> wire; ///< null until a socket could be made
    std::unique_ptr<native::TlsSession> tls;
    std::unique_ptr<Record> record;
    core::Instant startedAt;
    native::TimePoint startedTicks;
    native::TimePoint requestWritten;
    QString purpose;
    QString address;
    core::Ending ending;
    qint64 bytesSent = 0;
    qint64 bytesReceived = 0;
    double connectMs = 0;
    int port = 0;
    unsigned short localPort = 0;
    core::Phase phase = core::Phase::Connect;
    int exchanges = 0; ///< HTTP exchanges begun, to tell a first request from a later one
    bool connected = false;
    bool ended = false;
    bool succeeded = false;
    bool writing = false;
    bool answerAwaited = false;
    bool hopsLowered = false;
    bool bound = false; ///< to a source address

private:
    [[nodiscard]] core::Ending endingSeen(bool resetFollowed) const;
    Task<bool> resetFollows();
    void snapshot();
};

} // namespace doctor::net
