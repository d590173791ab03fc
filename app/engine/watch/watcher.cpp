// SPDX-License-Identifier: GPL-3.0-or-later
// The worker looks at both clocks every second, so that it knows of a sleep before it opens a connection.
#include "app/engine/watch/watcher.h"

#include "app/engine/watch/watch_rules.h"
#include "app/probes/watch_exchange.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace doctor::engine
{

namespace
{

constexpr core::Milliseconds Glance{1'000};
constexpr core::Milliseconds AfterSleep{10'000}; ///< networks need a while to come back

} // namespace

struct Watcher::Impl {
    Impl(Watcher& owner, WatchRequest wanted, std::shared_ptr<const core::Clock> source, HasNetwork network)
        : q(owner), request(std::move(wanted)), clock(std::move(source)), hasNetwork(std::move(network)),
          spoken(probes::spokenByName(request.target))
    {
    }

    void work(const std::stop_token& stop);
    [[nodiscard]] core::Instant glance(const std::stop_token& stop, qint64 dueUs);
    void tryOnce(const std::stop_token& stop);
    [[nodiscard]] core::Attempt exchanged(const std::stop_token& stop);
    [[nodiscard]] bool tellGap(const core::Instant& before, const core::Instant& now, core::Milliseconds planned);
    void tell(const core::WatchRound& round);

    Watcher& q;
    const WatchRequest request;
    const std::shared_ptr<const core::Clock> clock;
    const HasNetwork hasNetwork;
    std::optional<probes::Spoken> spoken; ///< the worker's
    int round = 0;                        ///< the worker's
    qint64 dueUs = 0;                     ///< the worker's
    std::atomic<int> rests = 0;           ///< odd while it rests; a change spoils what is under way

    std::mutex mutex;
    std::condition_variable_any wake;
    std::jthread thread; // last: everything else must outlive it
};

Watcher::Watcher(WatchRequest request, std::shared_ptr<const core::Clock> clock, HasNetwork hasNetwork, QObject* parent)
    : QObject(parent),
      m_impl(std::make_unique<Impl>(*this, std::move(request), std::move(clock),
                                    hasNetwork ? std::move(hasNetwork) : HasNetwork(&probes::hasNetworkFor)))
{
    m_impl->thread = std::jthread([this](const std::stop_token& stop) { m_impl->work(stop); });
}

Watcher::~Watcher()
{
    m_impl->thread.request_stop();
    m_impl->thread.join();
}

const WatchRequest& Watcher::request() const
{
    return m_impl->request;
}

void Watcher::setResting(bool resting)
{
    if (resting != (m_impl->rests % 2 == 1))
        ++m_impl->rests;
}

void Watcher::Impl::tell(const core::WatchRound& told)
{
    QMetaObject::invokeMethod(
        &q, [this, told] { Q_EMIT q.rounded(told); }, Qt::QueuedConnection);
}

bool Watcher::Impl::tellGap(const core::Instant& before, const core::Instant& now, core::Milliseconds planned)
{
    const auto gap = gapBetween(before, now, planned);
    if (!gap)
        return false;
    tell(*gap);
    dueUs = now.monotonicUs + std::chrono::microseconds(std::min(AfterSleep, request.interval)).count();
    return true;
}

core::Instant Watcher::Impl::glance(const std::stop_token& stop, qint64 until)
{
    const qint64 left = until - clock->now().monotonicUs;
    const auto wait =
        std::clamp<std::chrono::microseconds>(std::chrono::microseconds(left), core::Milliseconds{1}, Glance);
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, wait, [] { return false; });
    return clock->now();
}

void Watcher::Impl::work(const std::stop_token& stop)
{
    core::Instant last = clock->now();
    dueUs = last.monotonicUs;
    while (!stop.stop_requested()) {
        if (rests % 2 == 0 && last.monotonicUs >= dueUs) {
            dueUs = last.monotonicUs + std::chrono::microseconds(request.interval).count();
            tryOnce(stop);
            last = clock->now();
            continue;
        }
        const core::Instant now = glance(stop, dueUs);
        (void)tellGap(last, now, Glance);
        last = now;
    }
}

core::Attempt Watcher::Impl::exchanged(const std::stop_token& stop)
{
    core::Attempt attempt;
    try {
        net::Net net(stop, *clock);
        net.run(
            [&]() -> net::Task<> { attempt = co_await probes::exchangeOnce(net, request.target, spoken, round++); });
    } catch (const std::exception&) { // this computer could not even begin: no descriptor is free
        attempt.ending.how = core::How::LocalFailure;
    }
    return attempt;
}

void Watcher::Impl::tryOnce(const std::stop_token& stop)
{
    const core::Instant began = clock->now();
    const int restsBefore = rests;
    core::Attempt attempt;
    const bool network = hasNetwork(request.target);
    attempt.ending.how = core::How::Unreachable;
    if (network)
        attempt = exchanged(stop);
    const core::Instant now = clock->now();
    if (stop.stop_requested() || restsBefore != rests)
        return;
    // A connection that slept says nothing of the service.
    if (tellGap(began, now, 2 * probes::WatchPatience))
        return;
    attempt.startedAt = began; // with the look-up
    tell(roundOf(attempt, now, network));
}

} // namespace doctor::engine
