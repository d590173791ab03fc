// SPDX-License-Identifier: GPL-3.0-or-later
// A device or server that drops on purpose is silent to whom it drops; a bad line loses a packet here and there and
// lets its repetition through.
#include "app/diagnosis/detectors/repeats.h"
#include "app/diagnosis/detectors/idle_limit.h"

#include <QSet>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString Question = u"repeats"_s;
constexpr qsizetype FewestConnections = 3;
constexpr qsizetype FewestWatched = 10;
/// A connection request is repeated after one second, then after two more, four more and so on (RFC 6298 §2): such
/// repetitions tell of the opening only, and full queues and rate limits drop openings too.
int requestRepeats(double connectMs)
{
    constexpr double slack = 100;
    int repeats = 0;
    for (double due = 1000; connectMs > due - slack; due = 2 * due + 1000) {
        ++repeats;
    }
    return repeats;
}

bool isWatched(const core::Attempt& attempt)
{
    return attempt.tcp && attempt.timings.connectMs && !attempt.parameters.contains(u"hopLimit");
}

/// Lost a packet once it was open, and still got through.
bool recovered(const core::Attempt& attempt)
{
    const bool heard = attempt.succeeded || attempt.timings.firstByteMs;
    const bool fellSilent =
        isSilence(attempt) || (observed(attempt, u"wake") == u"silence" && !isLeftUnanswered(attempt));
    return heard && !fellSilent && attempt.tcp->retransmits.value_or(0) > requestRepeats(*attempt.timings.connectMs);
}

} // namespace

Findings detectRepeats(const core::Session& session)
{
    static const QSet<QString> provoking{u"payload-size"_s, u"resetter-trace"_s, u"load-ramp"_s};
    QSet<int> watched; // by local port: several exchanges of one connection carry the same counter
    QSet<int> repeated;
    int tests = 0;
    QString mostIn;
    Sightings most;
    for (const auto& record : session.tests) {
        if (provoking.contains(record.id)) {
            continue;
        }
        const auto seen = filtered(usable(session, record.id), isWatched);
        const auto lossy = filtered(seen, recovered);
        for (const auto& one : seen) {
            watched.insert(one.attempt->localPort.value_or(0));
        }
        for (const auto& one : lossy) {
            repeated.insert(one.attempt->localPort.value_or(0));
        }
        tests += lossy.empty() ? 0 : 1;
        if (lossy.size() > most.size()) {
            most = lossy;
            mostIn = record.id;
        }
    }
    const bool scattered = repeated.size() >= FewestConnections && tests >= 2;
    if (!scattered && watched.size() < FewestWatched) {
        return {};
    }
    auto finding = makeFinding(Question, scattered ? u"scattered"_s : u"none"_s, scattered ? mostIn : u"cross-test"_s,
                               scattered ? most : Sightings{}, watched.size());
    finding.confidence = scattered ? 0.97 : 0.9;
    finding.values = {{u"k"_s, repeated.size()}, {u"n"_s, watched.size()}};
    return {finding};
}

} // namespace doctor::diagnosis
