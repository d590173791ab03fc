// SPDX-License-Identifier: GPL-3.0-or-later
// Counts the exchanges that went wrong or needed packets twice, and looks how they lie in time.
#include "app/diagnosis/detectors/stability.h"

#include "app/diagnosis/detectors/idle_limit.h"

#include <algorithm>
#include <cmath>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString Test = u"stability"_s;
constexpr std::size_t FewestExchanges = 8;
constexpr double LeastLoss = 0.04; ///< one repetition in 25 exchanges and fewer are nothing special
constexpr double AgeSlack = 1.1;   ///< seconds: servers look for old connections once a second
/// Repetition of an unanswered packet on Linux, Windows and BSD comes 200 to 300 ms later on a quick line (RFC 6298
/// asks for a second, all go below): an answer late by just that much was lost once on its way.
constexpr double RepetitionFromMs = 190;
constexpr double RepetitionToMs = 330;

int repeated(const core::Attempt& attempt)
{
    return attempt.observations.value(u"retransmits").toInt();
}

double medianAnswer(const Sightings& exchanges)
{
    std::vector<double> times;
    for (const auto& one : exchanges) {
        if (one.attempt->timings.firstByteMs) {
            times.push_back(*one.attempt->timings.firstByteMs);
        }
    }
    return median(times);
}

struct Look {
    Sightings exchanges;
    double medianMs = 0;
    [[nodiscard]] bool late(const core::Attempt& attempt) const
    {
        const double extra = attempt.timings.firstByteMs.value_or(medianMs) - medianMs;
        return extra >= RepetitionFromMs && extra <= RepetitionToMs;
    }
    [[nodiscard]] bool bad(const core::Attempt& attempt) const
    {
        return !attempt.succeeded || repeated(attempt) > 0 || late(attempt);
    }
    /// Packets were lost. A connection that its server ended lost nothing.
    [[nodiscard]] bool lossy(const core::Attempt& attempt) const
    {
        const bool ended = !attempt.succeeded && (isReset(attempt) || isFin(attempt));
        return bad(attempt) && (!ended || repeated(attempt) > 0);
    }
};

/// Ended or fell silent in use, after others had gone well.
bool broke(const core::Attempt& attempt)
{
    return !attempt.succeeded && attempt.ending.isFailure() && !neverOpened(attempt) &&
           !attempt.observations.value(u"newConnection").toBool();
}

/// The connections broke after one number of exchanges each, or at one age: somebody has a limit.
bool brokeEvenly(const Sightings& exchanges)
{
    std::vector<int> numbers;
    std::vector<double> ages;
    int number = 0;
    double began = 0;
    for (const auto& one : exchanges) {
        if (one.attempt->observations.value(u"newConnection").toBool()) {
            number = 0;
            began = startMoment(*one.attempt);
        }
        ++number;
        if (broke(*one.attempt)) {
            numbers.push_back(number);
            ages.push_back(startMoment(*one.attempt) - began);
        }
    }
    const auto [fewest, most] = std::minmax_element(numbers.begin(), numbers.end());
    const auto [youngest, oldest] = std::minmax_element(ages.begin(), ages.end());
    const bool oneAge = *youngest > AgeSlack && *oldest - *youngest <= std::max(AgeSlack, *youngest * 0.1);
    return *fewest == *most || oneAge;
}

/// What a connection had behind it when it broke.
struct Life {
    int exchanges = 0;
    double seconds = 0;
};

Life lifeOf(const core::Attempt& broken, const Sightings& exchanges)
{
    Life life;
    double began = 0;
    for (const auto& one : exchanges) {
        const bool fresh = one.attempt->observations.value(u"newConnection").toBool();
        life.exchanges = fresh ? 1 : life.exchanges + 1;
        began = fresh ? startMoment(*one.attempt) : began;
        if (one.attempt == &broken) {
            break;
        }
    }
    life.seconds = startMoment(broken) - began;
    return life;
}

/// A connection that the idle test kept in use lived for longer and for more requests than the one that broke.
bool othersLivedLonger(const core::Session& session, const Life& broken)
{
    const auto busy = usable(session, u"idle-survival"_s, u"busy"_s);
    return std::any_of(busy.begin(), busy.end(), [&](const Seen& line) {
        const auto& seen = line.attempt->observations;
        return seen.value(u"ended").toString() == u"lived" && seen.value(u"requests").toInt() > broken.exchanges &&
               seen.value(u"ageSeconds").toDouble() > broken.seconds * 1.1 + AgeSlack;
    });
}

/// Quiet connections were ended at the age at which the one in use broke.
bool quietOnesEndedAtThatAge(const core::Session& session, const Life& broken)
{
    const auto quiet = filtered(usable(session, u"idle-survival"_s, u"idle"_s), [&](const auto& attempt) {
        const double age = attempt.timings.totalMs.value_or(0) / 1000;
        return endedInQuiet(attempt) && std::abs(age - broken.seconds) <= std::max(AgeSlack, age * 0.1);
    });
    return broken.seconds > AgeSlack && quiet.size() >= 2;
}

/// Runs of failures that follow one another: first exchange of each.
Sightings outages(const Look& look)
{
    constexpr int Shortest = 3;
    Sightings starts;
    int length = 0;
    for (const auto& one : look.exchanges) {
        length = look.bad(*one.attempt) ? length + 1 : 0;
        if (length == Shortest) {
            starts.push_back(one);
        }
    }
    return starts;
}

/// Even distance between moments, in seconds; absent when there are too few or they are uneven.
std::optional<double> period(const Sightings& moments)
{
    std::vector<double> gaps;
    for (std::size_t i = 1; i < moments.size(); ++i) {
        gaps.push_back(startMoment(*moments[i].attempt) - startMoment(*moments[i - 1].attempt));
    }
    if (gaps.size() < 2) {
        return std::nullopt;
    }
    const double middle = median(gaps);
    const bool even =
        std::all_of(gaps.begin(), gaps.end(), [&](double gap) { return std::abs(gap - middle) <= middle * 0.2; });
    return even ? std::optional<double>(rounded(middle)) : std::nullopt;
}

void addNear(core::Finding& finding, const core::Session& session)
{
    const auto near = usable(session, Test, u"near"_s);
    const auto heard = filtered(near, [](const auto& attempt) { return !observed(attempt, u"icmpFrom").isEmpty(); });
    if (near.empty() || heard.empty()) {
        return; // a router that never answers says nothing about the line
    }
    finding.values.insert(u"nearAnswered"_s, countOf(heard));
    finding.values.insert(u"nearTried"_s, countOf(near));
    finding.values.insert(u"router"_s, observed(*heard.front().attempt, u"icmpFrom"));
}

} // namespace

Findings detectStability(const core::Session& session)
{
    Look look{usable(session, Test, u"exchange"_s), 0};
    if (look.exchanges.size() < FewestExchanges) {
        return {};
    }
    look.medianMs = medianAnswer(look.exchanges);
    const auto bad = filtered(look.exchanges, [&](const auto& attempt) { return look.bad(attempt); });
    const auto lost = filtered(bad, [&](const auto& attempt) { return look.lossy(attempt); });
    const auto proven = filtered(lost, [](const auto& attempt) { return repeated(attempt) > 0; });
    const auto broken = filtered(look.exchanges, broke);
    const auto gone = outages(look);
    const auto total = countOf(look.exchanges);
    const double share = static_cast<double>(lost.size()) / static_cast<double>(total);
    QString answer = u"steady"_s;
    Sightings showing = look.exchanges;
    double sure = confidence(total / 4, total / 4);
    if (!gone.empty() && bad.size() < look.exchanges.size()) {
        answer = u"outages"_s;
        showing = gone;
        sure = 0.9;
    } else if (lost.size() >= 2 && share >= LeastLoss && (proven.size() >= 2 || lost.size() >= 4)) {
        answer = u"lossy"_s;
        showing = lost;
        sure = proven.size() >= 3 ? 0.97 : 0.85;
    } else if (!broken.empty()) {
        const bool once = broken.size() == 1; // one alone has no pattern
        const Life life = lifeOf(*broken.front().attempt, look.exchanges);
        const bool even = brokeEvenly(look.exchanges) && !(once && othersLivedLonger(session, life));
        answer = even ? u"breaks"_s : u"breaks-unevenly"_s;
        showing = broken;
        sure = once && !(even && quietOnesEndedAtThatAge(session, life)) ? 0.5 : 0.95;
    }
    auto finding = makeFinding(u"stability"_s, answer, Test, showing, total);
    finding.confidence = sure;
    finding.values = {{u"k"_s, answer == u"steady" ? total - countOf(bad) : countOf(showing)},
                      {u"n"_s, total},
                      {u"lossPercent"_s, rounded(share * 100)},
                      {u"medianMs"_s, rounded(look.medianMs)}};
    if (const auto every = period(gone)) {
        finding.values.insert(u"periodSeconds"_s, *every);
    }
    addNear(finding, session);
    return {finding};
}

} // namespace doctor::diagnosis
