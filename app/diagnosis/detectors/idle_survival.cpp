// SPDX-License-Identifier: GPL-3.0-or-later
// A ladder of quiet connections to: who ended them, how, and after how long.
#include "app/diagnosis/detectors/idle_survival.h"

#include "app/diagnosis/detectors/idle_arms.h"
#include "app/diagnosis/detectors/idle_limit.h"

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

/// Was in use, and lived long enough to be sure that it was not its first words that ended it.
bool wasCutInUse(const core::Attempt& attempt)
{
    constexpr double Settled = 0.5;
    return observed(attempt, u"ended") == u"cut" && attempt.timings.totalMs.value_or(0) >= Settled * 1000 &&
           (isReset(attempt) || isFin(attempt));
}

/// Deaths at one moment although the connections are of different ages, or one of them was not even quiet: something
/// befell all of them.
Sightings endedTogether(const core::Session& session, const Sightings& ended)
{
    const auto cutInUse = filtered(usable(session, Test, u"busy"_s), wasCutInUse);
    const auto farApart = filtered(ended, [&](const auto& attempt) {
        const auto ofAnotherAge = [&](const Seen& other) {
            return atSameMoment(*other.attempt, attempt) &&
                   std::abs(ageOf(*other.attempt) - ageOf(attempt)) >= DifferentAges;
        };
        const auto notQuiet = [&](const Seen& other) {
            return atSameMoment(*other.attempt, attempt) &&
                   std::abs(startMoment(*other.attempt) - startMoment(attempt)) >= TellingStarts;
        };
        // Three ended at this moment, and another one at a time of its own far younger or older: no limit has two ages.
        const auto company = filtered(ended, [&](const auto& other) { return atSameMoment(other, attempt); });
        const auto elsewhere = [&](const Seen& other) {
            return company.size() >= 3 && std::abs(ageOf(*other.attempt) - ageOf(attempt)) >= DifferentAges;
        };
        return std::any_of(ended.begin(), ended.end(), ofAnotherAge) ||
               std::any_of(ended.begin(), ended.end(), elsewhere) ||
               std::any_of(cutInUse.begin(), cutInUse.end(), notQuiet);
    });
    return filtered(ended, [&](const auto& attempt) {
        return std::any_of(farApart.begin(), farApart.end(),
                           [&](const Seen& other) { return atSameMoment(*other.attempt, attempt); });
    });
}

/// A connection in use lived through that moment: the service was there, and only the quiet ones were cleared away.
bool spared(const core::Session& session, const core::Attempt& ended)
{
    const auto moment = endMoment(ended);
    const auto busy = usable(session, Test, u"busy"_s);
    return moment && std::any_of(busy.begin(), busy.end(), [&](const Seen& one) {
               const auto end = endMoment(*one.attempt);
               return startMoment(*one.attempt) < *moment && end && *end > *moment + 0.3;
           });
}

/// Before a first request or a login, servers end quiet connections to protect themselves; that is no idle limit.
bool isOtherLimit(const core::Session& session, const Sightings& ended)
{
    const auto protocol = protocolOf(session);
    static const QStringList wantLogin{u"ssh"_s, u"postgres"_s, u"mysql"_s, u"sqlserver"_s};
    const auto afterRequest = ended.front().attempt->parameters.value(u"afterRequest");
    const bool beforeRequest = afterRequest.isBool() && !afterRequest.toBool();
    return wantLogin.contains(protocol) || (beforeRequest && protocol.startsWith(u"http"));
}

/// Web servers end quiet connections in order after a while, and clients must expect it (RFC 9112 §9.5, §9.8). That is
/// no fault when the server announced the time and it is no shorter than the 5 s of Apache and Node.js, or when it is
/// as long as is usual without a word: 55 s and more (Heroku 55, load balancers and nginx 60 to 75).
bool isAsUsual(const core::Session& session, const Sightings& group, double limit)
{
    constexpr double ShortestUsual = 4.8;
    constexpr double UsualSeconds = 54.5;
    if (!protocolOf(session).startsWith(u"http")) {
        return false;
    }
    const auto announced = group.front().attempt->observations.value(u"announcedIdleSeconds");
    const bool kept = announced.isDouble() && limit >= ShortestUsual && limit > announced.toDouble() - 1 &&
                      limit < announced.toDouble() * 1.1 + 1;
    return kept || limit >= UsualSeconds;
}

void addBracket(core::Finding& finding, double limit, double low, double high, double tested)
{
    finding.values.insert(u"idleSeconds"_s, hundredth(limit));
    finding.values.insert(u"lowSeconds"_s, hundredth(low));
    finding.values.insert(u"highSeconds"_s, hundredth(high));
    finding.values.insert(u"testedSeconds"_s, rounded(tested));
}

core::Finding together(const Sightings& all, const Sightings& dead)
{
    auto finding = makeFinding(Question, u"ended-together"_s, Test, dead, static_cast<qsizetype>(all.size()));
    finding.confidence = dead.size() == 2 ? 0.8 : 0.97;
    addBracket(finding, longest(dead), 0, longest(dead), longest(all));
    return finding;
}

/// All at one moment, while others were quiet for longer than any of them: no limit, but one event.
bool isOneEvent(const Sightings& ended, const Sightings& lived)
{
    const auto& first = *ended.front().attempt;
    const double oldest = longest(ended);
    return std::all_of(ended.begin(), ended.end(),
                       [&](const Seen& one) { return atSameMoment(*one.attempt, first); }) &&
           longest(lived) > oldest * 1.1 + RoundOfReaper / 2;
}

/// Most of those that were quiet for as long and longer lived: whatever ended the others was no idle limit.
bool isRefuted(const Sightings& ended, const Sightings& lived)
{
    const double oldest = longest(ended);
    const auto outlived =
        filtered(lived, [&](const auto& attempt) { return ageOf(attempt) > oldest * 1.1 + RoundOfReaper; });
    return outlived.size() > ended.size();
}

core::Finding inQuiet(const core::Session& session, const Sightings& all, const Sightings& ended)
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
    const double limit = limitOf(ages, longest(filtered(all, outlivedRest)));
    const auto outlived = filtered(all, [&](const auto& attempt) {
        return outlivedRest(attempt) && ageOf(attempt) > limit * 1.1 + RoundOfReaper;
    });
    const auto answer = reset                              ? u"reset-in-quiet"_s
                        : isAsUsual(session, group, limit) ? u"fin-as-usual"_s
                                                           : u"fin-in-quiet"_s;
    auto finding = makeFinding(Question, answer, Test, group, static_cast<qsizetype>(ended.size() + outlived.size()));
    // The way to wake it was not tried, but a limit that acts at one age on several is no accident.
    const auto [low, high] = std::minmax_element(ages.begin(), ages.end());
    const bool constant = *high - *low <= std::max(RoundOfReaper, limit * 0.1);
    finding.confidence *= constant ? 1.0 : 0.8;
    addBracket(finding, limit, *low, *high, std::max(longest(all), limit));
    if (const auto announced = group.front().attempt->observations.value(u"announcedIdleSeconds");
        announced.isDouble()) {
        finding.values.insert(u"announcedSeconds"_s, announced);
    }
    return finding;
}

/// Ended at the age at which the quiet ones were, though it was in use, by somebody who never said a word.
std::optional<core::Finding> endedUnheard(const core::Session& session, double limit)
{
    const auto used = endedInUseAt(session, limit);
    if (used.empty()) {
        return std::nullopt;
    }
    auto finding = makeFinding(u"lifetime"_s, u"cut-unheard"_s, Test, used, countOf(used));
    finding.confidence = 0.95; // the quiet ones agree
    finding.values.insert(u"ageSeconds"_s, rounded(used.front().attempt->observations.value(u"ageSeconds").toDouble()));
    return finding;
}

/// The other side's system took the question, and nobody answered. A program that is busy with others is silent to
/// young and old alike; that all the younger ones were answered and none of the older says that the quiet was the
/// reason.
Sightings unansweredForTheirAge(const Sightings& all)
{
    constexpr qsizetype Fewest = 2;
    const auto unanswered = filtered(all, isLeftUnanswered);
    if (countOf(unanswered) < Fewest) {
        return {};
    }
    const auto youngest = std::min_element(unanswered.begin(), unanswered.end(), [](const Seen& a, const Seen& b) {
        return ageOf(*a.attempt) < ageOf(*b.attempt);
    });
    const auto alive = filtered(all, isAlive);
    const auto younger =
        filtered(alive, [&](const auto& attempt) { return ageOf(attempt) < ageOf(*youngest->attempt); });
    const bool parted = younger.size() == alive.size() && countOf(younger) >= Fewest;
    return parted ? unanswered : Sightings{};
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

std::optional<core::Finding> ending(const core::Session& session)
{
    // Sockets that never came to rest (refused, over a cap) say nothing about resting.
    const auto all = filtered(usable(session, Test, u"idle"_s), cameToRest);
    const auto ended = filtered(all, endedInQuiet);
    auto dead = filtered(all, diedOnWake);
    const auto unanswered = unansweredForTheirAge(all);
    dead.insert(dead.end(), unanswered.begin(), unanswered.end());
    const auto lived = filtered(all, outlivedRest);
    const auto company =
        filtered(endedTogether(session, ended), [&](const auto& attempt) { return !spared(session, attempt); });
    if (company.size() >= 2 && company.size() * 10 >= ended.size() * 4) {
        return together(all, company);
    }
    if (ended.size() >= 2 && ended.size() > dead.size() && isOneEvent(ended, lived)) {
        return together(all, ended);
    }
    if (ended.size() > dead.size()) {
        if (isOtherLimit(session, ended) || isRefuted(ended, lived)) {
            return std::nullopt;
        }
        auto limit = inQuiet(session, all, ended);
        const auto unheard = endedUnheard(session, limit.values.value(u"idleSeconds").toDouble());
        return unheard ? *unheard : limit;
    }
    if (!dead.empty() && !isRefuted(dead, lived)) {
        return onWake(all, dead);
    }
    return longest(lived) < 1 ? std::nullopt : std::optional(survived(lived));
}

} // namespace

Findings detectIdleSurvival(const core::Session& session)
{
    Findings findings;
    if (const auto found = ending(session)) {
        findings.push_back(*found);
        if (found->question != Question) {
            return findings;
        }
        if (const auto arm = keepAliveArm(session, *found)) {
            findings.push_back(*arm);
        }
    }
    if (const auto before = beforeRequest(session)) {
        findings.push_back(*before);
    }
    return findings;
}

} // namespace doctor::diagnosis
