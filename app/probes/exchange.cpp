// SPDX-License-Identifier: GPL-3.0-or-later
// Holds the protocol's harmless exchange on fresh connections and several times on one.
#include "app/probes/exchange.h"

#include "app/probes/busy_line.h"
#include "app/probes/protocols.h"
#include "app/probes/series.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

constexpr int FreshCount = 3;
constexpr int MostFresh = 6;    ///< two for each of several addresses, up to three of them
constexpr int ReusedCount = 12; ///< finds the limits of a few requests that are set by mistake, in a second
constexpr core::Milliseconds AfterLook{200};
constexpr core::Milliseconds WorksByThen{1'200};
constexpr core::Milliseconds Tedious{3'000}; ///< for what fails all the same
constexpr core::Milliseconds Pause{50};
constexpr core::Milliseconds ExpectPatience{2'500}; ///< the client itself waits a second of it

/// Each address in turn, since one bad one of several serves nobody though it takes connections.
int freshCount(const Situation& situation)
{
    const auto addresses = static_cast<int>(situation.addresses.size());
    return addresses <= 1 ? FreshCount : std::clamp(2 * addresses, FreshCount, MostFresh);
}

/// Of a brisk run, as long as all work: the reused connection begins with one more.
int briskFresh(const Situation& situation)
{
    return std::clamp(static_cast<int>(situation.addresses.size()), 2, FreshCount);
}

struct Tally {
    double slowestMs = 0;
    int worked = 0;
    int failed = 0;
};

net::Task<> exchangeFresh(ProbeContext& context, int number, Tally& tally)
{
    if (tooLateToAsk(context))
        co_return;
    Opening opening;
    opening.purpose = u"fresh"_s;
    opening.address = context.situation.addresses.at(number % context.situation.addresses.size());
    const auto connection = co_await openReady(context, std::move(opening));
    if (!connection)
        co_return;
    if (connection->isOpen()) {
        const Answer answer = co_await exchanged(context, *connection, patience(context));
        observe(*connection, answer);
        tally.slowestMs = std::max(tally.slowestMs, connection->timings().firstByteMs.value_or(0));
        if (connection->isOpen())
            co_await connection->read(within(context, AfterLook)); // a reset may follow a whole answer
        if (isHealthy(answer) && connection->ending().how != core::How::Reset)
            connection->markSucceeded();
    }
    const bool worked = connection->attempt().succeeded;
    ++(worked ? tally.worked : tally.failed);
    co_await finish(context, *connection);
    if (worked && context.limits.brisk)
        context.goOnBeside(); // the rest shows whether it lasts
}

net::Task<> exchangeAll(ProbeContext& context, int first, int count, Tally& tally)
{
    Tasks fresh;
    for (int i = first; i < count; ++i)
        fresh.push_back(exchangeFresh(context, i, tally));
    co_await context.net.all(std::move(fresh));
}

/// "May I send?" before a body of one byte: some proxies and servers cut a client that asks.
net::Task<> askBeforeSending(ProbeContext& context, net::Connection& connection)
{
    Series series(context, connection);
    series.begin();
    net::HttpRequest request = httpRequest(context.situation.target);
    request.body = "x";
    request.expectContinue = true;
    request.timeout = patience(context, ExpectPatience);
    const net::HttpResult result = co_await net::exchange(connection, std::move(request));
    core::Attempt attempt = series.end(toAnswer(result));
    attempt.purpose = u"expect-continue"_s;
    attempt.observations.insert(u"continued"_s, connection.attempt().observations.value(u"continued"_s).toBool());
    context.recorder.attempt(attempt);
}

/// Requests that one connection answered, and whether the peer ended it then without a word.
struct Served {
    int answered = 0;
    bool cut = false;
};

/// One connection may have been cut by chance. Another one at another pace that ends after as many requests was not.
net::Task<> exchangeAtOtherPace(ProbeContext& context, int answered, double slowestMs)
{
    constexpr core::Milliseconds OtherPause{120};
    constexpr int Beyond = 4; ///< requests more than the first one was granted
    IdleCommon alone;
    alone.rungsLeft = 1;
    const double each = static_cast<double>(OtherPause.count()) / 1000 + slowestMs / 1000;
    co_await keepBusy(context, alone,
                      {.seconds = each * (answered + Beyond), .pause = OtherPause, .delay = {}, .paced = true});
}

net::Task<> exchangeReused(ProbeContext& context, double slowestMs, Served& served)
{
    Opening opening;
    opening.purpose = u"reused"_s;
    const auto connection = co_await openReady(context, std::move(opening));
    if (!connection)
        co_return;
    Series series(context, *connection);
    if (greets(context.situation.protocol) && connection->isOpen())
        co_await greeted(context, *connection, patience(context));
    for (int request = 1; request <= ReusedCount && !tooLateToAsk(context, slowestMs); ++request) {
        series.begin();
        Answer answer;
        const core::Phase phase = request == 1 ? core::Phase::FirstRequest : core::Phase::Request;
        if (connection->isOpen())
            answer = co_await asked(context, *connection, phase, patience(context));
        served.answered += answer.state == Answer::State::Answered ? 1 : 0;
        const bool last =
            request == ReusedCount || answer.keepsAlive == false || answer.state != Answer::State::Answered;
        const bool more = request == ReusedCount && isHttp(context.situation.protocol) &&
                          answer.keepsAlive.value_or(false) && !tooLateToAsk(context, slowestMs);
        if (last && !more)
            co_await leave(context, *connection);
        core::Attempt attempt = series.end(answer);
        attempt.parameters.insert(u"request"_s, request);
        context.recorder.attempt(attempt);
        if (more)
            co_await askBeforeSending(context, *connection);
        if (last)
            break;
        co_await connection->holdIdle(Pause);
    }
    const core::Ending ending = connection->ending();
    const bool ended = ending.how == core::How::Fin || ending.how == core::How::Reset;
    served.cut = served.answered < ReusedCount && ending.who == core::Who::Peer && ended;
    co_await leave(context, *connection);
}

net::Task<> exchangeAgain(ProbeContext& context, double slowestMs)
{
    Served served;
    co_await exchangeReused(context, slowestMs, served);
    if (served.cut && served.answered > 1 && !tooLateToAsk(context, slowestMs))
        co_await exchangeAtOtherPace(context, served.answered, slowestMs);
}

/// One more when nothing has come about soon, side by side with what still waits.
net::Task<> exchangeOnceMore(ProbeContext& context, int number, Tally& tally)
{
    co_await context.net.sleep(WorksByThen);
    if (tally.worked == 0)
        co_await exchangeFresh(context, number, tally);
}

/// The few that do while all work; all when some do and some do not. False when what comes next would only fail again.
net::Task<bool> exchangeBriskly(ProbeContext& context, int usual, Tally& tally)
{
    const qint64 begin = context.net.nowUs();
    const int few = std::min(usual, briskFresh(context.situation));
    Tasks first;
    first.push_back(exchangeAll(context, 0, few, tally));
    first.push_back(exchangeOnceMore(context, few, tally));
    co_await context.net.all(std::move(first));
    if (tally.worked > 0 && tally.failed > 0)
        co_await exchangeAll(context, few, usual, tally);
    const bool tedious = context.net.nowUs() - begin > Tedious.count() * 1000;
    co_return tally.worked > 0 || !tedious;
}

} // namespace

QString Exchange::id() const
{
    return u"exchange"_s;
}

QStringList Exchange::questions() const
{
    return {u"first-exchange"_s, u"reuse"_s, u"response-time"_s, u"expect-continue"_s};
}

Cost Exchange::cost(const Situation& situation, const Limits& limits) const
{
    QString reason;
    if (situation.addresses.isEmpty())
        reason = u"no-address"_s;
    else if (situation.tls && !situation.tlsCompletes)
        reason = u"no-tls-handshake"_s;
    else if (situation.protocol == core::Protocol::Tcp && (situation.strangersCut || situation.tlsSuspected) &&
             situation.target.protocol == core::Protocol::Auto)
        reason = u"no-answer"_s; // nobody knows what to say here, and to keep quiet is no exchange
    const int fresh = limits.brisk ? briskFresh(situation) : freshCount(situation);
    const int connections = fresh + (repeatable(situation.protocol) ? 1 : 0);
    return {.seconds = connections / std::max(limits.connectionsPerSecond, 0.1) + 1.0,
            .connections = connections,
            .consent = Consent::Gentle,
            .applicable = reason.isEmpty(),
            .reason = reason};
}

net::Task<> Exchange::run(ProbeContext& context) const
{
    Tally tally;
    const int usual = freshCount(context.situation);
    bool goOn = true;
    if (context.limits.brisk)
        goOn = co_await exchangeBriskly(context, usual, tally);
    else
        co_await exchangeAll(context, 0, usual, tally);
    context.recorder.progress(0.6);
    if (goOn && repeatable(context.situation.protocol) && !tooLateToAsk(context, tally.slowestMs))
        co_await exchangeAgain(context, tally.slowestMs);
}

} // namespace doctor::probes
