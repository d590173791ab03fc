// SPDX-License-Identifier: GPL-3.0-or-later
// The TCP socket under a connection: non-blocking calls with their raw results, and the first raw ending kept.
#pragma once

#include "app/net/native/scheduler.h"
#include "app/net/native/socket_facts.h"

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <span>

namespace doctor::net::native
{

/// What one non-blocking call brought.
struct RawResult {
    enum class State { Done, WouldBlock, Eof, Error };
    State state = State::Error;
    std::size_t count = 0;
    int code = 0; ///< native code of an Error
};

/// How the other side, or the system, ended the stream of bytes. Later errors are echoes of it.
struct RawEnd {
    enum class State { None, Eof, Error };
    State state = State::None;
    int code = 0;
};

/// Told when a wire that it watches has something to read; cheaper than a suspended coroutine per wire.
class Watcher
{
public:
    virtual void readable(std::size_t index) = 0;

protected:
    ~Watcher() = default;
};

class Wire : public std::enable_shared_from_this<Wire>
{
public:
    using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

    Wire(boost::asio::io_context& context, Scheduler& scheduler);
    Wire(Socket socket, Scheduler& scheduler);

    /// Both return 0 or the native code.
    [[nodiscard]] int open(bool v6);
    [[nodiscard]] int connect(const boost::asio::ip::tcp::endpoint& endpoint, bool& pending);

    [[nodiscard]] RawResult receive(std::span<char> into);
    [[nodiscard]] RawResult peek(std::span<char> into);
    [[nodiscard]] RawResult send(std::span<const char> from);

    [[nodiscard]] Task<Wake> waitReadable(Waiter& waiter, TimePoint deadline);
    [[nodiscard]] Task<Wake> waitWritable(Waiter& waiter, TimePoint deadline);
    /// Waits for a reset or an error alone.
    [[nodiscard]] Task<Wake> waitError(Waiter& waiter, TimePoint deadline);
    /// Tells the watcher once, with this index, when there is something to read. nullptr: nobody any more.
    void watch(Watcher* watcher, std::size_t index);
    void wakeWriters() { m_scheduler.wakeAllSoon(m_waiting[Write], Wake::Cancelled); }

    /// Books an end that another call than receive and send has found; only the first counts.
    void noteEnd(RawEnd end);
    [[nodiscard]] const RawEnd& end() const { return m_end; }

    void shutdownSend();
    /// close(2), and wakes who still waits. `abort`: with SO_LINGER 0, so that a reset goes out.
    void close(bool abort);
    [[nodiscard]] bool isOpen() const { return m_socket.is_open(); }
    [[nodiscard]] bool sendShutDown() const { return m_sendShutDown; }
    [[nodiscard]] Handle handle() { return static_cast<Handle>(m_socket.native_handle()); }
    [[nodiscard]] Socket& socket() { return m_socket; }
    [[nodiscard]] TimePoint lastTraffic() const { return m_lastTraffic; }
    void touch() { m_lastTraffic = std::chrono::steady_clock::now(); }

private:
    enum Direction { Read, Write, Error, Directions };
    [[nodiscard]] Task<Wake> waitFor(Direction direction, Waiter& waiter, TimePoint deadline);
    void arm(Direction direction);
    [[nodiscard]] RawResult resultOf(std::size_t count, const boost::system::error_code& error);

    Scheduler& m_scheduler;
    Socket m_socket;
    WaitList m_waiting[Directions];
    Watcher* m_watcher = nullptr;
    std::uint32_t m_watchedAs = 0;
    bool m_armed[Directions] = {};
    bool m_sendShutDown = false;
    RawEnd m_end;
    TimePoint m_lastTraffic = std::chrono::steady_clock::now();
};

} // namespace doctor::net::native
