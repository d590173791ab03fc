// SPDX-License-Identifier: GPL-3.0-or-later
// Searches the hop of the target, the hop of the cut and the hop that the reset comes from.
#include "app/probes/resetter_trace.h"

#include "app/core/model/target.h"
#include "app/probes/hop_search.h"
#include "app/probes/trigger.h"

#include <QJsonArray>
#include <QMap>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

constexpr int UsualConnections = 18;
constexpr int FewestConnections = 10;
constexpr core::Milliseconds FirstWait{3'000};
constexpr core::Milliseconds ShortestWait{300};
constexpr core::Milliseconds LongestWait{900}; ///< below the second after which systems repeat themselves
constexpr core::Milliseconds Pause{100};       ///< between tries

/// How a packet may travel.
struct Way {
    std::optional<int> hopLimit;
    std::optional<int> leastHopLimit;
};

Way upTo(int hops)
{
    return {.hopLimit = hops, .leastHopLimit = {}};
}

Way answersFrom(int least)
{
    return {.hopLimit = {}, .leastHopLimit = least};
}

class Trace
{
public:
    explicit Trace(ProbeContext& context)
        : m_context(context), m_trigger(triggerOf(context.situation.cutBy, context.situation))
    {
    }
    net::Task<> run();

private:
    net::Task<Reaction> knock(QString purpose, Way way);
    net::Task<Reaction> say(QString purpose, Trigger trigger, Way way);
    /// The words that are cut, or the connection request when that is what is refused.
    net::Task<bool> isCut(QString purpose, Way way);
    net::Task<> findTarget();
    net::Task<> findCut();
    net::Task<> check(int limit, bool expected);
    net::Task<> confirmCut();
    net::Task<> compare();
    net::Task<> findSender();
    net::Task<std::optional<int>> replyHop();
    net::Task<bool> replyArrives(int least);
    net::Task<> nameRouters();
    void report(const core::Attempt& attempt);
    [[nodiscard]] bool stop() const { return m_spent || outOfTime(m_context); }
    [[nodiscard]] bool connecting() const { return !m_trigger; }

    ProbeContext& m_context;
    std::optional<Trigger> m_trigger;
    core::Milliseconds m_wait = FirstWait;
    QMap<int, QString> m_routers;
    std::optional<int> m_targetHop;
    int m_cutHop = 0;
    int m_tries = 0;
    int m_agreeing = 0;
    bool m_spent = false;
};

void Trace::report(const core::Attempt& attempt)
{
    const QString router = attempt.observations.value(u"icmpFrom"_s).toString();
    const bool passedAway = attempt.ending.detail == u"time-exceeded";
    if (const int hop = attempt.parameters.value(u"hopLimit"_s).toInt(); hop > 0 && passedAway && !router.isEmpty())
        m_routers.insert(hop, router);
    m_context.recorder.attempt(attempt);
}

void describe(net::Connection& connection, Way way, Reaction reaction)
{
    if (way.hopLimit)
        connection.setParameter(u"hopLimit"_s, *way.hopLimit);
    if (way.leastHopLimit)
        connection.setParameter(u"leastHopLimit"_s, *way.leastHopLimit);
    connection.observe(u"reaction"_s, toWord(reaction));
}

net::Task<Reaction> Trace::knock(QString purpose, Way way)
{
    if (stop())
        co_return Reaction::NotSaid;
    const bool granted = co_await m_context.turn(true);
    m_spent = !granted;
    if (m_spent)
        co_return Reaction::NotSaid;
    net::ConnectOptions options = usualConnect(m_context.situation);
    options.address = m_context.situation.addresses.value(0, m_context.situation.target.addresses.value(0));
    options.timeout = within(m_context, m_wait);
    options.hopLimit = way.hopLimit;
    options.leastHopLimit = way.leastHopLimit;
    options.purpose = std::move(purpose);
    const auto connection = co_await m_context.net.connect(std::move(options));
    Reaction reaction = Reaction::Silence;
    if (connection->isOpen()) {
        reaction = Reaction::Answered;
        connection->restoreHopLimit();
        connection->markSucceeded();
    } else if (connection->ending().how == core::How::Refused || connection->ending().how == core::How::Reset) {
        reaction = Reaction::Reset;
    } else if (connection->ending().how == core::How::LocalFailure) {
        reaction = Reaction::NotSaid;
    }
    describe(*connection, way, reaction);
    co_await leave(m_context, *connection);
    report(connection->attempt());
    co_await m_context.net.sleep(Pause);
    co_return reaction;
}

net::Task<Reaction> Trace::say(QString purpose, Trigger trigger, Way way)
{
    Opening opening;
    opening.purpose = std::move(purpose);
    opening.ladder = true;
    if (stop())
        co_return Reaction::NotSaid;
    const auto connection = co_await open(m_context, std::move(opening));
    m_spent = !connection;
    if (m_spent)
        co_return Reaction::NotSaid;
    Reaction reaction = Reaction::NotSaid;
    const bool ready = co_await prepared(m_context, *connection, trigger);
    const bool set = ready && (!way.hopLimit || connection->setHopLimit(*way.hopLimit)) &&
                     (!way.leastHopLimit || connection->ignoreBelow(*way.leastHopLimit));
    const qint64 said = m_context.net.nowUs();
    if (set)
        reaction = co_await reactionTo(m_context, *connection, trigger, m_wait);
    if (reaction == Reaction::Reset && m_wait == FirstWait) {
        const core::Milliseconds took{(m_context.net.nowUs() - said) / 1000};
        m_wait = std::clamp(took * 3 + core::Milliseconds{100}, ShortestWait, LongestWait);
    }
    describe(*connection, way, reaction);
    // With low answers ignored, or half of ours lost on the way, an orderly farewell would only hang about.
    if (way.hopLimit || way.leastHopLimit)
        connection->reset();
    co_await leave(m_context, *connection);
    report(connection->attempt());
    co_await m_context.net.sleep(Pause);
    co_return reaction;
}

net::Task<bool> Trace::isCut(QString purpose, Way way)
{
    Reaction reaction = Reaction::NotSaid;
    if (connecting())
        reaction = co_await knock(std::move(purpose), way);
    else
        reaction = co_await say(std::move(purpose), *m_trigger, way);
    co_return reaction == Reaction::Reset || reaction == Reaction::Closed ||
        (!connecting() && reaction == Reaction::Answered);
}

net::Task<> Trace::findTarget()
{
    HopSearch search(MostHops);
    while (const auto limit = search.next()) {
        const Reaction reaction = co_await knock(u"distance"_s, upTo(*limit));
        if (stop())
            co_return;
        search.note(*limit, reaction == Reaction::Answered);
    }
    m_targetHop = search.smallest();
    m_context.recorder.fact(u"targetHop"_s, *m_targetHop);
}

net::Task<> Trace::findCut()
{
    HopSearch search(m_targetHop.value_or(MostHops));
    while (const auto limit = search.next()) {
        const bool cut = co_await isCut(u"trigger"_s, upTo(*limit));
        if (stop())
            co_return;
        search.note(*limit, cut);
    }
    m_cutHop = search.smallest();
}

net::Task<> Trace::check(int limit, bool expected)
{
    const bool cut = co_await isCut(u"trigger"_s, upTo(limit));
    if (stop())
        co_return;
    ++m_tries;
    m_agreeing += cut == expected ? 1 : 0;
}

net::Task<> Trace::confirmCut()
{
    co_await check(m_cutHop, true);
    if (m_cutHop > 1)
        co_await check(m_cutHop - 1, false);
    if (m_agreeing < m_tries) { // another way or a lost packet: the majority of two more decides
        co_await check(m_cutHop, true);
        if (m_cutHop > 1)
            co_await check(m_cutHop - 1, false);
    }
    if (m_tries == 0)
        co_return;
    m_context.recorder.fact(u"cutHop"_s, m_cutHop);
    m_context.recorder.fact(u"k"_s, m_agreeing + 1); // the search itself has seen each side once
    m_context.recorder.fact(u"n"_s, m_tries + 1);
}

net::Task<> Trace::compare()
{
    const std::optional<Trigger> harmless = m_trigger ? harmlessTwin(*m_trigger) : std::nullopt;
    if (!harmless || stop())
        co_return;
    const Reaction reaction = co_await say(u"control"_s, *harmless, upTo(m_cutHop));
    if (reaction != Reaction::NotSaid)
        m_context.recorder.fact(u"controlCut"_s, reaction == Reaction::Reset || reaction == Reaction::Closed);
}

net::Task<bool> Trace::replyArrives(int least)
{
    const Way way = answersFrom(least);
    bool arrives = co_await isCut(u"reply"_s, way);
    if (!arrives && !stop()) // one may be lost
        arrives = co_await isCut(u"reply"_s, way);
    co_return arrives;
}

/// Looks for the TTL among those that fit the hop of the cut: it has passed cutHop-1 routers, or one fewer when a
/// router forwards first and rejects then. Anything else means that the ways there and back differ.
net::Task<std::optional<int>> Trace::replyHop()
{
    for (const int first : FirstTtls) {
        const int far = first - (m_cutHop - 1);
        const int near = far + 1;
        const bool atLeastNear = co_await replyArrives(near);
        if (stop())
            co_return std::nullopt;
        if (!atLeastNear) {
            const bool atLeastFar = co_await replyArrives(far);
            co_return atLeastFar && !stop() ? std::optional<int>(m_cutHop) : std::nullopt;
        }
        bool above = false;
        if (near < 255)
            above = co_await replyArrives(near + 1);
        if (stop())
            co_return std::nullopt;
        if (!above)
            co_return m_cutHop - 1;
    }
    co_return std::nullopt;
}

net::Task<> Trace::findSender()
{
    if (m_cutHop < 2 || stop())
        co_return;
    const std::optional<int> hop = co_await replyHop();
    if (!hop)
        co_return;
    m_context.recorder.fact(u"replyHop"_s, *hop);
    if (*hop == m_cutHop || !m_targetHop || stop())
        co_return;
    // Do the target's own packets come from farther away? Without that, a shorter way back would explain it as well.
    for (const int first : FirstTtls) {
        const int farthest = first - (m_cutHop - 1);
        if (m_cutHop < *m_targetHop || stop())
            break;
        const Reaction near = co_await knock(u"reply-control"_s, answersFrom(farthest + 1));
        if (near == Reaction::Answered)
            continue;
        const Reaction far = co_await knock(u"reply-control"_s, answersFrom(farthest));
        if (!stop())
            m_context.recorder.fact(u"nearerThanTarget"_s, far == Reaction::Answered);
        break;
    }
}

net::Task<> Trace::nameRouters()
{
    for (const int hop : {m_cutHop - 1, m_cutHop})
        if (hop > 0 && hop < m_targetHop.value_or(m_cutHop) && !m_routers.contains(hop) && !stop())
            co_await knock(u"distance"_s, upTo(hop));
    QJsonArray routers;
    for (auto it = m_routers.cbegin(); it != m_routers.cend(); ++it)
        routers.append(QJsonObject{{u"hop"_s, it.key()}, {u"address"_s, it.value()}});
    m_context.recorder.fact(u"routers"_s, routers);
}

net::Task<> Trace::run()
{
    m_context.recorder.fact(u"kind"_s, m_context.situation.cutBy);
    const bool again = co_await isCut(u"trigger"_s, Way{});
    if (stop())
        co_return;
    m_context.recorder.fact(u"steady"_s, again);
    if (!again)
        co_return;
    if (connecting())
        m_wait = LongestWait;
    else
        co_await findTarget();
    m_context.recorder.progress(0.3);
    if (!stop())
        co_await findCut();
    m_context.recorder.progress(0.5);
    if (m_cutHop == 0)
        co_return;
    co_await confirmCut();
    co_await nameRouters();
    m_context.recorder.progress(0.7);
    co_await compare();
    co_await findSender();
}

} // namespace

QString ResetterTrace::id() const
{
    return u"resetter-trace"_s;
}

QStringList ResetterTrace::questions() const
{
    return {u"resetter-place"_s};
}

Cost ResetterTrace::cost(const Situation& situation, const Limits& limits) const
{
    QString reason;
    if (situation.target.addresses.isEmpty() && situation.addresses.isEmpty())
        reason = u"no-address"_s;
    else if (situation.cutBy.isEmpty())
        reason = u"no-reset"_s;
    else if (core::isLoopback(situation.target))
        reason = u"no-path"_s;
    else if (situation.tunnel)
        reason = u"proxy"_s; // the path that would be measured is the one to the proxy
    return {.seconds = 4,
            .connections = std::clamp(limits.connectionsLeft, FewestConnections, UsualConnections),
            .consent = Consent::Gentle,
            .applicable = reason.isEmpty(),
            .reason = reason};
}

net::Task<> ResetterTrace::run(ProbeContext& context) const
{
    Trace trace(context);
    co_await trace.run();
}

} // namespace doctor::probes
