// SPDX-License-Identifier: GPL-3.0-or-later
// Raises the number of open connections step by step, then the speed of opening them.
#include "app/probes/load_ramp.h"

#include "app/probes/ladder.h"
#include "app/probes/protocols.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

constexpr int GentleConnections = 23; ///< ten at once, ten in a row, two canaries and one recovery
constexpr int LeastConnections = 11;
constexpr int HeavyConnections = 64;
constexpr core::Milliseconds RampPause{500}; ///< slower than any limit on the rate that the burst looks for
constexpr core::Milliseconds Rest{1'200};    ///< longer than the second that rates are counted in
constexpr core::Milliseconds FirstLook{150};
/// A service over its limit may say nothing at all. Several times its slowest answer is long enough to wait for that.
constexpr core::Milliseconds LeastPatience{2'500};
constexpr double TimesSlowest = 4;

/// A server that closes after each answer can only be kept open unasked.
bool asksAtOnce(const Situation& situation)
{
    return !isHttp(situation.protocol) || situation.keepsAlive.value_or(true);
}

class Ramp
{
public:
    explicit Ramp(ProbeContext& context) : m_context(context) {}
    /// One connection that is closed again. True when it worked.
    net::Task<bool> single(QString purpose, int index);
    net::Task<> climb(int most);
    net::Task<> burst(int count);

private:
    using Open = std::unique_ptr<net::Connection>;
    net::Task<bool> speak(net::Connection& connection);
    /// Opens the n-th and keeps it; records it at once when it fails.
    net::Task<bool> another(int count);
    net::Task<> closeAll();
    ProbeContext& m_context;
    std::vector<Open> m_open;
};

net::Task<bool> Ramp::speak(net::Connection& connection)
{
    if (!connection.isOpen())
        co_return false;
    const auto slowest = static_cast<qint64>(m_context.situation.slowestAnswerMs * TimesSlowest);
    const auto wait = std::max(LeastPatience, core::Milliseconds{slowest});
    const Answer answer = co_await exchanged(m_context, connection, std::min(patience(m_context), wait));
    observe(connection, answer);
    const bool healthy = isHealthy(answer);
    if (healthy)
        connection.markSucceeded();
    co_return healthy;
}

net::Task<bool> Ramp::single(QString purpose, int index)
{
    Opening opening;
    opening.purpose = std::move(purpose);
    opening.ladder = true;
    const auto connection = co_await openReady(m_context, std::move(opening));
    if (!connection)
        co_return false;
    if (index > 0)
        connection->setParameter(u"index"_s, index);
    const bool worked = co_await speak(*connection);
    co_await finish(m_context, *connection);
    co_return worked;
}

net::Task<bool> Ramp::another(int count)
{
    Opening opening;
    opening.purpose = u"simultaneous"_s;
    opening.ladder = true;
    auto connection = co_await openReady(m_context, std::move(opening));
    if (!connection)
        co_return true; // the budget is spent: nothing was measured, nothing is wrong
    connection->setParameter(u"count"_s, count);
    bool worked = connection->isOpen();
    if (worked && asksAtOnce(m_context.situation))
        worked = co_await speak(*connection);
    else if (worked)
        worked = co_await connection->holdIdle(within(m_context, FirstLook)) != net::HoldResult::Ended;
    if (worked) {
        m_open.push_back(std::move(connection));
        co_return true;
    }
    co_await finish(m_context, *connection);
    co_return false;
}

net::Task<> Ramp::closeAll()
{
    for (const Open& connection : m_open) {
        if (!asksAtOnce(m_context.situation))
            co_await speak(*connection);
        co_await finish(m_context, *connection);
    }
    m_open.clear();
}

net::Task<> Ramp::climb(int most)
{
    bool harmed = false;
    for (int count = 1; count <= most && !harmed && !tooLateToAsk(m_context); ++count) {
        const bool worked = co_await another(count);
        m_context.recorder.progress(0.6 * count / most, {}, {{u"k"_s, count}, {u"n"_s, most}});
        if (!worked) {
            harmed = true;
            co_await m_context.net.sleep(Rest);
            co_await another(count);
        } else if (count < most) {
            co_await m_context.net.sleep(RampPause);
        }
    }
    co_await closeAll();
    co_await m_context.net.sleep(within(m_context, Rest));
    if (!tooLateToAsk(m_context))
        co_await single(u"recovery"_s, 0);
}

net::Task<> Ramp::burst(int count)
{
    int failures = 0;
    for (int index = 1; index <= count && failures < 2 && !tooLateToAsk(m_context); ++index) {
        const bool worked = co_await single(u"rate"_s, index);
        failures += worked ? 0 : 1;
        m_context.recorder.progress(0.6 + 0.4 * index / count, {}, {{u"k"_s, index}, {u"n"_s, count}});
    }
}

} // namespace

QString LoadRamp::id() const
{
    return u"load-ramp"_s;
}

QStringList LoadRamp::questions() const
{
    return {u"load-outcome"_s};
}

Cost LoadRamp::cost(const Situation& situation, const Limits& limits) const
{
    QString reason;
    if (situation.addresses.isEmpty())
        reason = u"no-address"_s;
    else if (situation.tls && !situation.tlsCompletes)
        reason = u"no-tls-handshake"_s;
    else if (situation.exchangeTried && !situation.healthyExchange)
        reason = u"no-exchange"_s;
    const int most = limits.thorough ? HeavyConnections : GentleConnections;
    int connections = std::clamp(limits.connectionsLeft, LeastConnections, most);
    const auto secondsFor = [&](int count) {
        const LoadSplit split = splitLoad(count, limits.thorough);
        const double answer = situation.slowestAnswerMs / 1000;
        return split.simultaneous * (0.55 + answer) + split.burst * (0.05 + answer) + 4 + 3 * answer;
    };
    while (connections > LeastConnections && secondsFor(connections) > limits.secondsLeft)
        --connections;
    return {.seconds = secondsFor(connections),
            .connections = connections,
            .consent = limits.thorough ? Consent::Heavy : Consent::Gentle,
            .applicable = reason.isEmpty(),
            .reason = reason};
}

net::Task<> LoadRamp::run(ProbeContext& context) const
{
    const LoadSplit split = splitLoad(cost(context.situation, context.limits).connections, context.limits.thorough);
    Ramp ramp(context);
    co_await ramp.single(u"canary"_s, 0);
    co_await context.net.sleep(RampPause);
    co_await ramp.climb(split.simultaneous);
    co_await context.net.sleep(within(context, Rest));
    co_await ramp.burst(split.burst);
    co_await context.net.sleep(within(context, Rest));
    if (!tooLateToAsk(context))
        co_await ramp.single(u"canary"_s, 0);
}

} // namespace doctor::probes
