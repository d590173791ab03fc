// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps a gentle conversation going and notes each exchange by itself.
#include "app/probes/stability.h"

#include "app/core/model/target.h"
#include "app/probes/protocols.h"
#include "app/probes/series.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

constexpr double ShortRun = 4;
constexpr double LongRun = 15;
constexpr int MostConnections = 8;
constexpr int FreshConnections = 6;
constexpr int NearTries = 5;
constexpr core::Milliseconds Pause{150};
constexpr core::Milliseconds NearWait{700};
constexpr core::Milliseconds NearPause{250}; ///< Linux routers answer six at once and then one a second

bool keepsConnections(const Situation& situation)
{
    return repeatable(situation.protocol) && situation.keepsAlive != false;
}

/// People who suffer now and then, or in long conversations, get a long look.
bool deservesLongLook(const Situation& situation)
{
    return situation.when == u"random" || situation.when == u"transfer";
}

class Conversation
{
public:
    explicit Conversation(ProbeContext& context) : m_context(context) {}
    /// One exchange, on a new connection when there is none. False when no more can be had.
    net::Task<bool> exchangeOnce();
    net::Task<> end();
    /// Several signs of lost packets.
    [[nodiscard]] bool lossy() const { return m_signs > 1; }

private:
    net::Task<bool> ensureConnection();
    void note(const core::Attempt& attempt, int retransmits);

    ProbeContext& m_context;
    std::unique_ptr<net::Connection> m_connection;
    int m_number = 0;
    int m_connections = 0;
    int m_retransmitsBefore = 0;
    int m_signs = 0;
    bool m_isNew = false;
};

net::Task<bool> Conversation::ensureConnection()
{
    m_isNew = !m_connection || !m_connection->isOpen();
    if (!m_isNew)
        co_return true;
    const int most = keepsConnections(m_context.situation) ? MostConnections : FreshConnections;
    if (m_connections >= most)
        co_return false;
    Opening opening;
    opening.purpose = u"exchange"_s;
    m_connection = co_await openReady(m_context, std::move(opening));
    ++m_connections;
    m_retransmitsBefore = 0;
    co_return m_connection != nullptr;
}

void Conversation::note(const core::Attempt& attempt, int retransmits)
{
    if (!attempt.succeeded || retransmits > 0)
        ++m_signs;
}

net::Task<bool> Conversation::exchangeOnce()
{
    const bool there = co_await ensureConnection();
    if (!there)
        co_return false;
    Series series(m_context, *m_connection);
    series.begin();
    Answer answer;
    const bool hears = m_isNew && greets(m_context.situation.protocol);
    if (m_connection->isOpen() && hears)
        answer = co_await exchanged(m_context, *m_connection, patience(m_context));
    else if (m_connection->isOpen())
        answer = co_await asked(m_context, *m_connection, core::Phase::Request, patience(m_context));
    const bool goesOn =
        keepsConnections(m_context.situation) && answer.keepsAlive != false && answer.state == Answer::State::Answered;
    const int retransmits = m_connection->attempt().tcp.value_or(core::TcpInfo{}).retransmits.value_or(0);
    if (!goesOn)
        co_await leave(m_context, *m_connection);
    core::Attempt attempt = series.end(answer);
    attempt.parameters.insert(u"number"_s, ++m_number);
    attempt.observations.insert(u"retransmits"_s, retransmits - m_retransmitsBefore);
    attempt.observations.insert(u"newConnection"_s, m_isNew);
    note(attempt, retransmits - m_retransmitsBefore);
    m_retransmitsBefore = retransmits;
    m_context.recorder.attempt(attempt);
    co_await m_context.net.sleep(Pause);
    co_return true;
}

net::Task<> Conversation::end()
{
    if (m_connection)
        co_await leave(m_context, *m_connection);
    m_connection.reset();
}

/// How steadily does the first router answer? Its words end the request before it gets any further.
net::Task<> askFirstRouter(ProbeContext& context)
{
    for (int number = 1; number <= NearTries && !outOfTime(context, NearWait); ++number) {
        const bool granted = co_await context.turn(true);
        if (!granted)
            co_return;
        net::ConnectOptions options = usualConnect(context.situation);
        options.tunnel.reset(); // its words die at the first router; nobody hears them
        options.timeout = within(context, NearWait);
        options.hopLimit = 1;
        options.purpose = u"near"_s;
        const auto connection = co_await context.net.connect(std::move(options));
        const bool arrived = connection->isOpen(); // the target is the next machine: there is no router to ask
        connection->setParameter(u"hopLimit"_s, 1);
        connection->setParameter(u"number"_s, number);
        connection->restoreHopLimit();
        co_await finish(context, *connection);
        if (arrived)
            co_return;
        co_await context.net.sleep(NearPause);
    }
}

} // namespace

QString Stability::id() const
{
    return u"stability"_s;
}

QStringList Stability::questions() const
{
    return {u"stability"_s};
}

Cost Stability::cost(const Situation& situation, const Limits& limits) const
{
    const bool reason = situation.lossSeen || deservesLongLook(situation) || limits.thorough;
    QString why;
    if (situation.addresses.isEmpty())
        why = u"no-address"_s;
    else if (!situation.healthyExchange)
        why = u"no-exchange"_s;
    else if (!reason)
        why = u"not-needed"_s;
    const bool longLook = deservesLongLook(situation) || limits.thorough;
    return {.seconds = longLook ? std::clamp(limits.secondsLeft / 3, ShortRun, LongRun) : ShortRun,
            .connections = keepsConnections(situation) ? 2 : FreshConnections,
            .consent = Consent::Gentle,
            .applicable = why.isEmpty(),
            .reason = why};
}

net::Task<> Stability::run(ProbeContext& context) const
{
    const double seconds = cost(context.situation, context.limits).seconds;
    const qint64 begun = context.net.nowUs();
    const qint64 end = std::min(begun + static_cast<qint64>(seconds * 1e6), context.deadlineUs);
    Conversation conversation(context);
    bool goesOn = true;
    while (goesOn && context.net.nowUs() < end && !tooLateToAsk(context)) {
        goesOn = co_await conversation.exchangeOnce();
        const double done = static_cast<double>(context.net.nowUs() - begun) / static_cast<double>(end - begun);
        context.recorder.progress(std::min(done, 0.9));
    }
    co_await conversation.end();
    if (conversation.lossy() && !core::isLoopback(context.situation.target))
        co_await askFirstRouter(context);
}

} // namespace doctor::probes
