// SPDX-License-Identifier: GPL-3.0-or-later
// Two arms that differ in the size of packets alone.
#include "app/probes/segment_size.h"

#include "app/probes/protocols.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

constexpr int Rounds = 2;
constexpr int SearchSteps = 5;
constexpr int CloseEnough = 24;     ///< bytes
constexpr int UsualSegment = 1'460; ///< what an Ethernet path carries in IPv4
/// Repetitions come after 0.2, 0.6 and 1.4 s; what has not passed by then has been swallowed. Far targets get longer.
constexpr core::Milliseconds StuckAfter{1'500};
/// Where two have been swallowed already, three times lost is enough for the search.
constexpr core::Milliseconds StuckSoon{900};

struct Outcome {
    bool passed = false;
    bool measured = false;
    std::optional<int> segment; ///< that the connection used
};

net::Task<bool> spoken(ProbeContext& context, net::Connection& connection, Words words)
{
    const core::Milliseconds wait = patience(context, words.wait);
    if (words.kind == Words::Kind::TlsHello || context.situation.tls) {
        net::TlsClientOptions options = usualTls(context);
        options.timeout = wait;
        const bool completed = co_await connection.startTls(std::move(options));
        if (words.kind == Words::Kind::TlsHello || !completed)
            co_return completed || !connection.tls().alertReceived.isEmpty();
    }
    Answer answer;
    if (words.kind == Words::Kind::Upload) {
        net::HttpRequest request = httpRequest(context.situation.target);
        request.headers.emplace_back(u"Content-Type"_s, u"application/octet-stream"_s);
        request.body = QByteArray(static_cast<qsizetype>(words.bytes), 'x');
        request.timeout = wait;
        connection.enter(core::Phase::FirstRequest);
        const net::HttpResult result = co_await net::exchange(connection, std::move(request));
        answer = toAnswer(result);
    } else {
        answer = co_await exchanged(context, connection, wait);
    }
    observe(connection, answer);
    co_return answer.state == Answer::State::Answered;
}

net::Task<Outcome> tried(ProbeContext& context, QString purpose, Words words, std::optional<int> segment)
{
    Outcome outcome;
    Opening opening;
    opening.purpose = std::move(purpose);
    opening.maxSegmentSize = segment;
    const auto connection = co_await open(context, std::move(opening));
    if (!connection)
        co_return outcome;
    if (words.bytes > 0)
        connection->setParameter(u"sizeBytes"_s, words.bytes);
    if (segment)
        connection->setParameter(u"segmentBytes"_s, *segment);
    outcome.measured = connection->isOpen();
    if (const auto info = connection->tcpInfo())
        outcome.segment = info->mss;
    if (outcome.measured)
        outcome.passed = co_await spoken(context, *connection, words);
    if (outcome.passed)
        connection->markSucceeded();
    co_await finish(context, *connection);
    co_return outcome;
}

/// What both sizes came to in all rounds.
struct Compared {
    int usualPassed = 0;
    int smallPassed = 0;
    int largest = UsualSegment;
};

net::Task<> tryUsual(ProbeContext& context, Words words, Compared& compared)
{
    const Outcome usual = co_await tried(context, u"usual-segments"_s, words, std::nullopt);
    compared.usualPassed += usual.passed ? 1 : 0;
    compared.largest = std::max(usual.segment.value_or(compared.largest), SmallSegment);
}

net::Task<> trySmall(ProbeContext& context, Words words, Compared& compared)
{
    const Outcome small = co_await tried(context, u"small-segments"_s, words, SmallSegment);
    compared.smallPassed += small.passed ? 1 : 0;
}

net::Task<> compareInTurns(ProbeContext& context, Words words, Compared& compared)
{
    for (int round = 1; round <= Rounds && !outOfTime(context, StuckAfter); ++round) {
        co_await tryUsual(context, words, compared);
        co_await trySmall(context, words, compared);
        context.recorder.progress(0.3 * round);
    }
}

/// Side by side, for when time is short: the one that gets stuck need not hold up the next.
net::Task<> compareAtOnce(ProbeContext& context, Words words, Compared& compared)
{
    Tasks tasks;
    for (int round = 1; round <= Rounds; ++round)
        tasks.push_back(tryUsual(context, words, compared));
    for (int round = 1; round <= Rounds; ++round)
        tasks.push_back(trySmall(context, words, compared));
    co_await context.net.all(std::move(tasks));
    context.recorder.progress(0.6);
}

} // namespace

net::Task<> compareSegments(ProbeContext& context, Words words)
{
    Compared compared;
    words.wait = StuckAfter;
    if (context.limits.brisk)
        co_await compareAtOnce(context, words, compared);
    else
        co_await compareInTurns(context, words, compared);
    int largest = compared.largest;
    int passes = SmallSegment;
    if (context.limits.brisk)
        words.wait = StuckSoon;
    for (int step = 0; step < SearchSteps && compared.usualPassed == 0 && compared.smallPassed == Rounds &&
                       largest - passes > CloseEnough && !outOfTime(context, StuckAfter);
         ++step) {
        const int middle = (passes + largest) / 2;
        const Outcome outcome = co_await tried(context, u"segment-search"_s, words, middle);
        if (!outcome.measured)
            break;
        (outcome.passed ? passes : largest) = middle;
        context.recorder.progress(0.6 + 0.08 * step);
    }
}

} // namespace doctor::probes
