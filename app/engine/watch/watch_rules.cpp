// SPDX-License-Identifier: GPL-3.0-or-later
// Both clocks are needed: one stands still while the computer sleeps, the other may be set.
#include "app/engine/watch/watch_rules.h"

#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace doctor::engine
{

namespace
{

using core::WatchOutcome;

constexpr qint64 SleepFromMs = 5'000; ///< a shorter difference between the clocks is the network time at work
constexpr qint64 HeldFromMs = 30'000; ///< a busy computer may be late, but not by that much
constexpr qint64 HourMs = 3'600'000;

/// Through a proxy, every attempt says how far it came.
bool endedAtProxy(const core::Attempt& attempt)
{
    const QString stage = attempt.observations.value(u"proxyStage"_s).toString();
    return stage == u"connect" || stage == u"asked";
}

WatchOutcome outcomeOf(const core::Attempt& attempt, bool network)
{
    if (attempt.succeeded)
        return WatchOutcome::Worked;
    const core::Ending& ending = attempt.ending;
    if (ending.how == core::How::LocalFailure || ending.how == core::How::Cancelled)
        return WatchOutcome::NotTried;
    const bool noWay = ending.how == core::How::Unreachable && ending.detail == u"net-unreachable" &&
                       attempt.phaseReached == core::Phase::Connect;
    if (!network || noWay)
        return WatchOutcome::NoNetwork;
    return endedAtProxy(attempt) ? WatchOutcome::NoProxy : WatchOutcome::Failed;
}

} // namespace

std::optional<core::WatchRound> gapBetween(const core::Instant& before, const core::Instant& now,
                                           core::Milliseconds planned)
{
    const qint64 wall = now.wallMs - before.wallMs;
    const qint64 counted = (now.monotonicUs - before.monotonicUs) / 1000;
    if (wall - counted < SleepFromMs && counted - planned.count() < HeldFromMs)
        return std::nullopt;
    core::WatchRound gap;
    gap.atMs = now.wallMs - std::max(wall, counted);
    gap.untilMs = now.wallMs;
    gap.outcome = WatchOutcome::Asleep;
    return gap;
}

core::WatchRound roundOf(const core::Attempt& attempt, const core::Instant& until, bool network)
{
    core::WatchRound round;
    round.atMs = attempt.startedAt.wallMs > 0 ? attempt.startedAt.wallMs : until.wallMs;
    round.untilMs = std::max(round.atMs, until.wallMs);
    round.outcome = outcomeOf(attempt, network);
    const core::Timings& timings = attempt.timings;
    if (timings.connectMs)
        round.waitMs = *timings.connectMs + timings.tlsMs.value_or(0) + timings.firstByteMs.value_or(0);
    if (round.outcome == WatchOutcome::Worked)
        return round;
    round.ending = attempt.ending;
    round.status = attempt.observations.value(u"status"_s).toInt();
    return round;
}

bool WatchAlarm::take(const core::WatchRound& round)
{
    if (round.outcome != WatchOutcome::Failed)
        return false;
    // A clock that was set back must not silence it.
    const bool quiet = m_toldMs && round.atMs >= *m_toldMs && round.atMs - *m_toldMs < HourMs;
    if (quiet)
        return false;
    m_toldMs = round.atMs;
    return true;
}

} // namespace doctor::engine
