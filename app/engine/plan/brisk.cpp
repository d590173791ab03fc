// SPDX-License-Identifier: GPL-3.0-or-later
// The clock of runs without a given time. The figures are decision D-018 (app/ARCHITECTURE.md).
#include "app/engine/plan/brisk.h"

#include "app/diagnosis/diagnose.h"
#include "app/engine/plan/order.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::engine
{

namespace
{

constexpr double SoundSeconds = 5.4;
constexpr double FailingSeconds = 9.0;
constexpr double MostQuiet = 4.0;
constexpr double LeastQuiet = 1.5;
/// What idle-survival takes around the quiet when answers are quick, and what it keeps free for slow ones.
constexpr double PrepareAndClose = 0.5;
constexpr double AroundTheQuiet = 3.1;
constexpr int BriefConnections = 4;
constexpr double AsGoodAsCertain = 0.9;
constexpr double HardlyEver = 0.05;
constexpr double Seldom = 0.1;
constexpr double Suspected = 0.3;

struct Tally {
    int worked = 0;
    int failed = 0;
};

bool isOurOwn(const core::Attempt& attempt)
{
    return attempt.ending.how == core::How::Cancelled || attempt.ending.how == core::How::LocalFailure;
}

Tally tallyOf(const core::Session& session, const QString& test, const QString& purpose)
{
    Tally tally;
    if (const core::TestRecord* record = core::findTest(session, test))
        for (const core::Attempt& attempt : record->attempts)
            if (attempt.purpose == purpose && !isOurOwn(attempt))
                ++(attempt.succeeded ? tally.worked : tally.failed);
    return tally;
}

/// A connection did not survive being quiet; one that never came to rest says nothing.
bool anyEndedQuietly(const core::TestRecord& record)
{
    constexpr double RestedMs = 300; // sooner, it was the connection that was cut and not its quiet
    return std::any_of(record.attempts.begin(), record.attempts.end(), [](const core::Attempt& attempt) {
        return !attempt.succeeded && !isOurOwn(attempt) && attempt.observations.contains(u"inQuiet"_s) &&
               attempt.timings.idleMs.value_or(0) >= RestedMs;
    });
}

/// "No fault" and "something else" explain nothing that was seen.
bool explainsNothing(const QString& cause)
{
    return cause == u"no-fault-found" || cause == u"something-else";
}

/// Something failed, and the leading cause does not say why.
bool isUnexplained(const core::Session& session)
{
    return healthOf(session) != Health::Sound &&
           (session.diagnosis.causes.empty() || explainsNothing(session.diagnosis.causes.front().id));
}

/// The same, or it fails now and then and no cause is certain: only more tries can tell.
bool isUndecided(const core::Session& session)
{
    return isUnexplained(session) ||
           (healthOf(session) == Health::Unsteady && session.diagnosis.causes.front().probability < AsGoodAsCertain);
}

/// An address that takes connections did not take one. What a test provokes on purpose does not count.
bool isTurnedAwayNowAndThen(const core::Session& session)
{
    static const QStringList provoking{u"resetter-trace"_s, u"load-ramp"_s};
    QStringList open;
    QStringList closed;
    for (const core::TestRecord& record : session.tests)
        for (const core::Attempt& attempt : record.attempts) {
            const bool turnedAway = attempt.ending.isFailure() && attempt.ending.phase == core::Phase::Connect;
            if (!provoking.contains(record.id) && !isOurOwn(attempt) && !attempt.address.isEmpty())
                (turnedAway ? closed : open) << attempt.address;
        }
    return std::any_of(closed.begin(), closed.end(), [&](const QString& address) { return open.contains(address); });
}

/// A long conversation went on without a flaw, so what was lost before was chance.
bool isSteadySince(const core::Session& session)
{
    return std::any_of(session.findings.begin(), session.findings.end(), [](const core::Finding& finding) {
        return finding.question == u"stability" && finding.answer == u"steady";
    });
}

bool endsAtCount(const core::Session& session)
{
    return std::any_of(session.findings.begin(), session.findings.end(), [](const core::Finding& finding) {
        return finding.question == u"reuse" && finding.answer == u"cut-at-count";
    });
}

/// Seconds of this run that are over.
double spentOf(const RunRequest& request, const probes::Limits& limits)
{
    return request.maxDurationSeconds - limits.secondsLeft;
}

} // namespace

Health healthOf(const core::Session& session)
{
    static const std::vector<std::pair<QString, QString>> steps{{u"name-lookup"_s, u"lookup"_s},
                                                                {u"connect"_s, u"connect"_s},
                                                                {u"tls-handshake"_s, u"default"_s},
                                                                {u"exchange"_s, u"fresh"_s},
                                                                {u"exchange"_s, u"reused"_s},
                                                                {u"payload-size"_s, u"size"_s},
                                                                {LongWait, u"idle"_s}};
    if (isTurnedAwayNowAndThen(session) || (probes::situationFrom(session).lossSeen && !isSteadySince(session)))
        return Health::Unsteady;
    Health health = Health::Sound;
    for (const auto& [test, purpose] : steps) {
        const Tally tally = tallyOf(session, test, purpose);
        // More fails where less does not.
        const bool byDegree =
            test == LongWait || test == u"payload-size" || (purpose == u"reused" && endsAtCount(session));
        if (tally.failed > 0 && tally.worked > 0 && !byDegree)
            return Health::Unsteady;
        if (tally.failed > 0)
            health = Health::Failing;
    }
    return health;
}

bool endsEarly(const RunRequest& request)
{
    return request.brisk && !request.thorough && request.onlyTests.isEmpty();
}

bool waitsLong(const core::Session& session, const RunRequest& request, const knowledge::Knowledge* knowledge)
{
    static const QStringList aboutTime{u"idle"_s, u"random"_s, u"unknown"_s};
    if (!endsEarly(request) || aboutTime.contains(request.symptoms.value(u"when"_s)))
        return true;
    const core::TestRecord* record = core::findTest(session, LongWait);
    if (record && !wasBrief(*record))
        return false; // it has had its time, or has just begun
    if (record && (anyEndedQuietly(*record) || isUndecided(session)))
        return true;
    const bool complains = !request.symptoms.isEmpty() || !request.errorText.isEmpty();
    if (record && complains && healthOf(session) == Health::Sound)
        return true; // somebody has seen it fail
    double byTime = 0;
    for (const core::RankedCause& cause : session.diagnosis.causes) {
        const auto* definition = knowledge ? knowledge->cause(cause.id) : nullptr;
        byTime += definition && definition->family == u"timeouts" ? cause.probability : 0;
    }
    return byTime >= Suspected &&
           diagnosis::chanceOfOtherLeader(session.findings, session.symptoms.value(u"when"_s),
                                          probes::findProbe(LongWait)->questions(), *knowledge) >= Seldom;
}

probes::Limits briskLimits(const probes::Limits& limits, const core::Session& session, const RunRequest& request)
{
    probes::Limits brisk = limits;
    if (healthOf(session) != Health::Sound)
        return brisk;
    const double booked = limits.turnsBooked / std::max(limits.connectionsPerSecond, 0.1);
    brisk.secondsLeft = std::min(limits.secondsLeft, SoundSeconds - spentOf(request, limits) - booked);
    return brisk;
}

probes::Limits briefWait(const probes::Limits& limits, const probes::Situation& situation, const RunRequest& request)
{
    const double quiet = std::clamp(SoundSeconds - PrepareAndClose - spentOf(request, limits), LeastQuiet, MostQuiet);
    probes::Limits brief = limits;
    brief.secondsLeft = std::min(limits.secondsLeft, quiet + AroundTheQuiet + situation.slowestAnswerMs * 3 / 1000);
    brief.connectionsLeft = std::min(limits.connectionsLeft, BriefConnections);
    return brief;
}

bool isSettledWithout(const core::Session& session, const QStringList& questions, const knowledge::Knowledge& knowledge)
{
    if (session.diagnosis.causes.empty())
        return false;
    const core::RankedCause& leader = session.diagnosis.causes.front();
    if (explainsNothing(leader.id) || leader.probability < AsGoodAsCertain)
        return false;
    return diagnosis::chanceOfOtherLeader(session.findings, session.symptoms.value(u"when"_s), questions, knowledge) <
           HardlyEver;
}

bool isTooLateFor(const probes::Cost& cost, const QStringList& questions, const core::Session& session,
                  const RunRequest& request, const probes::Limits& limits, const knowledge::Knowledge& knowledge)
{
    const QString when = session.symptoms.value(u"when"_s);
    if (isUnexplained(session))
        return false;
    return healthOf(session) == Health::Failing && spentOf(request, limits) + cost.seconds > FailingSeconds &&
           diagnosis::chanceOfOtherLeader(session.findings, when, questions, knowledge) < Seldom;
}

bool endedInBriefQuiet(const core::Session& session)
{
    const core::TestRecord* record = core::findTest(session, LongWait);
    return record && wasBrief(*record) && anyEndedQuietly(*record);
}

bool wasBrief(const core::TestRecord& record)
{
    return record.id == LongWait && record.state == core::TestState::Done && record.facts.value(u"brief"_s).toBool();
}

} // namespace doctor::engine
