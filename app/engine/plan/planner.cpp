// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses the next test: the groundwork in order, then by expected gain per second, and the long wait last.
#include "app/engine/plan/planner.h"

#include "app/diagnosis/diagnose.h"
#include "app/engine/plan/brisk.h"
#include "app/engine/plan/order.h"
#include "app/probes/probe.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::engine
{

namespace
{

using probes::Cost;
using probes::Limits;
using probes::Probe;
using probes::Situation;

constexpr int ThoroughConnections = 160;
/// Below this a test's answer is next to worthless; it still runs when there is time, but after all others.
constexpr double LeastGain = 1e-4;

/// Has a result, or will have; a short look at idle limits is none when a long one is called for.
bool isSettled(const core::Session& session, const QString& id, const Limits& limits)
{
    const core::TestRecord* record = core::findTest(session, id);
    return record && record->state != core::TestState::Planned && (limits.brisk || !wasBrief(*record));
}

/// Tests that are wanted, have no result yet, and have something to measure.
std::vector<const Probe*> candidates(const core::Session& session, const RunRequest& request,
                                     const Situation& situation, const Limits& limits)
{
    std::vector<const Probe*> found;
    for (const auto& probe : probes::allProbes())
        if (isWanted(probe->id(), request) && !isSettled(session, probe->id(), limits) &&
            probe->cost(situation, limits).applicable)
            found.push_back(probe.get());
    return found;
}

/// The wait then takes what the others leave, for it has an answer already.
bool hadShortLook(const core::Session& session)
{
    const core::TestRecord* record = core::findTest(session, LongWait);
    return record && wasBrief(*record);
}

/// What may be spent before the long wait, which keeps its part.
Limits beforeTheWait(const Limits& limits, const RunRequest& request, bool waitComes)
{
    Limits rest = limits;
    if (waitComes) {
        rest.secondsLeft -= idleReserve(request);
        rest.connectionsLeft -= idleConnections(request);
    }
    return rest;
}

/// Connections that other tests of fixed size still need. The load test takes what is left, so it must leave theirs.
int neededByOthers(const QString& id, const std::vector<const Probe*>& open, const Situation& situation,
                   const Limits& limits)
{
    int connections = 0;
    for (const Probe* probe : open)
        if (probe->id() != id && probe->id() != LongWait && probe->id() != TakesTheRest)
            connections += probe->cost(situation, limits).connections;
    return connections;
}

Limits withoutOthers(const QString& id, const std::vector<const Probe*>& open, const Situation& situation,
                     Limits limits)
{
    if (id == TakesTheRest)
        limits.connectionsLeft -= neededByOthers(id, open, situation, limits);
    return limits;
}

/// What fails now and then may fail in a race at an idle limit, so the long wait leaves enough connections for that
/// test. Who names pauses gets the limit as exactly as the connections allow.
Limits withoutRace(const core::Session& session, const RunRequest& request, const QString& when, Limits limits)
{
    constexpr int RaceConnections = 6; ///< the fewest that tell a limit from chance
    if (isWanted(LimitRace, request) && !isSettled(session, LimitRace, limits) && when == u"random")
        limits.connectionsLeft -= std::clamp(limits.connectionsLeft - RaceConnections, 0, RaceConnections);
    return limits;
}

bool contains(const std::vector<const Probe*>& probes, const QString& id)
{
    return std::any_of(probes.begin(), probes.end(), [&](const Probe* probe) { return probe->id() == id; });
}

bool isRunning(const core::Session& session, const QString& id)
{
    const core::TestRecord* record = core::findTest(session, id);
    return record && record->state == core::TestState::Running;
}

/// Nothing that it builds on is still to come.
bool mayBegin(const QString& id, const core::Session& session, const std::vector<const Probe*>& open)
{
    const QStringList needed = foundations(id);
    return std::none_of(needed.begin(), needed.end(), [&](const QString& foundation) {
        return contains(open, foundation) || (placeOf(id) == Place::Free && isRunning(session, foundation));
    });
}

bool fits(const Cost& cost, const Limits& limits)
{
    const bool consented = cost.consent == probes::Consent::Gentle || limits.thorough;
    return consented && cost.seconds <= limits.secondsLeft && cost.connections <= limits.connectionsLeft;
}

/// Groundwork makes do with what there is; without it nothing else can be told.
bool fitsAtAll(const Cost& cost, const Limits& limits)
{
    return limits.secondsLeft >= std::min(cost.seconds, 1.0) && limits.connectionsLeft >= std::min(cost.connections, 1);
}

/// Its answer may be left out: the cause is as good as certain whatever it says, and so is who closed.
bool isNeedless(const Probe& probe, const core::Session& session, const RunRequest& request,
                const knowledge::Knowledge& knowledge)
{
    const bool tellsWho = probe.questions().contains(u"resetter-place"_s);
    return endsEarly(request) && !tellsWho && isSettledWithout(session, probe.questions(), knowledge);
}

/// Among those that the user's "when" points to, or among the others.
QString bestByGain(const std::vector<const Probe*>& open, bool hinted, const core::Session& session,
                   const RunRequest& request, const Situation& situation, const Limits& limits,
                   const knowledge::Knowledge& knowledge)
{
    QString best;
    double bestScore = -1;
    for (const Probe* probe : open) {
        const Cost cost = probe->cost(situation, limits);
        if (placeOf(probe->id()) != Place::Free || !fits(cost, limits) || !mayBegin(probe->id(), session, open) ||
            isHinted(probe->id(), situation.when) != hinted || isNeedless(*probe, session, request, knowledge))
            continue;
        const bool limitFound = probe->id() == LimitRace && situation.measuredIdleSeconds;
        if (limits.brisk && !limitFound && isTooLateFor(cost, probe->questions(), session, request, limits, knowledge))
            continue;
        const double gain = std::max(
            diagnosis::expectedGain(session.findings, situation.when, probe->questions(), knowledge), LeastGain);
        // Connections are as scarce as seconds: one costs what it would take at the polite pace.
        const double score = gain / std::max(cost.seconds + cost.connections / request.connectionsPerSecond, 0.1);
        if (score > bestScore) {
            bestScore = score;
            best = probe->id();
        }
    }
    return best;
}

} // namespace

int connectionBudget(const RunRequest& request)
{
    const int wanted =
        request.thorough ? std::max(request.maxConnections, ThoroughConnections) : request.maxConnections;
    return std::min(wanted, request.neverMoreConnections.value_or(wanted));
}

QString nextTest(const core::Session& session, const RunRequest& request, const Limits& given,
                 const knowledge::Knowledge& knowledge)
{
    const bool patient = waitsLong(session, request, &knowledge);
    Limits limits = given;
    limits.brisk = !patient;
    const Situation situation = probes::situationFrom(session);
    const std::vector<const Probe*> open = candidates(session, request, situation, limits);
    for (const Probe* probe : open)
        if (isCompanion(probe->id()) && mayBegin(probe->id(), session, open))
            return probe->id();
    for (const Probe* probe : open)
        if (isGroundwork(probe->id()) && fitsAtAll(probe->cost(situation, limits), limits))
            return probe->id();
    const bool waitComes = contains(open, LongWait);
    const Probe& wait = *probes::findProbe(LongWait);
    if (waitComes && endedInBriefQuiet(session))
        return LongWait; // the long look, while there are connections for it
    const bool waits = waitComes && !isNeedless(wait, session, request, knowledge);
    if (waits && !patient && fits(wait.cost(situation, briefWait(limits, situation, request)), limits))
        return LongWait;
    const bool keepsPart = waitComes && patient && !hadShortLook(session);
    Limits more = beforeTheWait(limits, request, keepsPart);
    const Limits rest = patient ? more : briskLimits(more, session, request);
    more.brisk = false;
    more.secondsLeft += keepsPart ? idleReserve(request) / 2 : 0; // what the user points to may eat into it
    for (const bool hinted : {true, false})
        if (const QString best = bestByGain(open, hinted, session, request, situation, hinted ? more : rest, knowledge);
            !best.isEmpty())
            return best;
    const QStringList needed = foundations(LongWait);
    const bool othersMayFollow =
        hadShortLook(session) &&
        std::any_of(needed.begin(), needed.end(), [&](const QString& id) { return isRunning(session, id); });
    return waits && !othersMayFollow && fits(wait.cost(situation, limits), limits) ? LongWait : QString();
}

Limits shareFor(const QString& testId, const core::Session& session, const RunRequest& request, const Limits& given,
                const knowledge::Knowledge* knowledge)
{
    const Probe* probe = probes::findProbe(testId);
    const bool patient = waitsLong(session, request, knowledge);
    Limits limits = given;
    limits.brisk = !patient;
    if (!probe || isCompanion(testId))
        return limits;
    const Situation situation = probes::situationFrom(session);
    if (testId == LongWait)
        return patient ? withoutRace(session, request, situation.when, limits) : briefWait(limits, situation, request);
    const bool waitComes =
        patient && contains(candidates(session, request, situation, limits), LongWait) && !hadShortLook(session);
    Limits share = isGroundwork(testId) ? limits : beforeTheWait(limits, request, waitComes);
    share.brisk = !patient && !isHinted(testId, situation.when);
    if (share.brisk && !isGroundwork(testId))
        share = briskLimits(share, session, request);
    share = withoutOthers(testId, candidates(session, request, situation, share), situation, share);
    const double cost = probe->cost(situation, share).seconds;
    // Twice the estimate and a little more: slow answers are the very thing that is measured.
    double seconds = std::min(limits.secondsLeft, cost * 2 + 5);
    if (waitComes)
        seconds = std::min(seconds, std::max(cost, limits.secondsLeft - idleReserve(request) / 2));
    share.secondsLeft = std::clamp(seconds, 0.0, std::max(limits.secondsLeft, 0.0));
    share.connectionsLeft = std::max(share.connectionsLeft, 0);
    return share;
}

QString reasonNotRun(const QString& testId, const core::Session& session, const RunRequest& request,
                     const Limits& limits, const knowledge::Knowledge* knowledge)
{
    if (!isWanted(testId, request))
        return u"user"_s;
    const Cost cost = probes::findProbe(testId)->cost(probes::situationFrom(session), limits);
    if (!cost.applicable)
        return cost.reason == u"no-address" && !core::leftOutAddresses(session).isEmpty() ? u"source-family"_s
                                                                                          : cost.reason;
    if (cost.consent == probes::Consent::Heavy && !limits.thorough)
        return u"no-consent"_s;
    if (endsEarly(request) && cost.seconds <= limits.secondsLeft && cost.connections <= limits.connectionsLeft) {
        const bool settled = knowledge && isNeedless(*probes::findProbe(testId), session, request, *knowledge);
        return settled ? u"not-needed"_s : u"not-quick"_s;
    }
    const bool reservesWait = testId != LongWait && !isGroundwork(testId);
    const Limits rest = beforeTheWait(limits, request, reservesWait && isWanted(LongWait, request));
    return cost.connections > rest.connectionsLeft ? u"no-connections"_s : u"no-time"_s;
}

QMap<QString, double> availableTests(const core::Session& session)
{
    Limits generous;
    generous.secondsLeft = 600;
    generous.connectionsLeft = ThoroughConnections;
    generous.thorough = true;
    const Situation situation = probes::situationFrom(session);
    QMap<QString, double> available;
    for (const auto& probe : probes::allProbes()) {
        const core::TestRecord* record = core::findTest(session, probe->id());
        const bool done = record && record->state == core::TestState::Done && !wasBrief(*record);
        if (done || (record && record->state == core::TestState::Running))
            continue;
        const Cost cost = probe->cost(situation, generous);
        if (cost.applicable)
            available.insert(probe->id(), std::min(cost.seconds, 180.0));
    }
    return available;
}

} // namespace doctor::engine
