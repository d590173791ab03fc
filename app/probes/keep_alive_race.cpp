// SPDX-License-Identifier: GPL-3.0-or-later
// Sends second requests at moments spread around the server's idle limit.
#include "app/probes/keep_alive_race.h"

#include "app/probes/idle_rung.h"
#include "app/probes/ladder.h"
#include "app/probes/protocols.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

constexpr int FewestConnections = 6;
constexpr int MostConnections = 12;
constexpr int Pilots = 2;
constexpr int Outside = 2;
constexpr int Fresh = 2;
constexpr double ShortestLimit = 0.4; ///< seconds: below it the first exchange itself takes as long
constexpr double LongestLimit = 120;
constexpr double Overhead = 3; ///< seconds: opening, the answers, the control at the end
constexpr core::Milliseconds Stagger{30};

double limitOf(const Situation& situation)
{
    return situation.measuredIdleSeconds.value_or(situation.announcedIdleSeconds.value_or(0));
}

bool isMeasured(const Situation& situation)
{
    return situation.measuredIdleSeconds.has_value();
}

/// How long a pilot waits for the announced limit to act: servers are late, by a second or a tenth.
double pilotSeconds(double announced)
{
    return announced * 1.1 + 1.5;
}

/// A first exchange on a new connection; false when there is nothing to go on with.
net::Task<bool> begun(ProbeContext& context, net::Connection& connection)
{
    if (!connection.isOpen())
        co_return false;
    if (greets(context.situation.protocol)) {
        const Answer greeting = co_await greeted(context, connection, patience(context));
        if (greeting.state != Answer::State::Answered)
            co_return false;
    }
    const Answer answer = co_await asked(context, connection, core::Phase::FirstRequest, patience(context));
    if (!isHealthy(answer))
        observe(connection, answer);
    co_return isHealthy(answer) && connection.isOpen();
}

core::Milliseconds milliseconds(double seconds)
{
    return core::Milliseconds{static_cast<qint64>(std::lround(seconds * 1000))};
}

net::Task<> pilot(ProbeContext& context, double seconds, core::Milliseconds delay, std::vector<double>& ages)
{
    co_await context.net.sleep(delay);
    Opening opening;
    opening.purpose = u"race-pilot"_s;
    opening.ladder = true;
    const auto connection = co_await openReady(context, std::move(opening));
    if (!connection)
        co_return;
    if (co_await begun(context, *connection)) {
        connection->enter(core::Phase::Idle);
        const net::HoldResult held = co_await connection->holdIdle(within(context, milliseconds(seconds)));
        const bool closed = held == net::HoldResult::Ended && !context.net.stopped();
        connection->observe(u"inQuiet"_s, closed ? u"closed"_s : u"nothing"_s);
        if (closed)
            ages.push_back(connection->timings().idleMs.value_or(0) / 1000);
        else
            connection->timings().idleMs = seconds * 1000;
        connection->markSucceeded();
    }
    co_await finish(context, *connection);
}

/// One used connection: quiet for `gap`, then a request, as a client does that finds it open in its pool.
net::Task<> askAfter(ProbeContext& context, QString purpose, double gap, double limit, core::Milliseconds delay)
{
    co_await context.net.sleep(delay);
    Opening opening;
    opening.purpose = std::move(purpose);
    opening.ladder = true;
    const auto connection = co_await openReady(context, std::move(opening));
    if (!connection)
        co_return;
    connection->setParameter(u"gapSeconds"_s, std::round(gap * 10'000) / 10'000);
    connection->setParameter(u"offsetMs"_s, std::round((gap - limit) * 10'000) / 10);
    if (co_await begun(context, *connection)) {
        connection->enter(core::Phase::Idle);
        const qint64 quietSince = context.net.nowUs();
        const net::HoldResult held = co_await connection->holdIdle(within(context, milliseconds(gap)));
        const double quietMs = static_cast<double>(context.net.nowUs() - quietSince) / 1000;
        if (held == net::HoldResult::Ended && !context.net.stopped()) {
            connection->observe(u"closedFirst"_s, true);
            connection->markSucceeded();
        } else if (connection->isOpen()) {
            const Answer answer = co_await asked(context, *connection, core::Phase::Request, patience(context));
            observe(*connection, answer);
            connection->timings().idleMs = quietMs;
            if (isHealthy(answer))
                connection->markSucceeded();
        }
    }
    co_await finish(context, *connection);
}

net::Task<> askFresh(ProbeContext& context)
{
    Opening opening;
    opening.purpose = u"fresh"_s;
    const auto connection = co_await openReady(context, std::move(opening));
    if (!connection)
        co_return;
    const Answer answer = co_await exchanged(context, *connection, patience(context));
    observe(*connection, answer);
    if (isHealthy(answer))
        connection->markSucceeded();
    co_await finish(context, *connection);
}

net::Task<> band(ProbeContext& context, double limit, double windowSeconds, int count)
{
    Tasks tasks;
    core::Milliseconds delay{0};
    for (const double gap : raceGaps(limit, windowSeconds, count)) {
        tasks.push_back(askAfter(context, u"race-band"_s, gap, limit, delay));
        delay += Stagger;
    }
    for (int i = 0; i < Outside; ++i, delay += Stagger)
        tasks.push_back(askAfter(context, u"race-outside"_s, limit * (0.4 + 0.3 * i), limit, delay));
    co_await context.net.all(std::move(tasks));
}

} // namespace

QString KeepAliveRace::id() const
{
    return u"keep-alive-race"_s;
}

QStringList KeepAliveRace::questions() const
{
    return {u"keep-alive-race"_s};
}

Cost KeepAliveRace::cost(const Situation& situation, const Limits& limits) const
{
    const double limit = limitOf(situation);
    QString reason;
    if (situation.addresses.isEmpty())
        reason = u"no-address"_s;
    else if (!situation.healthyExchange || !asksBefore(situation))
        reason = u"no-exchange"_s;
    else if (limit < ShortestLimit || limit > LongestLimit)
        reason = u"no-limit"_s;
    const double seconds = limit + Overhead + (isMeasured(situation) ? 0 : pilotSeconds(limit));
    return {.seconds = seconds,
            .connections = std::clamp(limits.connectionsLeft, FewestConnections, MostConnections),
            .consent = Consent::Gentle,
            .applicable = reason.isEmpty(),
            .reason = reason};
}

net::Task<> KeepAliveRace::run(ProbeContext& context) const
{
    double limit = limitOf(context.situation);
    int connections = std::min(context.limits.connectionsLeft, MostConnections);
    if (!isMeasured(context.situation)) {
        std::vector<double> ages;
        Tasks pilots;
        for (int i = 0; i < Pilots; ++i)
            pilots.push_back(pilot(context, pilotSeconds(limit), Stagger * i, ages));
        co_await context.net.all(std::move(pilots));
        connections -= Pilots;
        if (ages.empty())
            co_return; // the announced limit is not kept: nothing closes, so nothing can cross
        limit = *std::min_element(ages.begin(), ages.end());
    }
    constexpr double ShortestWindow = 0.002; // our own clock's grain
    const double window = std::max(ShortestWindow, context.situation.rttMs.value_or(0) / 1000);
    context.recorder.fact(u"limitSeconds"_s, limit);
    context.recorder.fact(u"windowMs"_s, window * 1000);
    const int around = connections - Outside - Fresh;
    if (around < 1 || outOfTime(context, milliseconds(limit + 0.5)))
        co_return;
    context.recorder.progress(0.3);
    co_await band(context, limit, window, around);
    context.recorder.progress(0.8);
    Tasks control;
    for (int i = 0; i < Fresh; ++i)
        control.push_back(askFresh(context));
    co_await context.net.all(std::move(control));
}

} // namespace doctor::probes
