// SPDX-License-Identifier: GPL-3.0-or-later
// Compares requests around the server's idle limit with those far from it and those on new connections.
#include "app/diagnosis/detectors/keep_alive_race.h"

#include "app/diagnosis/detectors/attempts.h"

#include <algorithm>
#include <cmath>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString Test = u"keep-alive-race"_s;

bool sawCloseFirst(const core::Attempt& attempt)
{
    return attempt.observations.value(u"closedFirst").toBool();
}

/// Sent, and ended by the peer before a single byte of an answer.
bool wasLost(const core::Attempt& attempt)
{
    const bool unanswered = observed(attempt, u"state") == u"no-answer";
    return unanswered && !sawCloseFirst(attempt) && (isReset(attempt) || isFin(attempt));
}

bool wasSent(const core::Attempt& attempt)
{
    return !sawCloseFirst(attempt) && attempt.observations.contains(u"state");
}

QString answerFor(const Sightings& lost, const Sightings& lostElsewhere, const Sightings& around)
{
    if (!lostElsewhere.empty()) {
        return u"fails-outside"_s;
    }
    if (!lost.empty()) {
        return u"hit"_s;
    }
    const bool closed =
        std::any_of(around.begin(), around.end(), [](const Seen& one) { return sawCloseFirst(*one.attempt); });
    return closed ? u"seen-first"_s : u"answered"_s;
}

} // namespace

Findings detectKeepAliveRace(const core::Session& session)
{
    const auto told = [](const auto& attempt) { return sawCloseFirst(attempt) || wasSent(attempt); };
    const auto around = filtered(usable(session, Test, u"race-band"_s), told);
    auto elsewhere = usable(session, Test, u"race-outside"_s);
    const auto fresh = usable(session, Test, u"fresh"_s);
    elsewhere.insert(elsewhere.end(), fresh.begin(), fresh.end());
    if (around.empty()) {
        return {};
    }
    const auto lost = filtered(around, wasLost);
    const auto lostElsewhere = filtered(elsewhere, wasLost);
    const auto answer = answerFor(lost, lostElsewhere, around);
    const auto& showing = answer == u"hit" ? lost : answer == u"fails-outside" ? lostElsewhere : around;
    auto finding = makeFinding(u"keep-alive-race"_s, answer, Test, showing, static_cast<qsizetype>(around.size()));
    // How many of the moments fall into the window is chance; that some do and no other fails is what counts.
    finding.confidence = 1 - std::pow(0.2, static_cast<double>(showing.size()));
    const auto& facts = core::findTest(session, Test)->facts;
    finding.values.insert(u"idleSeconds"_s, std::round(facts.value(u"limitSeconds").toDouble() * 100) / 100);
    double farthest = facts.value(u"windowMs").toDouble();
    for (const auto& one : lost) {
        farthest = std::max(farthest, std::abs(parameter(*one.attempt, u"offsetMs")));
    }
    finding.values.insert(u"windowMs"_s, std::max(1.0, std::ceil(farthest)));
    return {finding};
}

} // namespace doctor::diagnosis
