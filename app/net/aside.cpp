// SPDX-License-Identifier: GPL-3.0-or-later
// A thread that nobody has to wait for.
#include "app/net/aside.h"

#include "app/net/net_impl.h"

#include <boost/asio/post.hpp>
#include <mutex>
#include <system_error>
#include <thread>

namespace doctor::net
{

namespace
{

/// Outlives whoever of the two goes first: the worker or the one who waits.
class Errand : public std::enable_shared_from_this<Errand>
{
public:
    explicit Errand(Net::Impl& net) : m_net(&net) {}

    /// On the worker's thread.
    void finish()
    {
        const std::scoped_lock lock(m_mutex);
        m_done = true;
        if (!m_net)
            return;
        boost::asio::post(m_net->io, [self = shared_from_this(), net = m_net] {
            net->scheduler.wakeAll(self->waiting, native::Wake::Ready);
        });
    }

    /// On the Net's thread, once it waits no more.
    bool leave()
    {
        const std::scoped_lock lock(m_mutex);
        m_net = nullptr;
        return m_done;
    }

    native::WaitList waiting;

private:
    std::mutex m_mutex;
    Net::Impl* m_net;
    bool m_done = false;
};

} // namespace

Task<bool> aside(Net& net, const std::function<void()>& work, core::Milliseconds timeout)
{
    if (net.stopped())
        co_return false;
    auto errand = std::make_shared<Errand>(net.impl());
    try {
        std::thread([errand, work] {
            work();
            errand->finish();
        }).detach();
    } catch (const std::system_error&) {
        co_return false;
    }
    native::Waiter waiter;
    co_await net.impl().scheduler.wait(waiter, &errand->waiting, deadlineAfter(timeout));
    co_return errand->leave();
}

} // namespace doctor::net
