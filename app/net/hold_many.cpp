// SPDX-License-Identifier: GPL-3.0-or-later
// One watcher for many wires; only a connection that leaves its quiet gets a coroutine of its own.
#include "app/net/hold_many.h"

#include "app/net/connection_impl.h"

#include <boost/asio/co_spawn.hpp>
#include <utility>

namespace doctor::net
{

using native::TimePoint;
using native::Waiter;
using native::Wake;

namespace
{

class Group final : public native::Watcher
{
public:
    Group(Net::Impl& net, std::vector<Connection*> connections, std::function<void(std::size_t, HoldResult)> noticed)
        : m_net(net), m_connections(std::move(connections)), m_noticed(std::move(noticed)),
          m_results(m_connections.size(), HoldResult::StillOpen), m_quiet(m_connections.size())
    {
    }

    void readable(std::size_t index) override
    {
        m_ready.push_back(index);
        m_net.scheduler.wakeAllSoon(m_waiting, Wake::Ready);
    }

    Task<std::vector<HoldResult>> hold(TimePoint deadline);

private:
    void look(std::size_t index);
    void settle(std::size_t index, HoldResult result);
    Task<> conclude(std::size_t index);

    Net::Impl& m_net;
    std::vector<Connection*> m_connections;
    std::function<void(std::size_t, HoldResult)> m_noticed;
    std::vector<HoldResult> m_results;
    std::vector<std::size_t> m_ready;
    native::WaitList m_waiting;
    std::size_t m_quiet;
    std::size_t m_concluding = 0;
    std::exception_ptr m_error;
};

void Group::settle(std::size_t index, HoldResult result)
{
    m_results[index] = result;
    --m_quiet;
    if (m_noticed)
        m_noticed(index, result);
}

Task<> Group::conclude(std::size_t index)
{
    Connection::Impl& d = m_connections[index]->impl();
    const TimePoint quietSince = d.wire->lastTraffic();
    const TimePoint seen = std::chrono::steady_clock::now();
    co_await d.conclude();
    d.details().timings.idleMs = millisecondsBetween(quietSince, seen);
    settle(index, HoldResult::Ended);
}

void Group::look(std::size_t index)
{
    Connection::Impl& d = m_connections[index]->impl();
    if (!d.isOpen() || d.cancelIfStopped()) {
        settle(index, HoldResult::Ended);
        return;
    }
    std::size_t count = 0;
    const Got got = d.receive({m_net.scratch.data(), 1}, count, true);
    if (got == Got::Data) {
        settle(index, HoldResult::DataArrived);
    } else if (got == Got::Ended) {
        ++m_concluding;
        boost::asio::co_spawn(m_net.io, conclude(index), [this](std::exception_ptr error) {
            if (error && !m_error)
                m_error = error;
            --m_concluding;
            m_net.scheduler.wakeAllSoon(m_waiting, Wake::Ready);
        });
    } else {
        d.wire->watch(this, index);
    }
}

Task<std::vector<HoldResult>> Group::hold(TimePoint deadline)
{
    for (std::size_t i = 0; i < m_connections.size(); ++i)
        look(i);
    bool timeIsUp = false;
    while (m_concluding > 0 || (m_quiet > 0 && !timeIsUp && !m_net.stop.stop_requested())) {
        Waiter waiter;
        waiter.stoppable = m_concluding == 0;
        const Wake why = co_await m_net.scheduler.wait(waiter, &m_waiting, timeIsUp ? native::never : deadline);
        timeIsUp = timeIsUp || why == Wake::TimedOut;
        for (const std::size_t index : std::exchange(m_ready, {}))
            look(index);
    }
    for (std::size_t i = 0; i < m_connections.size(); ++i) {
        Connection::Impl& d = m_connections[i]->impl();
        if (d.wire)
            d.wire->watch(nullptr, 0);
        if (m_results[i] == HoldResult::StillOpen && d.isOpen() && d.cancelIfStopped())
            settle(i, HoldResult::Ended);
    }
    if (m_error)
        std::rethrow_exception(m_error);
    co_return std::move(m_results);
}

} // namespace

Task<std::vector<HoldResult>> holdManyIdle(Net& net, std::vector<Connection*> connections, core::Milliseconds duration,
                                           std::function<void(std::size_t, HoldResult)> noticed)
{
    Group group(net.impl(), std::move(connections), std::move(noticed));
    std::vector<HoldResult> results = co_await group.hold(deadlineAfter(duration));
    co_return results;
}

} // namespace doctor::net
