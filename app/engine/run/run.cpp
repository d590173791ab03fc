// SPDX-License-Identifier: GPL-3.0-or-later
// The worker: choose a test, run it, diagnose, and again.
#include "app/engine/run/run.h"

#include "app/diagnosis/diagnose.h"
#include "app/engine/plan/order.h"
#include "app/engine/run/canary.h"
#include "app/engine/run/recorder.h"
#include "app/engine/run/test_runner.h"

#include <QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::engine
{

namespace
{

using core::TestState;

/// Time that the last diagnosis and the way to the view may take.
constexpr double ClosingSeconds = 0.4;

core::TestRecord& recordIn(core::Session& session, const QString& id)
{
    for (core::TestRecord& record : session.tests)
        if (record.id == id)
            return record;
    session.tests.push_back({.id = id,
                             .state = TestState::Planned,
                             .reason = {},
                             .startedSeconds = {},
                             .durationSeconds = {},
                             .facts = {},
                             .attempts = {}});
    return session.tests.back();
}

/// State and reason of a test by how it ended.
std::pair<TestState, QString> stateOf(TestEnd end, bool skipped, bool measured, int connectionsLeft)
{
    switch (end) {
    case TestEnd::Threw:
        return {TestState::CouldNotRun, u"internal"_s};
    case TestEnd::Stopped:
        return {TestState::Cancelled, skipped ? u"skipped"_s : u"stopped"_s};
    case TestEnd::Overdue:
        return {measured ? TestState::Done : TestState::CouldNotRun, u"no-time"_s};
    case TestEnd::Finished:
        break;
    }
    if (measured)
        return {TestState::Done, {}};
    return {TestState::CouldNotRun, connectionsLeft > 0 ? u"no-time"_s : u"no-connections"_s};
}

/// Seconds that the tests after this one are expected to take.
double secondsAfter(const QString& id, const core::Session& session, const RunRequest& request,
                    const probes::Limits& limits)
{
    const probes::Situation situation = probes::situationFrom(session);
    double seconds = 0;
    bool waitComes = false;
    for (const auto& probe : probes::allProbes()) {
        if (probe->id() == id || core::findTest(session, probe->id()) || !isWanted(probe->id(), request))
            continue;
        const probes::Cost cost = probe->cost(situation, limits);
        waitComes |= probe->id() == LongWait && cost.applicable;
        if (cost.applicable)
            seconds += cost.seconds;
    }
    const double left = std::max(0.0, limits.secondsLeft - probes::findProbe(id)->cost(situation, limits).seconds);
    return waitComes ? left : std::min(seconds, left);
}

} // namespace

Run::Run(RunRequest request, core::Session session, std::shared_ptr<LiveState> state,
         std::shared_ptr<const core::Clock> clock)
    : m_request(std::move(request)), m_state(std::move(state)), m_clock(std::move(clock)),
      m_startUs(m_clock->now().monotonicUs), m_earlierSeconds(session.durationSeconds),
      m_pacer(connectionBudget(m_request), m_request.connectionsPerSecond),
      m_thread([this](const std::stop_token& stop) { work(stop); })
{
}

Run::~Run() = default;

void Run::skipTest()
{
    const std::scoped_lock lock(m_mutex);
    if (!m_test.stop_possible())
        return;
    m_asked = Asked::Skip;
    m_test.request_stop();
}

void Run::stop()
{
    m_thread.request_stop();
}

double Run::elapsed() const
{
    return static_cast<double>(m_clock->now().monotonicUs - m_startUs) / 1e6;
}

probes::Limits Run::limits() const
{
    return {.secondsLeft = m_request.maxDurationSeconds - elapsed() - ClosingSeconds,
            .connectionsLeft = m_pacer.left(),
            .connectionsPerSecond = m_request.connectionsPerSecond,
            .thorough = m_request.thorough};
}

void Run::work(const std::stop_token& stop)
{
    try {
        testAll(stop);
        finish(stop.stop_requested());
    } catch (const std::exception&) {
        // Tests guard themselves; this is a fault in planning or diagnosing. What was measured is kept.
        m_state->change([](Snapshot& snapshot) {
            for (core::TestRecord& record : snapshot.session.tests)
                if (record.state == TestState::Running)
                    record.state = TestState::Cancelled;
            snapshot.session.complete = false;
            snapshot.state = RunState::Finished;
            snapshot.fraction = 1;
        });
    }
}

void Run::testAll(const std::stop_token& stop)
{
    while (!stop.stop_requested() && m_closedBy.isEmpty()) {
        const QString id = nextTest(m_state->session(), m_request, limits(), *m_state->knowledge());
        if (id.isEmpty())
            break;
        runOne(id, stop);
        diagnose();
        if (!stop.stop_requested() && protectsItself(id, stop))
            m_closedBy = u"canary-flipped"_s;
    }
}

void Run::runOne(const QString& id, const std::stop_token& stop)
{
    const core::Session session = m_state->session();
    const probes::Situation situation = probes::situationFrom(session);
    const probes::Probe& probe = *probes::findProbe(id);
    const probes::Limits share = shareFor(id, session, m_request, limits());
    const double began = elapsed();
    const Progress progress{.runStartUs = m_startUs,
                            .before = began,
                            .test = std::min(probe.cost(situation, share).seconds, share.secondsLeft),
                            .after = secondsAfter(id, session, m_request, limits())};
    m_state->change([&](Snapshot& snapshot) {
        core::TestRecord& record = recordIn(snapshot.session, id);
        record.state = TestState::Running;
        record.startedSeconds = m_earlierSeconds + began;
        snapshot.runningTest = id;
        snapshot.activity = u"test."_s + id + u".activity"_s;
        snapshot.activityValues = {};
    });
    LiveRecorder recorder(*m_state, *m_clock, id, progress);

    std::stop_source source;
    {
        const std::scoped_lock lock(m_mutex);
        m_test = source;
        m_asked = Asked::Nothing;
    }
    const std::stop_callback link(stop, [source]() mutable { source.request_stop(); });
    const qint64 deadline = m_clock->now().monotonicUs + static_cast<qint64>(share.secondsLeft * 1e6);
    const TestJob job{.probe = probe, .situation = situation, .share = share, .deadlineUs = deadline};
    const TestEnd end = runTest(job, source, m_pacer, recorder, *m_clock);
    bool skipped = false;
    {
        const std::scoped_lock lock(m_mutex);
        m_test = std::stop_source{std::nostopstate};
        skipped = m_asked == Asked::Skip;
    }
    m_state->change([&](Snapshot& snapshot) {
        core::TestRecord& record = recordIn(snapshot.session, id);
        std::tie(record.state, record.reason) = stateOf(end, skipped, !record.attempts.empty(), m_pacer.left());
        record.durationSeconds = elapsed() - began;
        snapshot.runningTest.clear();
        if (id == u"name-lookup" && snapshot.session.target.addresses.isEmpty())
            for (const QJsonValue& address : record.facts.value(u"addresses"_s).toArray())
                snapshot.session.target.addresses << address.toString();
    });
}

bool Run::protectsItself(const QString& id, const std::stop_token& stop)
{
    const core::Session session = m_state->session();
    const core::TestRecord* record = core::findTest(session, id);
    if (!record || !canaryFlipped(*record))
        return false;
    const std::optional<core::Attempt> again = askCanaryAgain(session, stop, m_pacer, *m_clock, limits().secondsLeft);
    if (!again)
        return false;
    m_state->change([&](Snapshot& snapshot) { recordIn(snapshot.session, id).attempts.push_back(*again); });
    diagnose();
    return !again->succeeded && !stop.stop_requested();
}

void Run::diagnose()
{
    core::Session session = m_state->session();
    session.durationSeconds = m_earlierSeconds + elapsed();
    const QMap<QString, double> available = availableTests(session);
    core::Session fresh = diagnosis::diagnosed(std::move(session), *m_state->knowledge(), available);
    m_state->change([&](Snapshot& snapshot) { snapshot.session = std::move(fresh); });
}

void Run::finish(bool stopped)
{
    const core::Session session = m_state->session();
    const probes::Limits left = limits();
    for (const auto& probe : probes::allProbes()) {
        if (core::findTest(session, probe->id()))
            continue;
        QString reason = stopped ? u"stopped"_s : m_closedBy;
        if (reason.isEmpty() || !isWanted(probe->id(), m_request))
            reason = reasonNotRun(probe->id(), session, m_request, left);
        settle(probe->id(), TestState::Skipped, reason);
    }
    diagnose();
    m_state->change([&](Snapshot& snapshot) {
        snapshot.session.complete = !stopped;
        snapshot.state = RunState::Finished;
        snapshot.runningTest.clear();
        snapshot.activity.clear();
        snapshot.activityValues = {};
        snapshot.fraction = 1;
        snapshot.secondsLeft.reset();
    });
}

void Run::settle(const QString& id, TestState state, const QString& reason)
{
    m_state->change([&](Snapshot& snapshot) {
        core::TestRecord& record = recordIn(snapshot.session, id);
        record.state = state;
        record.reason = reason;
    });
}

} // namespace doctor::engine
