// SPDX-License-Identifier: GPL-3.0-or-later
// Runs coroutines on one thread and hands a stop request from any thread to everything that waits.
#include "app/net/net_impl.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <exception>

namespace doctor::net
{

namespace asio = boost::asio;

Net::Impl::Impl(std::stop_token token, const core::Clock& source)
    : clock(source), stop(std::move(token)), onStop(stop, [this] { asio::post(io, [this] { scheduler.cancelAll(); }); })
{
}

Net::Impl::~Impl()
{
    // Coroutines that an exception left behind are let run to their end, which frees all that they hold.
    scheduler.cancelAll();
    io.restart();
    while (io.poll() > 0) {
    }
}

Net::Net(std::stop_token stop, const core::Clock& clock) : m_impl(std::make_unique<Impl>(std::move(stop), clock)) {}

Net::~Net() = default;

void Net::run(std::function<Task<>()> body)
{
    bool done = false;
    std::exception_ptr thrown;
    asio::co_spawn(m_impl->io, std::move(body), [&](std::exception_ptr error) {
        thrown = error;
        done = true;
    });
    m_impl->io.restart();
    while (!done)
        m_impl->io.run_one();
    if (thrown)
        std::rethrow_exception(thrown);
}

Task<bool> Net::sleep(core::Milliseconds duration)
{
    if (stopped())
        co_return false;
    native::Waiter waiter;
    const native::Wake why = co_await m_impl->scheduler.wait(waiter, nullptr, deadlineAfter(duration));
    co_return why == native::Wake::TimedOut && !stopped();
}

Task<> Net::all(std::vector<Task<>> tasks)
{
    std::size_t left = tasks.size();
    std::exception_ptr first;
    native::WaitList list;
    native::Waiter waiter;
    waiter.stoppable = false;
    for (Task<>& task : tasks) {
        asio::co_spawn(m_impl->io, std::move(task), [&](std::exception_ptr error) {
            if (error && !first)
                first = error;
            if (--left == 0)
                m_impl->scheduler.wakeAllSoon(list, native::Wake::Ready);
        });
    }
    tasks.clear();
    tasks.shrink_to_fit();
    while (left > 0)
        co_await m_impl->scheduler.wait(waiter, &list, native::never);
    if (first)
        std::rethrow_exception(first);
}

bool Net::stopped() const
{
    return m_impl->stop.stop_requested();
}

const core::Clock& Net::clock() const
{
    return m_impl->clock;
}

qint64 Net::nowUs() const
{
    return m_impl->clock.now().monotonicUs;
}

} // namespace doctor::net
