// SPDX-License-Identifier: GPL-3.0-or-later
// Plain Asio holding connections idle with a deadline each.
#include "tests/bench/idle_memory/baselines.h"

#include "tests/bench/idle_memory/measure.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <memory>
#include <vector>

namespace doctor::bench
{

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;

namespace
{

constexpr auto holdTime = std::chrono::minutes{10};

tcp::endpoint loopback(int port)
{
    return {asio::ip::address_v4::loopback(), static_cast<unsigned short>(port)};
}

struct Held {
    explicit Held(asio::io_context& io) : socket(io), timer(io) {}
    tcp::socket socket;
    asio::steady_timer timer;
};

asio::awaitable<void> hold(tcp::socket socket, int& holding)
{
    asio::steady_timer timer(socket.get_executor(), holdTime);
    ++holding;
    co_await (socket.async_wait(tcp::socket::wait_read, asio::use_awaitable) || timer.async_wait(asio::use_awaitable));
}

void measureAndStop(asio::io_context& io, const char* name, const Measure& before, int& holding, int count)
{
    asio::steady_timer later(io, std::chrono::milliseconds{500});
    later.async_wait([&](const boost::system::error_code&) {
        Measure::report(name, before, Measure::now(), holding, count);
        io.stop();
    });
    io.run();
}

} // namespace

void holdWithCallbacks(int port, int count)
{
    asio::io_context io(1);
    { // the first connection pays for what is shared by all
        tcp::socket first(io);
        first.connect(loopback(port));
    }
    const Measure before = Measure::now();
    std::vector<std::unique_ptr<Held>> all;
    all.reserve(static_cast<std::size_t>(count));
    int holding = 0;
    for (int i = 0; i < count; ++i) {
        auto held = std::make_unique<Held>(io);
        held->socket.connect(loopback(port));
        held->timer.expires_after(holdTime);
        held->timer.async_wait([](const boost::system::error_code&) {});
        held->socket.async_wait(tcp::socket::wait_read, [](const boost::system::error_code&) {});
        all.push_back(std::move(held));
        ++holding;
    }
    measureAndStop(io, "plain Asio, callbacks", before, holding, count);
}

void holdWithCoroutines(int port, int count)
{
    asio::io_context io(1);
    {
        tcp::socket first(io);
        first.connect(loopback(port));
    }
    const Measure before = Measure::now();
    int holding = 0;
    for (int i = 0; i < count; ++i) {
        tcp::socket socket(io);
        socket.connect(loopback(port));
        asio::co_spawn(io, hold(std::move(socket), holding), asio::detached);
    }
    measureAndStop(io, "plain Asio, coroutines", before, holding, count);
}

} // namespace doctor::bench
