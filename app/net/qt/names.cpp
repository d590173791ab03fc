// SPDX-License-Identifier: GPL-3.0-or-later
// Name look-ups in a thread of their own, which may be left behind when the resolver hangs.
#include "app/net/qt/names.h"

#include "app/net/net_impl.h"
#include "app/net/qt/resolver_thread.h"

#include <QHostAddress>
#include <boost/asio/post.hpp>
#include <mutex>
#include <system_error>

namespace doctor::net
{

using native::Waiter;
using native::Wake;

namespace
{

/// Where the resolver's thread leaves its answer; outlives whoever of the two goes first.
class Handover : public std::enable_shared_from_this<Handover>
{
public:
    explicit Handover(Net::Impl& net) : m_net(&net) {}

    /// On the resolver's thread.
    void put(LookupResult result)
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_net)
            return;
        m_result = std::move(result);
        boost::asio::post(m_net->io, [self = shared_from_this(), net = m_net] {
            net->scheduler.wakeAll(self->waiting, Wake::Ready);
        });
    }

    /// On the Net's thread, once it waits no more.
    std::optional<LookupResult> leave()
    {
        const std::scoped_lock lock(m_mutex);
        *abandoned = true;
        m_net = nullptr;
        return std::move(m_result);
    }

    native::WaitList waiting;
    const Abandoned abandoned = std::make_shared<std::atomic<bool>>(false);

private:
    std::mutex m_mutex;
    Net::Impl* m_net;
    std::optional<LookupResult> m_result;
};

} // namespace

Task<LookupResult> lookup(Net& net, QString host, core::Milliseconds timeout)
{
    LookupResult out;
    if (const QHostAddress literal(host); !literal.isNull()) {
        out.state = LookupResult::State::Found;
        out.addresses << host;
        out.systemAddresses << host;
        co_return out;
    }
    const native::TimePoint begun = std::chrono::steady_clock::now();
    if (net.stopped()) {
        out.state = LookupResult::State::Cancelled;
        co_return out;
    }
    auto handover = std::make_shared<Handover>(net.impl());
    try {
        resolveInThread(host, timeout, handover->abandoned,
                        [handover](LookupResult result) { handover->put(std::move(result)); });
    } catch (const std::system_error& error) { // no thread to be had
        out.detail = QString::fromLocal8Bit(error.what());
        co_return out;
    }
    Waiter waiter;
    const Wake why = co_await net.impl().scheduler.wait(waiter, &handover->waiting, deadlineAfter(timeout));
    if (auto result = handover->leave())
        out = std::move(*result);
    else
        out.state = why == Wake::TimedOut ? LookupResult::State::TimedOut : LookupResult::State::Cancelled;
    out.milliseconds = millisecondsBetween(begun, std::chrono::steady_clock::now());
    co_return out;
}

} // namespace doctor::net
