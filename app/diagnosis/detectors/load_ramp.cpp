// SPDX-License-Identifier: GPL-3.0-or-later
// Connections at once and in quick succession, to which limit there is.
#include "app/diagnosis/detectors/load_ramp.h"

#include "app/diagnosis/detectors/late_refusals.h"

#include <algorithm>
#include <cmath>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString Test = u"load-ramp"_s;
const QString Question = u"load-outcome"_s;
constexpr size_t FewestToJudge = 3;

bool failed(const core::Attempt& attempt)
{
    return !attempt.succeeded;
}

struct Ramp {
    Sightings canaries;
    Sightings simultaneous; ///< by count
    Sightings recovery;
    Sightings rate; ///< by index
};

Ramp rampOf(const core::Session& session)
{
    Ramp ramp;
    ramp.canaries = usable(session, Test, u"canary"_s);
    ramp.simultaneous = usable(session, Test, u"simultaneous"_s);
    ramp.recovery = usable(session, Test, u"recovery"_s);
    ramp.rate = usable(session, Test, u"rate"_s);
    std::stable_sort(ramp.simultaneous.begin(), ramp.simultaneous.end(), [](const Seen& a, const Seen& b) {
        return parameter(*a.attempt, u"count") < parameter(*b.attempt, u"count");
    });
    std::stable_sort(ramp.canaries.begin(), ramp.canaries.end(),
                     [](const Seen& a, const Seen& b) { return startMoment(*a.attempt) < startMoment(*b.attempt); });
    return ramp;
}

std::optional<core::Finding> flipped(const Ramp& ramp)
{
    if (ramp.canaries.size() < 2 || !ramp.canaries.front().attempt->succeeded ||
        ramp.canaries.back().attempt->succeeded) {
        return std::nullopt;
    }
    if (ramp.canaries.back().attempt->ending.how == core::How::Refused) {
        return std::nullopt; // nobody listens any more: that is for the look over all tests
    }
    auto finding = makeFinding(Question, u"canary-flipped"_s, Test, {ramp.canaries.back()}, 1);
    finding.confidence = 0.9;
    return finding;
}

/// The recovery was served, and the very next one was not, though it was alone: no number of open ones explains that.
bool failsAlone(const Ramp& ramp)
{
    return std::any_of(ramp.rate.begin(), ramp.rate.end(),
                       [](const Seen& one) { return parameter(*one.attempt, u"index") == 1 && failed(*one.attempt); });
}

std::optional<core::Finding> capped(const Ramp& ramp)
{
    const auto failures = filtered(ramp.simultaneous, failed);
    if (failures.empty() || failsAlone(ramp)) {
        return std::nullopt;
    }
    const double first = parameter(*failures.front().attempt, u"count");
    // A second try with as many open that works was no cap but too quick a pace, or chance.
    const auto same = filtered(ramp.simultaneous, [&](const auto& a) { return parameter(a, u"count") >= first; });
    const bool askedAfter = !ramp.recovery.empty();
    if (first <= 1 || failures.size() < same.size() || (askedAfter && !ramp.recovery.back().attempt->succeeded)) {
        return std::nullopt;
    }
    auto finding = makeFinding(Question, u"capped"_s, Test, failures, static_cast<qsizetype>(same.size()));
    finding.confidence *= askedAfter ? 1 : 0.8; // those that worked before were few enough, but nobody looked again
    finding.values.insert(u"limit"_s, first - 1);
    return finding;
}

bool turnedAwayInWords(const core::Attempt& attempt)
{
    const int status = attempt.observations.value(u"status").toInt();
    return attempt.observations.value(u"turnedAway").toBool() || status == 429 || status == 503;
}

/// Further requests on a connection say nothing about how new ones fare.
bool opensConnection(const core::Attempt& attempt)
{
    return attempt.purpose != u"expect-continue" &&
           (attempt.purpose != u"reused" || parameter(attempt, u"request") <= 1);
}

/// How likely it is that so many or more of the failures fall among the quick ones if pace does not matter (Fisher's
/// exact test, one-sided).
double chanceOfSoMany(size_t quickFailures, size_t quick, size_t slowFailures, size_t slow)
{
    const auto logChoose = [](size_t of, size_t some) {
        const auto n = static_cast<double>(of);
        const auto k = static_cast<double>(some);
        return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
    };
    const size_t failures = quickFailures + slowFailures;
    double chance = 0;
    for (size_t k = quickFailures; k <= std::min(quick, failures); ++k) {
        if (failures - k <= slow) {
            chance += std::exp(logChoose(quick, k) + logChoose(slow, failures - k) - logChoose(quick + slow, failures));
        }
    }
    return chance;
}

/// Tries at the polite pace fail nearly as often as these in quick succession: then it is not the pace.
bool failsWithoutHaste(const core::Session& session, const Sightings& quick)
{
    constexpr size_t MayBeChance = 1;
    constexpr double Accident = 0.05;
    const auto quickFailures = filtered(quick, failed);
    const bool atConnect = std::any_of(quickFailures.begin(), quickFailures.end(),
                                       [](const Seen& one) { return neverOpened(*one.attempt); });
    Sightings slow = filtered(usable(session, u"exchange"_s), opensConnection);
    for (const auto* purpose : {u"simultaneous", u"recovery"}) {
        const auto more = usable(session, Test, QString::fromUtf16(purpose));
        slow.insert(slow.end(), more.begin(), more.end());
    }
    if (const auto canaries = rampOf(session).canaries; !canaries.empty()) {
        slow.push_back(canaries.front()); // the one before the load
    }
    if (atConnect || slow.size() < FewestToJudge) {
        const auto more = usable(session, u"connect"_s); // who only connects cannot be cut at a request
        slow.insert(slow.end(), more.begin(), more.end());
    }
    // A limit that reaches down to the polite pace says so in words.
    const auto slowFailures =
        filtered(slow, [](const auto& attempt) { return failed(attempt) && !turnedAwayInWords(attempt); });
    return slowFailures.size() > MayBeChance &&
           (2 * slowFailures.size() * quick.size() >= quickFailures.size() * slow.size() ||
            chanceOfSoMany(quickFailures.size(), quick.size(), slowFailures.size(), slow.size()) > Accident);
}

std::optional<core::Finding> rateLimited(const core::Session& session, const Ramp& ramp)
{
    const auto failures = filtered(ramp.rate, failed);
    if (failures.empty() || failsWithoutHaste(session, ramp.rate)) {
        return std::nullopt;
    }
    const auto& firstFailure = *failures.front().attempt;
    const auto worksBefore = [&](const auto& attempt) {
        return attempt.succeeded && startMoment(attempt) < startMoment(firstFailure);
    };
    auto before = filtered(ramp.rate, worksBefore);
    if (before.empty()) { // the allowance was used up earlier
        before = filtered(ramp.simultaneous, worksBefore);
    }
    const bool slowWorks = !ramp.canaries.empty() && ramp.canaries.front().attempt->succeeded;
    if (!slowWorks) {
        return std::nullopt;
    }
    auto finding = makeFinding(Question, u"rate-limited"_s, Test, failures, static_cast<qsizetype>(ramp.rate.size()));
    finding.confidence = failures.size() == 1 ? 0.85 : 0.96;
    const double seconds = before.empty() ? 1 : startMoment(firstFailure) - startMoment(*before.front().attempt);
    const auto worked = static_cast<double>(before.size());
    finding.values.insert(u"limit"_s, worked);
    // The pace is counted by the second: what went through quicker than that was the second's allowance.
    finding.values.insert(u"perSecond"_s, rounded(worked / std::max(seconds, 1.0)));
    return finding;
}

double answerTime(const core::Attempt& attempt)
{
    return attempt.timings.connectMs.value_or(0) + attempt.timings.tlsMs.value_or(0) +
           attempt.timings.firstByteMs.value_or(0);
}

bool slowsDown(const Sightings& seen)
{
    if (seen.size() < 6) {
        return false;
    }
    std::vector<double> early;
    std::vector<double> late;
    for (size_t i = 0; i < seen.size(); ++i) {
        const double time = answerTime(*seen[i].attempt);
        if (i < seen.size() / 3) {
            early.push_back(time);
        } else if (i >= seen.size() - seen.size() / 3) {
            late.push_back(time);
        }
    }
    return median(late) > 4 * median(early) && median(late) - median(early) > 500;
}

/// Connections that needed a repeated request: somebody dropped the first. Far-away servers need long for every one.
Sightings repeated(const Sightings& seen)
{
    return filtered(seen,
                    [](const auto& attempt) { return isRetransmissionStep(attempt.timings.connectMs.value_or(0)); });
}

/// Openings at the polite pace: were they lost too, it would not be the pace.
Sightings politeOpenings(const core::Session& session, const Ramp& ramp)
{
    auto polite = usable(session, u"connect"_s, u"connect"_s);
    polite.insert(polite.end(), ramp.simultaneous.begin(), ramp.simultaneous.end());
    polite.insert(polite.end(), ramp.canaries.begin(), ramp.canaries.end());
    return polite;
}

/// Requests for connections get lost when they come in quick succession, and only then.
std::optional<core::Finding> droppedWhenQuick(const core::Session& session, const Ramp& ramp)
{
    const auto lost = repeated(ramp.rate);
    const auto slow = politeOpenings(session, ramp);
    if (lost.empty() || slow.size() < 2 * FewestToJudge || !repeated(slow).empty()) {
        return std::nullopt;
    }
    auto finding = makeFinding(Question, u"rate-limited"_s, Test, lost, static_cast<qsizetype>(ramp.rate.size()));
    finding.confidence = lost.size() == 1 ? 0.85 : 0.96; // as with failures: chance would have hit the slow ones too
    const double before = parameter(*lost.front().attempt, u"index") - 1;
    finding.values.insert(u"limit"_s, before);
    finding.values.insert(u"perSecond"_s, rounded(before));
    return finding;
}

/// Judges the load test's own attempts.
std::optional<core::Finding> fromRamp(const core::Session& session)
{
    const auto ramp = rampOf(session);
    if (ramp.canaries.empty() || !ramp.canaries.front().attempt->succeeded) {
        return std::nullopt; // what did not work before the load cannot be broken by it
    }
    for (const auto& finding :
         {flipped(ramp), capped(ramp), rateLimited(session, ramp), droppedWhenQuick(session, ramp)}) {
        if (finding) {
            return finding;
        }
    }
    auto all = ramp.simultaneous;
    all.insert(all.end(), ramp.rate.begin(), ramp.rate.end());
    if (!filtered(all, failed).empty() || ramp.simultaneous.size() < FewestToJudge) {
        return std::nullopt;
    }
    const auto answer = slowsDown(ramp.simultaneous) ? u"slows-down"_s : u"all-worked"_s;
    return makeFinding(Question, answer, Test, all, static_cast<qsizetype>(all.size()));
}

/// Came to rest and was still there well after the other's end.
bool restedBeyond(const core::Attempt& resting, double moment)
{
    constexpr double Beyond = 0.3;
    const auto end = endMoment(resting);
    return resting.observations.contains(u"inQuiet") && startMoment(resting) < moment && end && *end > moment + Beyond;
}

/// One that answered requests was let in; its end later on is no turning away.
bool wasServed(const core::Attempt& attempt)
{
    return attempt.observations.value(u"requests").toInt() > 0;
}

/// The idle ladder opens its sockets side by side: those turned away while others rest met a limit.
std::optional<core::Finding> fromIdleLadder(const core::Session& session)
{
    const auto test = u"idle-survival"_s;
    auto all = filtered(usable(session, test), [](const auto& attempt) { return !wasServed(attempt); });
    std::stable_sort(all.begin(), all.end(),
                     [](const Seen& a, const Seen& b) { return startMoment(*a.attempt) < startMoment(*b.attempt); });
    const auto othersRest = [&](const core::Attempt& attempt) {
        return filtered(all, [&](const auto& other) { return restedBeyond(other, startMoment(attempt)); });
    };
    const auto turnedAway = filtered(all, [&](const auto& attempt) {
        const bool served = attempt.observations.value(u"requests").toInt() > 0; // in use for a while
        const bool ended = !attempt.observations.contains(u"inQuiet") && !attempt.succeeded && !served &&
                           (isReset(attempt) || isFin(attempt) || attempt.ending.how == core::How::Refused);
        return ended && othersRest(attempt).size() >= 2;
    });
    if (turnedAway.size() < 2) {
        return std::nullopt;
    }
    const auto& first = *turnedAway.front().attempt;
    const auto rested = othersRest(first);
    // One that is served later, with all the earlier ones still open, shows that the pace was the matter.
    const bool pace = std::any_of(all.begin(), all.end(), [&](const Seen& one) {
        return one.attempt->observations.contains(u"inQuiet") && startMoment(*one.attempt) > startMoment(first) &&
               othersRest(*one.attempt).size() >= rested.size();
    });
    if (failsWithoutHaste(session, all)) {
        return std::nullopt;
    }
    auto finding = makeFinding(Question, pace ? u"rate-limited"_s : u"capped"_s, test, turnedAway,
                               static_cast<qsizetype>(all.size()));
    finding.confidence = pace ? 0.85 : 0.9; // the load test would separate the two more cleanly
    const auto limit = static_cast<double>(rested.size());
    finding.values.insert(u"limit"_s, limit);
    if (pace) {
        const double seconds = startMoment(first) - startMoment(*rested.front().attempt);
        finding.values.insert(u"perSecond"_s, rounded(limit / std::max(seconds, 1.0)));
    }
    return finding;
}

/// The same ladder where those over the limit are let wait without a word. An outage or a program that hangs would look
/// alike for a while, so it takes another one that asked in peace, a way that was open meanwhile, and one that was
/// served as soon as the others were gone.
std::optional<core::Finding> ignoredOnLadder(const core::Session& session)
{
    constexpr double InPeace = 5; ///< seconds after the first that was ignored
    const auto test = u"idle-survival"_s;
    const auto all = usable(session, test);
    const auto othersRest = [&](double moment) {
        return filtered(all, [&](const auto& other) { return restedBeyond(other, moment); });
    };
    auto ignored = filtered(all, [&](const auto& attempt) {
        return !attempt.observations.contains(u"inQuiet") && !attempt.succeeded && !wasServed(attempt) &&
               isSilence(attempt) && othersRest(startMoment(attempt)).size() >= 2;
    });
    if (ignored.size() < FewestToJudge) {
        return std::nullopt;
    }
    std::stable_sort(ignored.begin(), ignored.end(),
                     [](const Seen& a, const Seen& b) { return startMoment(*a.attempt) < startMoment(*b.attempt); });
    const double first = startMoment(*ignored.front().attempt);
    const double last = startMoment(*ignored.back().attempt);
    const auto rested = othersRest(first);
    const auto servedAfter = filtered(all, [&](const auto& attempt) {
        return attempt.observations.contains(u"inQuiet") && startMoment(attempt) > first;
    });
    const bool onlyWhenAlone =
        !servedAfter.empty() && std::all_of(servedAfter.begin(), servedAfter.end(), [&](const Seen& one) {
            return startMoment(*one.attempt) > last && othersRest(startMoment(*one.attempt)).empty();
        });
    const bool wayWasOpen = std::any_of(all.begin(), all.end(), [&](const Seen& one) {
        const auto end = endMoment(*one.attempt);
        const bool heard = parameter(*one.attempt, u"keepAliveSeconds") > 0 || wasServed(*one.attempt);
        return heard && one.attempt->succeeded && startMoment(*one.attempt) <= last && end && *end > last;
    });
    if (last - first < InPeace || !onlyWhenAlone || !wayWasOpen) {
        return std::nullopt;
    }
    auto finding = makeFinding(Question, u"capped"_s, test, ignored, static_cast<qsizetype>(all.size()));
    finding.confidence = 0.9;
    finding.values.insert(u"limit"_s, static_cast<double>(rested.size()));
    return finding;
}

/// Packets of connections that had opened at once were lost as well: a limit on the pace of openings lets those alone.
bool losesMoreThanOpenings(const Sightings& seen)
{
    return std::any_of(seen.begin(), seen.end(), [](const Seen& one) {
        const auto& attempt = *one.attempt;
        const bool openedAtOnce = attempt.timings.connectMs && !isRetransmissionStep(*attempt.timings.connectMs);
        return openedAtOnce && attempt.succeeded && attempt.tcp && attempt.tcp->retransmits.value_or(0) > 0;
    });
}

/// The same ladder where the quick ones are dropped instead of turned away: they come through when asked again.
std::optional<core::Finding> droppedOnLadder(const core::Session& session)
{
    constexpr size_t LargestShare = 3; // a line that loses so many would have lost polite ones too
    const auto test = u"idle-survival"_s;
    auto all = usable(session, test);
    std::stable_sort(all.begin(), all.end(),
                     [](const Seen& a, const Seen& b) { return startMoment(*a.attempt) < startMoment(*b.attempt); });
    const auto lost = repeated(all);
    auto polite = politeOpenings(session, rampOf(session));
    const auto exchanges = filtered(usable(session, u"exchange"_s), opensConnection);
    polite.insert(polite.end(), exchanges.begin(), exchanges.end());
    const bool many = lost.size() >= FewestToJudge && LargestShare * lost.size() >= all.size();
    if (!many || polite.size() < 2 * FewestToJudge || !repeated(polite).empty() || losesMoreThanOpenings(all)) {
        return std::nullopt;
    }
    auto finding = makeFinding(Question, u"rate-limited"_s, test, lost, static_cast<qsizetype>(all.size()));
    finding.confidence = 0.85;
    const double first = startMoment(*lost.front().attempt);
    const auto before =
        static_cast<double>(filtered(all, [&](const auto& attempt) { return startMoment(attempt) < first; }).size());
    const double seconds = first - startMoment(*all.front().attempt);
    finding.values.insert(u"limit"_s, std::max(before, 1.0));
    finding.values.insert(u"perSecond"_s, rounded(std::max(before, 1.0) / std::max(seconds, 1.0)));
    return finding;
}

std::optional<core::Finding> fromLadder(const core::Session& session)
{
    for (const auto& finding : {fromIdleLadder(session), ignoredOnLadder(session), droppedOnLadder(session)}) {
        if (finding) {
            return finding;
        }
    }
    return std::nullopt;
}

} // namespace

Findings detectLoadRamp(const core::Session& session)
{
    constexpr double BothAgree = 0.97;
    auto ramp = fromRamp(session);
    const auto ladder = fromLadder(session);
    if (ramp && ramp->answer != u"all-worked") {
        const bool agreed = ladder && ladder->answer == ramp->answer; // they tried at other times and in other ways
        ramp->confidence = agreed ? std::max(ramp->confidence, BothAgree) : ramp->confidence;
        return {*ramp};
    }
    // A load test that stayed below the limit does not undo what the ladder met.
    for (const auto& other : {lateWords(session), ladder, ramp, lateRefusals(session)}) {
        if (other) {
            return {*other};
        }
    }
    return {};
}

} // namespace doctor::diagnosis
