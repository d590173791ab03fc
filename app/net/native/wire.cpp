// SPDX-License-Identifier: GPL-3.0-or-later
// Non-blocking calls first, waiting for readiness second, so that every native code is seen as the system gave it.
#include "app/net/native/wire.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <utility>

namespace doctor::net::native
{

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

Wire::Wire(asio::io_context& context, Scheduler& scheduler) : m_scheduler(scheduler), m_socket(context) {}

Wire::Wire(Socket socket, Scheduler& scheduler) : m_scheduler(scheduler), m_socket(std::move(socket))
{
    boost::system::error_code ignored; // a socket that cannot be set up fails at its first call, with its own code
    m_socket.non_blocking(true, ignored);
    m_socket.set_option(tcp::no_delay(true), ignored);
}

int Wire::open(bool v6)
{
    boost::system::error_code error;
    m_socket.open(v6 ? tcp::v6() : tcp::v4(), error);
    if (!error)
        m_socket.non_blocking(true, error);
    if (!error)
        m_socket.set_option(tcp::no_delay(true), error);
    return error.value();
}

int Wire::connect(const tcp::endpoint& endpoint, bool& pending)
{
    pending = false;
    if (::connect(m_socket.native_handle(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) == 0)
        return 0;
#ifdef _WIN32
    const int code = ::WSAGetLastError();
    pending = code == WSAEWOULDBLOCK;
#else
    const int code = errno;
    pending = code == EINPROGRESS || code == EINTR;
#endif
    return pending ? 0 : code;
}

RawResult Wire::resultOf(std::size_t count, const boost::system::error_code& error)
{
    if (!error) {
        touch();
        return {RawResult::State::Done, count, 0};
    }
    if (error == asio::error::would_block || error == asio::error::try_again || error == asio::error::interrupted)
        return {RawResult::State::WouldBlock, 0, 0};
    if (error == asio::error::eof) {
        noteEnd({RawEnd::State::Eof, 0});
        return {RawResult::State::Eof, 0, 0};
    }
    noteEnd({RawEnd::State::Error, error.value()});
    return {RawResult::State::Error, 0, error.value()};
}

RawResult Wire::receive(std::span<char> into)
{
    boost::system::error_code error;
    const std::size_t count = m_socket.read_some(asio::buffer(into.data(), into.size()), error);
    return resultOf(count, error);
}

RawResult Wire::peek(std::span<char> into)
{
    boost::system::error_code error;
    const TimePoint before = m_lastTraffic;
    const std::size_t count =
        m_socket.receive(asio::buffer(into.data(), into.size()), tcp::socket::message_peek, error);
    const RawResult result = resultOf(count, error);
    m_lastTraffic = before; // looking is not traffic
    return result;
}

RawResult Wire::send(std::span<const char> from)
{
    boost::system::error_code error;
    const std::size_t count = m_socket.write_some(asio::buffer(from.data(), from.size()), error);
    return resultOf(count, error);
}

Task<Wake> Wire::waitReadable(Waiter& waiter, TimePoint deadline)
{
    return waitFor(Read, waiter, deadline);
}

Task<Wake> Wire::waitWritable(Waiter& waiter, TimePoint deadline)
{
    return waitFor(Write, waiter, deadline);
}

Task<Wake> Wire::waitError(Waiter& waiter, TimePoint deadline)
{
    return waitFor(Error, waiter, deadline);
}

Task<Wake> Wire::waitFor(Direction direction, Waiter& waiter, TimePoint deadline)
{
    if (!m_armed[direction])
        arm(direction);
    return m_scheduler.wait(waiter, &m_waiting[direction], deadline);
}

void Wire::watch(Watcher* watcher, std::size_t index)
{
    m_watcher = watcher;
    m_watchedAs = static_cast<std::uint32_t>(index);
    if (watcher && !m_armed[Read])
        arm(Read);
}

void Wire::arm(Direction direction)
{
    // Never taken back: a wait that nobody needs any more costs nothing, and the next one finds it armed.
    m_armed[direction] = true;
    const auto type = direction == Read    ? tcp::socket::wait_read
                      : direction == Write ? tcp::socket::wait_write
                                           : tcp::socket::wait_error;
    m_socket.async_wait(type, [self = shared_from_this(), direction](const boost::system::error_code&) {
        self->m_armed[direction] = false;
        if (Watcher* told = direction == Read ? std::exchange(self->m_watcher, nullptr) : nullptr)
            told->readable(self->m_watchedAs);
        self->m_scheduler.wakeAll(self->m_waiting[direction], Wake::Ready);
    });
}

void Wire::noteEnd(RawEnd end)
{
    if (m_end.state == RawEnd::State::None)
        m_end = end;
}

void Wire::shutdownSend()
{
    boost::system::error_code ignored; // the socket may be dead already; what killed it is known or will be read
    m_socket.shutdown(tcp::socket::shutdown_send, ignored);
    m_sendShutDown = true;
}

void Wire::close(bool abort)
{
    boost::system::error_code ignored; // close(2) frees the descriptor whatever it returns
    if (abort)
        m_socket.set_option(asio::socket_base::linger(true, 0), ignored);
    m_socket.close(ignored);
    for (WaitList& list : m_waiting)
        m_scheduler.wakeAllSoon(list, Wake::Cancelled);
}

} // namespace doctor::net::native
