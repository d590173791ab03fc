// SPDX-License-Identifier: GPL-3.0-or-later
// The life of one quiet connection.
#include "app/probes/idle_rung.h"

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

constexpr core::Milliseconds Slice{100}; ///< how soon a rung learns that the others know enough
constexpr core::Milliseconds WakeWait{2'000};
constexpr core::Milliseconds AcknowledgeWait{500};
/// Far below any limit that is worth finding, and one tiny packet a second harms nobody.
constexpr int KeepAliveSeconds = 1;
/// So many lost probes in a row make our own system give up; a device that merely loses one must not.
constexpr int KeepAliveProbes = 5;
/// Words followed by the end this soon are a farewell: they announce the end of the quiet, they do not begin a new one.
constexpr double FarewellSeconds = 1;

double secondsSince(const ProbeContext& context, qint64 beginUs)
{
    return static_cast<double>(context.net.nowUs() - beginUs) / 1e6;
}

core::Milliseconds wakeWait(const ProbeContext& context)
{
    return patience(context, WakeWait);
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

/// What waking brought: alive, or how it turned out to be dead; and whether it may be quiet once more.
struct Waking {
    QString state;
    bool stays = false;
};

net::Task<Waking> woken(ProbeContext& context, net::Connection& connection)
{
    const Protocol protocol = context.situation.protocol;
    if (protocol == Protocol::Tcp || protocol == Protocol::Tls) {
        if (context.situation.strangersCut)
            co_return Waking{u"not-tested"_s};
        QString state = co_await wokenByLineFeed(context, connection);
        co_return Waking{state};
    }
    if (protocol == Protocol::Mysql)
        co_return Waking{u"not-tested"_s};
    const Answer answer = co_await asked(context, connection, core::Phase::Idle, wakeWait(context));
    if (answer.state == Answer::State::NoAnswer || answer.state == Answer::State::Truncated)
        co_return Waking{connection.isOpen() ? u"silence"_s : howWord(connection)};
    co_return Waking{u"alive"_s, connection.isOpen() && answer.keepsAlive != false};
}

/// What this rung may still learn does not repay the wait for it.
bool mayStop(const IdleCommon& common, const Rung& rung, double age)
{
    if (rung.narrows) {
        const auto dead = common.watch.shortestDead();
        return dead && *dead < rung.seconds && age > *dead;
    }
    if (rung.toTheEnd)
        return false;
    if (rung.arm == IdleArm::Plain)
        return common.watch.isEnough();
    const auto outlived = common.watch.outlivedAfter();
    return outlived && age >= *outlived && (common.rungsLeft == 0 || common.watch.isEnough());
}

/// Keeps quiet until the time is over, the connection ends, or the others know enough. Says what the quiet brought.
net::Task<QString> quiet(ProbeContext& context, IdleCommon& common, net::Connection& connection, const Rung& rung)
{
    const qint64 begin = context.net.nowUs();
    QString seen = u"nothing"_s;
    double wordsAt = 0;  // seconds since the beginning, 0: none
    double quietFor = 0; // up to those words
    connection.enter(core::Phase::Idle);
    connection.timings().idleMs.reset(); // of an earlier quiet
    while (connection.isOpen() && !mayStop(common, rung, secondsSince(context, begin)) && !outOfTime(context)) {
        const double left = rung.seconds - secondsSince(context, begin);
        if (left <= 0)
            break;
        const core::Milliseconds slice{static_cast<qint64>(std::ceil(left * 1000))};
        const net::HoldResult held = co_await connection.holdIdle(std::min(slice, Slice));
        if (held == net::HoldResult::DataArrived) {
            const double at = secondsSince(context, begin);
            const net::ReadResult got = co_await connection.read(within(context, Slice));
            quietFor = at - wordsAt;
            wordsAt = at;
            seen = u"data"_s;
            connection.observe(u"words"_s, printable(got.bytes));
        }
    }
    if (connection.isOpen() || !connection.timings().idleMs)
        connection.timings().idleMs = secondsSince(context, begin) * 1000;
    else if (wordsAt > 0 && *connection.timings().idleMs <= FarewellSeconds * 1000)
        connection.timings().idleMs = quietFor * 1000;
    if (!connection.isOpen() && !context.net.stopped())
        seen = howWord(connection);
    co_return seen;
}

/// Gets a connection to the point from which it can be quiet. False when it did not get there.
net::Task<bool> prepared(ProbeContext& context, net::Connection& connection, IdleArm arm)
{
    if (!connection.isOpen())
        co_return false;
    if (greets(context.situation.protocol)) {
        const Answer greeting = co_await greeted(context, connection, patience(context));
        if (greeting.state != Answer::State::Answered || greeting.turnedAway) {
            observe(connection, greeting);
            co_return false;
        }
    }
    if (arm != IdleArm::BeforeRequest && asksBefore(context.situation)) {
        const Answer answer = co_await asked(context, connection, core::Phase::FirstRequest, patience(context));
        if (!isHealthy(answer)) {
            observe(connection, answer);
            co_return false;
        }
        if (answer.announcedIdleSeconds)
            connection.observe(u"announcedIdleSeconds"_s, *answer.announcedIdleSeconds);
    }
    co_return connection.isOpen();
}

Opening openingOf(IdleArm arm)
{
    Opening opening;
    opening.ladder = true;
    opening.purpose = u"idle"_s;
    if (arm == IdleArm::BeforeRequest)
        opening.purpose = u"idle-before-request"_s;
    if (arm == IdleArm::KeepAlive) {
        opening.purpose = u"idle-keepalive"_s;
        opening.keepAlive = net::KeepAlive{
            .idleSeconds = KeepAliveSeconds, .intervalSeconds = KeepAliveSeconds, .count = KeepAliveProbes};
    }
    return opening;
}

/// What came of a quiet.
struct Rested {
    bool succeeded = false;
    bool stays = false; ///< and may be quiet once more
};

/// Quiet, then a word; tells the others what came of it.
net::Task<Rested> rest(ProbeContext& context, IdleCommon& common, net::Connection& connection, const Rung& rung)
{
    const qint64 begin = context.net.nowUs();
    const QString seen = co_await quiet(context, common, connection, rung);
    const double age = connection.timings().idleMs.value_or(0) / 1000;
    const bool whole = age >= rung.seconds - 0.05 || (rung.arm != IdleArm::Plain && mayStop(common, rung, age));
    const bool tells = rung.arm == IdleArm::Plain && !context.net.stopped();
    QString wake = u"not-tested"_s;
    bool stays = false;
    if (connection.isOpen() && whole && !context.net.stopped()) {
        const double measured = connection.timings().idleMs.value_or(0);
        const Waking waking = co_await woken(context, connection);
        wake = waking.state;
        stays = waking.stays;
        connection.timings().idleMs = measured;
        if (const auto info = connection.tcpInfo(); info && wake == u"silence")
            connection.observe(u"acknowledged"_s, info->unacked.value_or(0) == 0);
        if (wake != u"not-tested" && tells && !context.net.stopped())
            common.watch.woken(age, wake == u"alive");
    } else if (!connection.isOpen() && tells) {
        common.watch.endedInQuiet(age, secondsSince(context, begin) + static_cast<double>(begin) / 1e6);
    }
    connection.observe(u"inQuiet"_s, seen);
    connection.observe(u"wake"_s, wake);
    const bool satItOut = wake == u"not-tested" && whole && connection.isOpen();
    co_return Rested{wake == u"alive" || satItOut,
                     stays && common.keepsSpares && rung.arm == IdleArm::Plain && asksBefore(context.situation)};
}

/// Rests, records that, and keeps the connection for more if it can have more.
net::Task<> restAndRecord(ProbeContext& context, IdleCommon& common, const Rung& rung, Spare spare)
{
    net::Connection& connection = *spare.connection;
    connection.setParameter(u"idleSeconds"_s, rung.seconds);
    ++common.open;
    const Rested rested = co_await rest(context, common, connection, rung);
    --common.open;
    if (!rested.stays)
        co_await leave(context, connection);
    core::Attempt attempt = soFar(context, connection);
    attempt.succeeded = rested.succeeded;
    context.recorder.attempt(attempt);
    if (rested.stays) {
        spare.requests += 1;
        spare.lastWordUs = context.net.nowUs();
        common.spares.push_back(std::move(spare));
    }
}

} // namespace

bool asksBefore(const Situation& situation)
{
    const bool staysOpen = !isHttp(situation.protocol) || situation.keepsAlive.value_or(true);
    return repeatable(situation.protocol) && staysOpen;
}

double wakeSeconds(const Situation& situation)
{
    return std::max(static_cast<double>(WakeWait.count()), situation.slowestAnswerMs * 2 + 500) / 1000.0;
}

net::Task<> climb(ProbeContext& context, IdleCommon& common, Rung rung)
{
    if (rung.delay.count() > 0)
        co_await context.net.sleep(rung.delay);
    const bool counts = rung.arm == IdleArm::Plain && !rung.toTheEnd;
    const qint64 begin = context.net.nowUs();
    auto connection = co_await openReady(context, openingOf(rung.arm));
    if (connection) {
        connection->setParameter(u"idleSeconds"_s, rung.seconds);
        connection->setParameter(u"afterRequest"_s,
                                 rung.arm != IdleArm::BeforeRequest && asksBefore(context.situation));
        if (rung.arm == IdleArm::KeepAlive)
            connection->setParameter(u"keepAliveSeconds"_s, KeepAliveSeconds);
        const bool ready = co_await prepared(context, *connection, rung.arm);
        if (ready) {
            common.prepareSeconds = secondsSince(context, begin);
            Spare spare{std::move(connection), context.net.nowUs(), 1};
            co_await restAndRecord(context, common, rung, std::move(spare));
        } else {
            if (!connection->isOpen() && !context.net.stopped())
                ++common.turnedAway;
            co_await finish(context, *connection);
        }
    }
    if (counts)
        --common.rungsLeft;
}

net::Task<> climbAgain(ProbeContext& context, IdleCommon& common, Rung rung, Spare spare)
{
    if (rung.delay.count() > 0)
        co_await context.net.sleep(rung.delay);
    std::optional<Spare> used = co_await usedAgain(context, common, std::move(spare));
    if (used)
        co_await restAndRecord(context, common, rung, std::move(*used));
}

} // namespace doctor::probes
