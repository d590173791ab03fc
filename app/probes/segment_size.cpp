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

struct Outcome {
    bool passed = false;
    bool measured = false;
    std::optional<int> segment; ///< that the connection used
};

net::Task<bool> spoken(ProbeContext& context, net::Connection& connection, Words words)
{
    const core::Milliseconds wait = patience(context, StuckAfter);
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

} // namespace

net::Task<> compareSegments(ProbeContext& context, Words words)
{
    int usualPassed = 0;
    int smallPassed = 0;
    int largest = UsualSegment;
    for (int round = 1; round <= Rounds && !outOfTime(context, StuckAfter); ++round) {
        const Outcome usual = co_await tried(context, u"usual-segments"_s, words, std::nullopt);
        const Outcome small = co_await tried(context, u"small-segments"_s, words, SmallSegment);
        usualPassed += usual.passed ? 1 : 0;
        smallPassed += small.passed ? 1 : 0;
        largest = std::max(usual.segment.value_or(largest), SmallSegment);
        context.recorder.progress(0.3 * round);
    }
    int passes = SmallSegment;
    for (int step = 0; step < SearchSteps && usualPassed == 0 && smallPassed == Rounds &&
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
