// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps connections quiet for rising times, watches how they end, and wakes those that did not.
#include "app/probes/idle_survival.h"

#include "app/probes/idle_watch.h"
#include "app/probes/ladder.h"
#include "app/probes/protocols.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

using core::How;
using core::Protocol;
using State = net::ReadResult::State;

constexpr int MostSockets = 10;
constexpr core::Milliseconds Stagger{250};
constexpr core::Milliseconds Slice{100}; ///< how soon a rung learns that the others know enough
constexpr core::Milliseconds WakeWait{2'000};
constexpr core::Milliseconds AcknowledgeWait{500};
constexpr double ClosingSeconds = 0.8;

struct Rung {
    double seconds = 0;
    bool keepAlive = false;
    core::Milliseconds delay{0};
};

struct Common {
    IdleWatch watch;
    int total = 0;
    int open = 0;
};

double secondsSince(const ProbeContext& context, qint64 beginUs)
{
    return static_cast<double>(context.net.nowUs() - beginUs) / 1e6;
}

/// The protocol allows an exchange before the quiet and another one after it.
bool asksBefore(const Situation& situation)
{
    const bool staysOpen = !isHttp(situation.protocol) || situation.keepsAlive.value_or(true);
    return repeatable(situation.protocol) && staysOpen;
}

core::Milliseconds wakeWait(const ProbeContext& context)
{
    return patience(context, WakeWait);
}

double wakeSeconds(const Situation& situation)
{
    return std::max(static_cast<double>(WakeWait.count()), situation.slowestAnswerMs * 2 + 500) / 1000.0;
}

QString howWord(const net::Connection& connection)
{
    switch (connection.ending().how) {
    case How::Reset:
    case How::TlsAlertThenReset:
        return u"reset"_s;
    case How::Silence:
    case How::TimedOut:
        return u"silence"_s;
    default:
        return u"fin"_s;
    }
}

/// Bytes that mean nothing to a protocol we do not know: alive if the other side's system acknowledges them.
net::Task<QString> wokenByLineFeed(ProbeContext& context, net::Connection& connection)
{
    const bool written = co_await connection.write("\r\n", within(context, WakeWait));
    const net::ReadResult got = co_await connection.read(within(context, AcknowledgeWait));
    if (!written || got.state == State::Ended)
        co_return howWord(connection);
    if (got.state == State::Data)
        co_return u"alive"_s;
    const qint64 end = context.net.nowUs() + WakeWait.count() * 1000;
    while (context.net.nowUs() < end && connection.isOpen()) {
        const auto info = connection.tcpInfo();
        if (!info || info->unacked.value_or(0) == 0)
            co_return u"alive"_s;
        const net::HoldResult held = co_await connection.holdIdle(Slice);
        if (held == net::HoldResult::DataArrived)
            co_return u"alive"_s;
    }
    if (!connection.isOpen())
        co_return howWord(connection);
    connection.giveUp();
    co_return u"silence"_s;
}

/// Alive, or how it turned out to be dead.
net::Task<QString> woken(ProbeContext& context, net::Connection& connection)
{
    const Protocol protocol = context.situation.protocol;
    if (protocol == Protocol::Tcp || protocol == Protocol::Tls) {
        if (context.situation.strangersCut)
            co_return u"not-tested"_s;
        QString state = co_await wokenByLineFeed(context, connection);
        co_return state;
    }
    if (protocol == Protocol::Mysql)
        co_return u"not-tested"_s;
    const Answer answer = co_await asked(context, connection, core::Phase::Idle, wakeWait(context));
    if (answer.state == Answer::State::NoAnswer || answer.state == Answer::State::Truncated)
        co_return connection.isOpen() ? u"silence"_s : howWord(connection);
    co_return u"alive"_s;
}

/// Keeps quiet until the time is over, the connection ends, or the others know enough. Says what the quiet brought.
net::Task<QString> quiet(ProbeContext& context, Common& common, net::Connection& connection, double seconds)
{
    const qint64 begin = context.net.nowUs();
    QString seen = u"nothing"_s;
    connection.enter(core::Phase::Idle);
    while (connection.isOpen() && !common.watch.isEnough() && !outOfTime(context)) {
        const double left = seconds - secondsSince(context, begin);
        if (left <= 0)
            break;
        const core::Milliseconds slice{static_cast<qint64>(std::ceil(left * 1000))};
        const net::HoldResult held = co_await connection.holdIdle(std::min(slice, Slice));
        if (held == net::HoldResult::DataArrived) {
            const net::ReadResult got = co_await connection.read(within(context, Slice));
            seen = u"data"_s;
            connection.observe(u"words"_s, printable(got.bytes));
        }
    }
    if (connection.isOpen() || !connection.timings().idleMs)
        connection.timings().idleMs = secondsSince(context, begin) * 1000;
    if (!connection.isOpen() && !context.net.stopped())
        seen = howWord(connection);
    co_return seen;
}

/// Gets a connection to the point from which it can be quiet. False when it did not get there.
net::Task<bool> prepared(ProbeContext& context, net::Connection& connection)
{
    if (!connection.isOpen())
        co_return false;
    if (greets(context.situation.protocol)) {
        const Answer greeting = co_await greeted(context, connection, patience(context));
        if (greeting.state != Answer::State::Answered)
            co_return false;
    }
    if (asksBefore(context.situation)) {
        const Answer answer = co_await asked(context, connection, core::Phase::FirstRequest, patience(context));
        if (!isHealthy(answer)) {
            observe(connection, answer);
            co_return false;
        }
    }
    co_return connection.isOpen();
}

void tell(ProbeContext& context, const Common& common, double fraction)
{
    context.recorder.progress(
        fraction, {},
        {{u"open"_s, common.open}, {u"total"_s, common.total}, {u"k"_s, common.open}, {u"n"_s, common.total}});
}

net::Task<> climb(ProbeContext& context, Common& common, Rung rung)
{
    if (rung.delay.count() > 0)
        co_await context.net.sleep(rung.delay);
    Opening opening;
    opening.purpose = rung.keepAlive ? u"idle-keepalive"_s : u"idle"_s;
    opening.ladder = true;
    if (rung.keepAlive)
        opening.keepAlive = net::KeepAlive{.idleSeconds = std::max(1, static_cast<int>(rung.seconds / 4)),
                                           .intervalSeconds = std::max(1, static_cast<int>(rung.seconds / 4)),
                                           .count = 3};
    const auto connection = co_await openReady(context, std::move(opening));
    if (!connection)
        co_return;
    connection->setParameter(u"idleSeconds"_s, rung.seconds);
    connection->setParameter(u"afterRequest"_s, asksBefore(context.situation));
    const bool ready = co_await prepared(context, *connection);
    if (!ready) {
        co_await finish(context, *connection);
        co_return;
    }
    ++common.open;
    const qint64 begin = context.net.nowUs();
    const QString seen = co_await quiet(context, common, *connection, rung.seconds);
    const double age = connection->timings().idleMs.value_or(0) / 1000;
    const bool whole = age >= rung.seconds - 0.05;
    QString wake = u"not-tested"_s;
    if (connection->isOpen() && whole && !context.net.stopped()) {
        const double measured = connection->timings().idleMs.value_or(0);
        wake = co_await woken(context, *connection);
        connection->timings().idleMs = measured;
        if (wake != u"not-tested" && !context.net.stopped() && !rung.keepAlive)
            common.watch.woken(age, wake == u"alive");
    } else if (!connection->isOpen() && !context.net.stopped() && !rung.keepAlive) {
        common.watch.endedInQuiet(age, secondsSince(context, begin) + static_cast<double>(begin) / 1e6);
    }
    connection->observe(u"inQuiet"_s, seen);
    connection->observe(u"wake"_s, wake);
    if (wake == u"alive" || (wake == u"not-tested" && whole && connection->isOpen()))
        connection->markSucceeded();
    --common.open;
    co_await finish(context, *connection);
}

/// All rungs side by side, the longest first so that the stagger costs no time.
net::Task<> wave(ProbeContext& context, Common& common, std::vector<double> ladder, bool keepAliveToo)
{
    Tasks tasks;
    core::Milliseconds delay{0};
    for (auto step = ladder.rbegin(); step != ladder.rend(); ++step, delay += Stagger) {
        tasks.push_back(climb(context, common, Rung{*step, false, delay}));
        if (keepAliveToo)
            tasks.push_back(climb(context, common, Rung{*step, true, delay + Stagger / 2}));
    }
    common.total = static_cast<int>(tasks.size());
    co_await context.net.all(std::move(tasks));
}

net::Task<> reportProgress(ProbeContext& context, Common& common, const bool& over, double seconds)
{
    const qint64 begin = context.net.nowUs();
    while (!over && !context.net.stopped()) {
        tell(context, common, std::min(1.0, secondsSince(context, begin) / std::max(seconds, 0.1)));
        co_await context.net.sleep(Slice);
    }
}

/// Longest quiet time that still leaves room to wake and close.
double longestQuiet(const Situation& situation, double seconds)
{
    const double prepare = 0.3 + (asksBefore(situation) ? situation.slowestAnswerMs / 1000 : 0);
    double longest = seconds - prepare - wakeSeconds(situation) - ClosingSeconds;
    if (const double allowed = quietBeforeLogin(situation.protocol); allowed > 0)
        longest = std::min(longest, allowed);
    return longest;
}

int socketsFor(const ProbeContext& context, int wanted)
{
    int sockets = std::min(wanted, context.limits.connectionsLeft);
    if (context.situation.openLimit)
        sockets = std::min(sockets, std::max(1, *context.situation.openLimit - 2));
    return sockets;
}

net::Task<> climbAll(ProbeContext& context, Common& common, bool& over)
{
    constexpr int NarrowingSockets = 4;
    const bool keepAliveToo = context.limits.thorough && context.limits.connectionsLeft >= 12;
    const double longest = longestQuiet(context.situation, context.limits.secondsLeft);
    const int sockets = socketsFor(context, MostSockets);
    const std::vector<double> ladder = idleLadder(longest, keepAliveToo ? sockets / 2 : sockets);
    context.limits.connectionsLeft -= static_cast<int>(ladder.size()) * (keepAliveToo ? 2 : 1);
    co_await wave(context, common, ladder, keepAliveToo);

    // A limit that shows only on waking is as fine as the ladder: narrow it down while time and budget last.
    while (common.watch.shortestDead() && !common.watch.diedInQuiet() && !context.net.stopped()) {
        const double low = common.watch.longestAlive();
        const double high = *common.watch.shortestDead();
        const double left = static_cast<double>(context.deadlineUs - context.net.nowUs()) / 1e6;
        const int more = socketsFor(context, NarrowingSockets);
        if (high <= low || high - low < std::max(0.3, 0.05 * high) || more < 2 ||
            longestQuiet(context.situation, left) < high)
            break;
        // The old deaths must not end the new wave early.
        common.watch = {};
        common.watch.woken(low, true);
        context.limits.connectionsLeft -= more;
        co_await wave(context, common, between(low, high, more), false);
        common.watch.woken(high, false);
    }
    over = true;
}

} // namespace

QString IdleSurvival::id() const
{
    return u"idle-survival"_s;
}

QStringList IdleSurvival::questions() const
{
    return {u"idle-ending"_s};
}

Cost IdleSurvival::cost(const Situation& situation, const Limits& limits) const
{
    constexpr double Shortest = 4;
    constexpr double LongestGentle = 120;
    constexpr double LongestHeavy = 3640;
    QString reason;
    if (situation.addresses.isEmpty())
        reason = u"no-address"_s;
    else if (situation.tls && !situation.tlsCompletes)
        reason = u"no-tls-handshake"_s;
    else if (situation.exchangeTried && !situation.healthyExchange)
        reason = u"no-exchange"_s;
    else if (situation.protocol == Protocol::SqlServer || situation.protocol == Protocol::Mysql)
        reason = u"needs-login"_s;
    double seconds = std::clamp(limits.secondsLeft, Shortest, limits.thorough ? LongestHeavy : LongestGentle);
    if (const double allowed = quietBeforeLogin(situation.protocol); allowed > 0)
        seconds = std::min(seconds, allowed + 4);
    return {.seconds = seconds,
            .connections = std::clamp(limits.connectionsLeft, 2, MostSockets),
            .consent = seconds > LongestGentle ? Consent::Heavy : Consent::Gentle,
            .applicable = reason.isEmpty(),
            .reason = reason};
}

net::Task<> IdleSurvival::run(ProbeContext& context) const
{
    bool over = false;
    Common common;
    Tasks tasks;
    tasks.push_back(climbAll(context, common, over));
    const double seconds = std::min(context.limits.secondsLeft, cost(context.situation, context.limits).seconds);
    tasks.push_back(reportProgress(context, common, over, seconds));
    co_await context.net.all(std::move(tasks));
}

} // namespace doctor::probes
