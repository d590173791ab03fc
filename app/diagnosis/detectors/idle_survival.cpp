// SPDX-License-Identifier: GPL-3.0-or-later
// A ladder of quiet connections to: who ended them, how, and after how long.
#include "app/diagnosis/detectors/idle_survival.h"

#include <QMap>
#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString Test = u"idle-survival"_s;
const QString Question = u"idle-ending"_s;
/// Endings this close together count as one moment; sockets start 0.25 s apart and endings are noticed within 0.05 s.
constexpr double SameMoment = 0.15;
/// Servers look for quiet connections once a second or less often, so ages up to this apart may share one limit.
constexpr double DifferentAges = 1.3;
/// An ending this soon after the last word belongs to the exchange, not to the quiet.
constexpr double SoonestQuietEnding = 0.3;

double ageOf(const core::Attempt& attempt)
{
    return attempt.timings.idleMs.value_or(0) / 1000;
}

bool endedInQuiet(const core::Attempt& attempt)
{
    const auto seen = observed(attempt, u"inQuiet");
    return seen == u"fin" || seen == u"reset";
}

bool isAlive(const core::Attempt& attempt)
{
    return observed(attempt, u"wake") == u"alive";
}

bool diedOnWake(const core::Attempt& attempt)
{
    const auto wake = observed(attempt, u"wake");
    return !endedInQuiet(attempt) && (wake == u"reset" || wake == u"silence" || wake == u"fin");
}

/// Quiet to the end of its rung and still open, though nobody tried to wake it.
bool satItOut(const core::Attempt& attempt)
{
    return !endedInQuiet(attempt) && observed(attempt, u"wake") == u"not-tested" && attempt.succeeded;
}

double longest(const Sightings& seen)
{
    double age = 0;
    for (const auto& one : seen) {
        age = std::max(age, ageOf(*one.attempt));
    }
    return age;
}

bool atSameMoment(const core::Attempt& one, const core::Attempt& other)
{
    const auto first = endMoment(one);
    const auto second = endMoment(other);
    return first && second && std::abs(*first - *second) <= SameMoment;
}

/// Deaths at one moment although the connections are of different ages: something befell all of them.
Sightings endedTogether(const Sightings& ended)
{
    const auto farApart = filtered(ended, [&](const auto& attempt) {
        return std::any_of(ended.begin(), ended.end(), [&](const Seen& other) {
            return atSameMoment(*other.attempt, attempt) &&
                   std::abs(ageOf(*other.attempt) - ageOf(attempt)) >= DifferentAges;
        });
    });
    return filtered(ended, [&](const auto& attempt) {
        return std::any_of(farApart.begin(), farApart.end(),
                           [&](const Seen& other) { return atSameMoment(*other.attempt, attempt); });
    });
}

/// Before a first request or a login, servers end quiet connections to protect themselves; that is no idle limit.
bool isOtherLimit(const core::Session& session, const Sightings& ended)
{
    const auto* service = core::findTest(session, u"service"_s);
    const auto protocol = service == nullptr ? QString() : service->facts.value(u"protocol").toString();
    static const QStringList wantLogin{u"ssh"_s, u"postgres"_s, u"mysql"_s, u"sqlserver"_s};
    const auto afterRequest = ended.front().attempt->parameters.value(u"afterRequest");
    const bool beforeRequest = afterRequest.isBool() && !afterRequest.toBool();
    return wantLogin.contains(protocol) || (beforeRequest && protocol.startsWith(u"http"));
}

void addBracket(core::Finding& finding, double limit, double low, double high, double tested)
{
    finding.values.insert(u"idleSeconds"_s, rounded(limit));
    finding.values.insert(u"lowSeconds"_s, rounded(low));
    finding.values.insert(u"highSeconds"_s, rounded(high));
    finding.values.insert(u"testedSeconds"_s, rounded(tested));
}

core::Finding together(const Sightings& all, const Sightings& dead)
{
    auto finding = makeFinding(Question, u"ended-together"_s, Test, dead, static_cast<qsizetype>(all.size()));
    finding.confidence = dead.size() == 2 ? 0.8 : 0.97;
    addBracket(finding, longest(dead), 0, longest(dead), longest(all));
    return finding;
}

core::Finding inQuiet(const Sightings& all, const Sightings& ended)
{
    QMap<QString, Sightings> groups;
    for (const auto& one : ended) {
        groups[observed(*one.attempt, u"inQuiet")].push_back(one);
    }
    const auto& finGroup = groups[u"fin"_s];
    const auto& resetGroup = groups[u"reset"_s];
    const bool reset = resetGroup.size() > finGroup.size();
    const auto& group = reset ? resetGroup : finGroup;
    std::vector<double> ages;
    for (const auto& one : group) {
        ages.push_back(ageOf(*one.attempt));
    }
    const double limit = median(ages);
    const auto outlived = filtered(all, [&](const auto& attempt) {
        return (isAlive(attempt) || satItOut(attempt)) && ageOf(attempt) > limit * 1.1 + 0.5;
    });
    auto finding = makeFinding(Question, reset ? u"reset-in-quiet"_s : u"fin-in-quiet"_s, Test, group,
                               static_cast<qsizetype>(ended.size() + outlived.size()));
    // The way to wake it was not tried, but a limit that acts at one age on several is no accident.
    const auto [low, high] = std::minmax_element(ages.begin(), ages.end());
    const bool constant = *high - *low <= std::max(1.0, limit * 0.1);
    finding.confidence *= constant ? 1.0 : 0.8;
    addBracket(finding, limit, *low, *high, std::max(longest(all), limit));
    return finding;
}

core::Finding onWake(const Sightings& all, const Sightings& dead)
{
    QMap<QString, Sightings> groups;
    for (const auto& one : dead) {
        groups[observed(*one.attempt, u"wake")].push_back(one);
    }
    const auto most = std::max_element(groups.cbegin(), groups.cend(),
                                       [](const auto& a, const auto& b) { return a.size() < b.size(); });
    double high = ageOf(*dead.front().attempt);
    for (const auto& one : dead) {
        high = std::min(high, ageOf(*one.attempt));
    }
    const auto alive = filtered(all, isAlive);
    const auto below = filtered(alive, [&](const auto& attempt) { return ageOf(attempt) < high; });
    const auto above = filtered(alive, [&](const auto& attempt) { return ageOf(attempt) >= high; });
    const double low = longest(below);
    auto finding = makeFinding(Question, most.key() + u"-on-wake"_s, Test, most.value(),
                               static_cast<qsizetype>(dead.size() + above.size()));
    addBracket(finding, below.empty() ? high : (low + high) / 2, low, high, longest(all));
    return finding;
}

core::Finding survived(const Sightings& lived)
{
    const double tested = longest(lived);
    const auto answer = tested < 30 ? u"survived-brief"_s : tested < 120 ? u"survived-minute"_s : u"survived-long"_s;
    auto finding = makeFinding(Question, answer, Test, lived, static_cast<qsizetype>(lived.size()));
    finding.values.insert(u"testedSeconds"_s, rounded(tested));
    finding.values.insert(u"lowSeconds"_s, rounded(tested));
    return finding;
}

} // namespace

Findings detectIdleSurvival(const core::Session& session)
{
    // Sockets that never came to rest (refused, over a cap) say nothing about resting.
    const auto all = filtered(usable(session, Test, u"idle"_s), [](const auto& attempt) {
        return attempt.observations.contains(u"inQuiet") && attempt.timings.idleMs.has_value() &&
               (!endedInQuiet(attempt) || ageOf(attempt) >= SoonestQuietEnding);
    });
    const auto ended = filtered(all, endedInQuiet);
    const auto dead = filtered(all, diedOnWake);
    const auto lived = filtered(all, [](const auto& attempt) { return isAlive(attempt) || satItOut(attempt); });
    if (const auto company = endedTogether(ended); company.size() >= 2 && company.size() * 10 >= ended.size() * 4) {
        return {together(all, company)};
    }
    if (ended.size() > dead.size()) {
        return isOtherLimit(session, ended) ? Findings{} : Findings{inQuiet(all, ended)};
    }
    if (!dead.empty()) {
        return {onWake(all, dead)};
    }
    return longest(lived) < 1 ? Findings{} : Findings{survived(lived)};
}

} // namespace doctor::diagnosis
