// SPDX-License-Identifier: GPL-3.0-or-later
// Passes rounds on to the history, the alarm and the page.
#include "ui/watch/watch_desk.h"

#include "app/core/model/names.h"
#include "app/core/model/proxy.h"
#include "app/engine/session_controller.h"
#include "app/figures/watch_picture.h"
#include "ui/history/history_keeper.h"
#include "ui/shell/app_context.h"
#include "ui/wizard/plan_page.h"

#include <algorithm>

namespace doctor::ui
{

namespace
{

constexpr qint64 DayMs = figures::WatchHours * 3'600'000;

WatchDesk::Wish wishOf(const store::Settings::Watch& kept)
{
    WatchDesk::Wish wish;
    const auto protocol = core::fromWord<core::Protocol>(kept.protocol).value_or(core::Protocol::Auto);
    if (const auto target = core::parseTarget(kept.target, protocol)) {
        wish.request.target = *target;
        if (protocol != core::Protocol::Auto)
            wish.request.target.protocol = protocol;
        wish.request.target.proxy = kept.proxy;
        wish.request.target.systemProxy = kept.systemProxy;
        wish.request.target.sourceAddress = kept.sourceAddress;
        wish.typed = kept.target;
    }
    wish.request.interval = std::chrono::seconds(kept.seconds);
    wish.diagnoses = kept.diagnoses;
    return wish;
}

} // namespace

WatchDesk::WatchDesk(AppContext& context, QObject* parent)
    : QObject(parent), m_context(context), m_wish(wishOf(context.settings().watch()))
{
}

WatchDesk::~WatchDesk() = default;

qint64 WatchDesk::nowMs() const
{
    return m_context.clock().now().wallMs;
}

void WatchDesk::start(const Wish& wish)
{
    m_watcher.reset();
    m_wish = wish;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(wish.request.interval);
    if (m_wish.typed.isEmpty())
        m_wish.typed = core::displayName(wish.request.target);
    store::Settings::Watch kept{.target = m_wish.typed,
                                .protocol = core::toWord(wish.request.target.protocol),
                                .proxy = wish.request.target.proxy,
                                .systemProxy = wish.request.target.systemProxy,
                                .sourceAddress = wish.request.target.sourceAddress,
                                .seconds = static_cast<int>(seconds.count()),
                                .diagnoses = wish.diagnoses};
    if (kept.systemProxy)
        kept.proxy.clear(); // asked for anew by each round
    if (const auto proxy = core::parseProxy(kept.proxy); proxy && *proxy && !(*proxy)->user.isEmpty())
        kept.target.clear(); // a login is never kept, and another way would be another watch
    m_context.settings().setWatch(kept);
    m_alarm = {};
    m_since = QDateTime::fromMSecsSinceEpoch(nowMs());
    readRecord();
    m_watcher = std::make_unique<engine::Watcher>(wish.request, m_context.sharedClock());
    connect(m_watcher.get(), &engine::Watcher::rounded, this, &WatchDesk::take);
    followRuns();
    Q_EMIT changed();
}

void WatchDesk::stop()
{
    m_watcher.reset();
    Q_EMIT changed();
}

/// Tests of ours would disturb what is watched, and what they provoke would be told as the service's own.
void WatchDesk::followRuns()
{
    engine::SessionController& controller = m_context.controller();
    m_watcher->setResting(controller.isRunning());
    if (std::exchange(m_followsRuns, true))
        return;
    const auto rest = [this] {
        if (m_watcher)
            m_watcher->setResting(m_context.controller().isRunning());
    };
    connect(&controller, &engine::SessionController::snapshotChanged, this, rest);
    connect(&controller, &engine::SessionController::finished, this, rest);
}

void WatchDesk::readRecord()
{
    m_rounds.clear();
    const quint64 asked = ++m_asked;
    if (m_wish.request.target.host.isEmpty())
        return;
    m_context.history().watched(core::displayName(m_wish.request.target), nowMs() - DayMs, this,
                                [this, asked](core::Result<HistoryKeeper::Watched> kept) {
                                    if (asked != m_asked || !kept) // that it cannot be read shows at the next writing
                                        return;
                                    kept->insert(kept->end(), m_rounds.begin(), m_rounds.end());
                                    m_rounds = std::move(*kept);
                                    Q_EMIT changed();
                                });
}

void WatchDesk::take(const core::WatchRound& round)
{
    if (round.outcome != core::WatchOutcome::Asleep && m_context.controller().isRunning())
        return; // it was on its way when the tests began
    std::erase_if(m_rounds, [old = nowMs() - DayMs](const core::WatchRound& one) { return one.untilMs < old; });
    const bool hasWorked = std::any_of(m_rounds.begin(), m_rounds.end(), [](const core::WatchRound& one) {
        return one.outcome == core::WatchOutcome::Worked;
    });
    m_rounds.push_back(round);
    m_context.history().keepWatched(core::displayName(m_wish.request.target), round);
    Q_EMIT changed();
    if (!m_alarm.take(round))
        return;
    Q_EMIT alarmed(round);
    if (!m_wish.diagnoses || m_context.controller().isRunning())
        return;
    engine::RunRequest request;
    request.target = m_wish.request.target;
    if (hasWorked)
        request.symptoms.insert(QStringLiteral("when"), QStringLiteral("random"));
    PlanPage::applyThoroughness(request, PlanPage::Thoroughness::Standard, m_context.settings().limits());
    Q_EMIT diagnosisRequested(request);
    if (m_watcher)
        m_watcher->setResting(m_context.controller().isRunning()); // its first news comes only later
}

} // namespace doctor::ui
