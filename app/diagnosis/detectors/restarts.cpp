// SPDX-License-Identifier: GPL-3.0-or-later
// Looks over all tests for moments in which the service was gone as a whole.
#include "app/diagnosis/detectors/restarts.h"

#include "app/diagnosis/detectors/idle_limit.h"

#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;
using core::How;

namespace
{

const QString Question = u"restarts"_s;
constexpr size_t FewestToJudge = 5;
constexpr double SameMoment = 0.15;
/// As in the idle detector: reapers look once a second, so nearer starts may share one idle limit.
constexpr double DifferentStarts = 1.3;
/// A service that starts again is away for less than this; failures further apart are two moments.
constexpr double OneBurst = 2.0;

struct Event {
    double moment = 0;
    QString test;
    Seen seen;
};

/// Every usable attempt that opened or tried to, in the order of time, of the tests that are wanted.
template <typename Wanted>
std::vector<Event> timelineWhere(const core::Session& session, const Wanted& wanted)
{
    std::vector<Event> events;
    for (const auto& record : session.tests) {
        if (!wanted(record.id)) {
            continue;
        }
        for (const auto& one : usable(session, record.id)) {
            if (const auto moment = endMoment(*one.attempt)) {
                events.push_back({*moment, record.id, one});
            }
        }
    }
    std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.moment < b.moment; });
    return events;
}

std::vector<Event> timeline(const core::Session& session, const QString& without)
{
    return timelineWhere(session, [&](const QString& id) { return id != u"name-lookup" && id != without; });
}

std::vector<Event> timelineOf(const core::Session& session, const QString& test)
{
    return timelineWhere(session, [&](const QString& id) { return id == test; });
}

bool isRefused(const Event& event)
{
    return event.seen.attempt->ending.how == How::Refused;
}

bool isCut(const Event& event)
{
    const auto& attempt = *event.seen.attempt;
    return !attempt.succeeded && !neverOpened(attempt) && (isReset(attempt) || isFin(attempt));
}

/// Somebody was being served at that moment, so the service was not away.
bool servedMeanwhile(const std::vector<Event>& events, const Event& event)
{
    return std::any_of(events.begin(), events.end(), [&](const Event& other) {
        const auto& attempt = *other.seen.attempt;
        return attempt.address == event.seen.attempt->address && attempt.succeeded &&
               startMoment(attempt) < event.moment - 0.1 && other.moment > event.moment + 0.3;
    });
}

bool workedAround(const std::vector<Event>& events, const Event& event)
{
    const auto worked = [&](const Event& other) {
        return other.seen.attempt->succeeded && other.seen.attempt->address == event.seen.attempt->address;
    };
    const bool before = std::any_of(events.begin(), events.end(), [&](const Event& other) {
        return worked(other) && startMoment(*other.seen.attempt) < event.moment;
    });
    const bool after = std::any_of(events.begin(), events.end(), [&](const Event& other) {
        return worked(other) && startMoment(*other.seen.attempt) > event.moment;
    });
    return before && after;
}

/// Was in peace before it was cut; what is cut at its first words was cut for them.
bool hadSettled(const Event& event)
{
    constexpr double Settled = 0.5;
    return event.moment - startMoment(*event.seen.attempt) >= Settled;
}

/// Cut at one moment with another that was opened at another time. One in use and one at rest share no idle limit, and
/// an age limit would end them as far apart as they began.
bool cutInCompany(const std::vector<Event>& events, const Event& event)
{
    return std::any_of(events.begin(), events.end(), [&](const Event& other) {
        const bool sameUse = isInUse(*other.seen.attempt) == isInUse(*event.seen.attempt);
        const double apart = std::abs(startMoment(*other.seen.attempt) - startMoment(*event.seen.attempt));
        return isCut(other) && hadSettled(other) && std::abs(other.moment - event.moment) <= SameMoment &&
               apart >= (sameUse ? DifferentStarts : TellingStarts);
    });
}

/// Its connection, which may have carried other exchanges before, was cut by then.
bool wasCutBy(const std::vector<Event>& events, const core::Attempt& attempt, double moment)
{
    return std::any_of(events.begin(), events.end(), [&](const Event& other) {
        const auto& cut = *other.seen.attempt;
        const bool sameConnection = attempt.localPort ? cut.localPort == attempt.localPort : &cut == &attempt;
        return isCut(other) && other.moment <= moment && sameConnection && cut.address == attempt.address;
    });
}

/// Refused between two neighbours that were served: others were served all the time, so nobody was away. Neighbours
/// that were cut by then were served by whoever went away.
bool isSingledOut(const std::vector<Event>& events, const Event& event)
{
    constexpr double Neighbour = 0.9; // the polite pace puts half a second between tries
    const double moment = startMoment(*event.seen.attempt);
    const auto servedNear = [&](double from, double to) {
        return std::any_of(events.begin(), events.end(), [&](const Event& other) {
            const auto& attempt = *other.seen.attempt;
            const double start = startMoment(attempt);
            return !neverOpened(attempt) && start > from && start < to &&
                   attempt.address == event.seen.attempt->address && !wasCutBy(events, attempt, moment);
        });
    };
    return isRefused(event) && servedNear(moment - Neighbour, moment) && servedNear(moment, moment + Neighbour);
}

/// Two or more were cut at one moment just before, and nobody was served since: that is no turning away of single ones.
bool followsCommonCut(const std::vector<Event>& events, const Event& event)
{
    constexpr double JustBefore = 1.0;
    constexpr std::ptrdiff_t Company = 2;
    const double start = startMoment(*event.seen.attempt);
    return std::any_of(events.begin(), events.end(), [&](const Event& cut) {
        if (!isCut(cut) || cut.moment > start + 0.05 || cut.moment < start - JustBefore) {
            return false;
        }
        const auto together = std::count_if(events.begin(), events.end(), [&](const Event& other) {
            return isCut(other) && std::abs(other.moment - cut.moment) <= SameMoment;
        });
        const bool servedSince = std::any_of(events.begin(), events.end(), [&](const Event& other) {
            const double otherStart = startMoment(*other.seen.attempt);
            return !neverOpened(*other.seen.attempt) && otherStart > cut.moment && otherStart < start;
        });
        return together >= Company && !servedSince;
    });
}

/// Refusals with hardly anything served in between: whoever starts again serves for a while, a limit lets one in.
bool isHardlyUp(const std::vector<Event>& events)
{
    constexpr double Briefly = 3;
    constexpr int FewServed = 2;
    std::vector<Event> refused;
    std::copy_if(events.begin(), events.end(), std::back_inserter(refused), isRefused);
    int brief = 0;
    int gaps = 0;
    for (size_t i = 1; i < refused.size(); ++i) {
        const auto served = std::count_if(events.begin(), events.end(), [&](const Event& event) {
            return event.seen.attempt->succeeded && event.moment > refused[i - 1].moment &&
                   startMoment(*event.seen.attempt) < startMoment(*refused[i].seen.attempt);
        });
        const bool apart = served > 0;
        gaps += apart ? 1 : 0;
        brief += apart && served <= FewServed && refused[i].moment - refused[i - 1].moment <= Briefly ? 1 : 0;
    }
    return brief > 0 && 2 * brief > gaps;
}

/// One short gap may be a quick restart; several that each hit a single try are one bad server among good ones.
void dropSingledOut(std::vector<Event>& away, const std::vector<Event>& events)
{
    constexpr std::ptrdiff_t OneMayBeChance = 1;
    const auto single = [&](const Event& event) {
        return isSingledOut(events, event) && !followsCommonCut(events, event);
    };
    const bool onlyRefused = std::all_of(away.begin(), away.end(), isRefused);
    if (std::count_if(away.begin(), away.end(), single) > OneMayBeChance || (onlyRefused && isHardlyUp(events))) {
        std::erase_if(away, isRefused); // the others have no neighbours near enough to tell, and the same reason
    }
}

std::vector<Event> awayMoments(const std::vector<Event>& events)
{
    std::vector<Event> away;
    for (const auto& event : events) {
        const bool gone = isRefused(event) && workedAround(events, event);
        const bool together = isCut(event) && hadSettled(event) && cutInCompany(events, event);
        if ((gone || together) && !servedMeanwhile(events, event)) {
            away.push_back(event);
        }
    }
    dropSingledOut(away, events);
    return away;
}

int burstsOf(const std::vector<Event>& away)
{
    int bursts = away.empty() ? 0 : 1;
    for (size_t i = 1; i < away.size(); ++i) {
        bursts += away[i].moment - away[i - 1].moment > OneBurst ? 1 : 0;
    }
    return bursts;
}

/// Evidence refers to one record, so it shows the test that saw most of it.
QString richestTest(const std::vector<Event>& away)
{
    QMap<QString, int> counts;
    for (const auto& event : away) {
        ++counts[event.test];
    }
    return std::max_element(counts.cbegin(), counts.cend()).key();
}

} // namespace

/// Served until a moment, and from then on nobody listens: refused again and again, and never served any more.
std::optional<core::Finding> goneForGood(const core::Session& session)
{
    constexpr std::ptrdiff_t FewestRefused = 3;
    auto events = timeline(session, u"resetter-trace"_s);
    std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
        return startMoment(*a.seen.attempt) < startMoment(*b.seen.attempt);
    });
    const auto first = std::find_if(events.begin(), events.end(), isRefused);
    const auto refused = std::distance(first, events.end());
    const bool servedBefore = std::count_if(events.begin(), first, [](const Event& event) {
                                  return event.seen.attempt->succeeded;
                              }) >= static_cast<std::ptrdiff_t>(FewestToJudge);
    if (!servedBefore || refused < FewestRefused || !std::all_of(first, events.end(), isRefused)) {
        return std::nullopt;
    }
    Sightings showing;
    for (auto it = first; it != events.end(); ++it) {
        if (it->test == first->test) {
            showing.push_back(it->seen);
        }
    }
    auto finding = makeFinding(Question, u"gone"_s, first->test, showing, static_cast<qsizetype>(events.size()));
    finding.confidence = 0.95;
    finding.values.insert(u"k"_s, static_cast<qint64>(refused));
    finding.values.insert(u"bursts"_s, 1);
    return finding;
}

/// Refusals soon after a load test that was refused too, with others served in between: a limit that the load ran into
/// is still in force, and says nothing of a restart.
void dropAftermath(std::vector<Event>& away, const core::Session& session)
{
    constexpr size_t FewestRefused = 2;
    constexpr double InForce = 20; ///< seconds: a rate counted by the minute comes back in far less
    const auto load = timelineOf(session, u"load-ramp"_s);
    const auto first = std::find_if(load.begin(), load.end(), isRefused);
    const auto last = std::find_if(load.rbegin(), load.rend(), isRefused);
    if (std::count_if(load.begin(), load.end(), isRefused) < static_cast<std::ptrdiff_t>(FewestRefused) ||
        !std::any_of(first, last.base(), [](const Event& event) { return event.seen.attempt->succeeded; })) {
        return;
    }
    std::erase_if(away, [&](const Event& event) {
        return isRefused(event) && event.moment > first->moment && event.moment < last->moment + InForce;
    });
}

Findings detectRestarts(const core::Session& session)
{
    if (const auto gone = goneForGood(session)) {
        return {*gone};
    }
    // The load test provokes failures on purpose.
    const auto events = timeline(session, u"load-ramp"_s);
    const bool anyWorked =
        std::any_of(events.begin(), events.end(), [](const Event& event) { return event.seen.attempt->succeeded; });
    if (events.size() < FewestToJudge || !anyWorked) {
        return {};
    }
    auto away = awayMoments(events);
    dropAftermath(away, session);
    const auto total = static_cast<qsizetype>(events.size());
    if (away.empty()) {
        core::Finding finding;
        finding.question = Question;
        finding.answer = u"none"_s;
        finding.source = {core::SourceKind::Test, events.back().test};
        finding.values = {{u"k"_s, 0}, {u"n"_s, total}};
        finding.confidence = 0.9;
        return {finding};
    }
    const auto test = richestTest(away);
    Sightings showing;
    for (const auto& event : away) {
        if (event.test == test) {
            showing.push_back(event.seen);
        }
    }
    auto finding = makeFinding(Question, u"seen"_s, test, showing, total);
    finding.confidence = away.size() == 1 ? 0.75 : 0.97;
    finding.values.insert(u"k"_s, static_cast<qint64>(away.size()));
    finding.values.insert(u"bursts"_s, burstsOf(away));
    return {finding};
}

} // namespace doctor::diagnosis
