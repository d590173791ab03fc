// SPDX-License-Identifier: GPL-3.0-or-later
// The coordinator: choose a test, start it, settle what has ended, diagnose, and again.
#include "app/engine/run/run.h"

#include "app/diagnosis/diagnose.h"
#include "app/engine/plan/brisk.h"
#include "app/engine/plan/order.h"
#include "app/engine/run/canary.h"
#include "app/engine/run/recorder.h"
#include "app/engine/watch/watch_rules.h"
#include "app/probes/system_proxy.h"

#include <QJsonArray>
#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace doctor::engine
{

namespace
{

using core::TestState;

/// Time that the last diagnosis and the way to the view may take.
constexpr double ClosingSeconds = 0.4;
constexpr core::Milliseconds LookEvery{1000};

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

/// A companion makes no attempts; the fact "why" is its own word for being unable to.
bool isMeasured(const core::TestRecord& record)
{
    return !record.attempts.empty() ||
           (isCompanion(record.id) && !record.facts.isEmpty() && !record.facts.contains(u"why"_s));
}

/// Proxies apart from their logins, which no file keeps.
bool isSameWay(const QString& one, const QString& other)
{
    const auto first = core::parseProxy(one);
    const auto second = core::parseProxy(other);
    const auto shown = [](const auto& read) { return read && *read ? core::displayName(**read) : QString(); };
    return shown(first) == shown(second);
}

QSet<int> localPorts(const core::Session& session)
{
    QSet<int> ports;
    for (const core::TestRecord& record : session.tests)
        for (const core::Attempt& attempt : record.attempts)
            if (attempt.localPort)
                ports.insert(*attempt.localPort);
    return ports;
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
    const bool patient = waitsLong(session, request, nullptr);
    double seconds = 0;
    bool waitComes = false;
    for (const auto& probe : probes::allProbes()) {
        if (probe->id() == id || core::findTest(session, probe->id()) || !isWanted(probe->id(), request))
            continue;
        if (!patient && !isGroundwork(probe->id()) && !isHinted(probe->id(), situation.when))
            continue; // short and beside the others, or left out
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
      m_pacer(connectionBudget(m_request), m_request.connectionsPerSecond), m_looked(m_clock->now()),
      m_thread([this](const std::stop_token& stop) { work(stop); })
{
}

Run::~Run() = default;

void Run::skipTest()
{
    const std::scoped_lock lock(m_mutex);
    if (Running* running = shown()) {
        running->skipped = true;
        running->lane->stop();
    }
}

void Run::stop()
{
    m_thread.request_stop();
}

void Run::pause()
{
    m_pacer.pause().begin(m_clock->now().monotonicUs);
    m_state->change([](Snapshot& snapshot) {
        if (snapshot.state == RunState::Running)
            snapshot.state = RunState::Paused;
    });
}

void Run::resume()
{
    m_pacer.pause().end(m_clock->now().monotonicUs);
    m_state->change([](Snapshot& snapshot) {
        if (snapshot.state == RunState::Paused)
            snapshot.state = RunState::Running;
    });
    noteChange();
}

double Run::elapsed() const
{
    return static_cast<double>(m_clock->now().monotonicUs - m_startUs) / 1e6;
}

double Run::spent() const
{
    return elapsed() - static_cast<double>(m_pacer.pause().totalUs(m_clock->now().monotonicUs)) / 1e6;
}

probes::Limits Run::limits() const
{
    return {.secondsLeft = m_request.maxDurationSeconds - spent() - ClosingSeconds,
            .connectionsLeft = m_pacer.left(),
            .connectionsPerSecond = m_request.connectionsPerSecond,
            .thorough = m_request.thorough,
            .brisk = false,
            .turnsBooked = m_pacer.waiting()};
}

void Run::work(const std::stop_token& stop)
{
    try {
        settleProxy(stop);
        testAll(stop);
        finish(stop.stop_requested());
    } catch (const std::exception&) {
        // Tests guard themselves; this is a fault in planning or diagnosing. What was measured is kept.
        takeAll().clear();
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

/// The settings are asked anew by each run, since they may be what was changed. A session that is continued keeps the
/// way of its records.
void Run::settleProxy(const std::stop_token& stop)
{
    const core::Session session = m_state->session();
    if (!session.target.systemProxy)
        return;
    core::Result<core::Target> settled;
    net::Net net(stop, *m_clock);
    net.run([&]() -> net::Task<> { settled = co_await probes::withSystemProxy(net, session.target); });
    const bool goesOn = !session.tests.empty();
    if (settled && goesOn && !isSameWay(settled->proxy, session.target.proxy))
        return;
    if (!settled) {
        if (!goesOn)
            m_closedBy = u"system-proxy"_s;
        return;
    }
    m_state->change([&](Snapshot& snapshot) { snapshot.session.target.proxy = settled->proxy; });
}

void Run::testAll(const std::stop_token& stop)
{
    const std::stop_callback stopAll(stop, [this] {
        const std::scoped_lock lock(m_mutex);
        for (const Running& running : m_running)
            running.lane->stop();
    });
    while (!stop.stop_requested()) {
        settleEnded(stop);
        if (startNext(stop))
            continue;
        if (m_running.empty() && !m_pacer.pause().isOn())
            break;
        waitForChange(stop);
    }
    lookAtClocks();
    const std::vector<Running> left = takeAll();
    for (const Running& running : left)
        running.lane->stop(); // the callback finds none of them when this thread saw the request first
    for (const Running& running : left) {
        running.lane->wait();
        settleLane(running);
    }
}

std::vector<Run::Running> Run::takeAll()
{
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_running, {});
}

bool Run::startNext(const std::stop_token& stop)
{
    if (m_pacer.pause().isOn() || isLineBusy())
        return false;
    const core::Session session = m_state->session();
    const QString id = m_closedBy.isEmpty() ? nextTest(session, m_request, limits(), *m_state->knowledge()) : QString();
    m_onlyCompanions = id.isEmpty() && !hasCompany();
    if (id.isEmpty() || (standsAlone(id) && hasCompany()))
        return false;
    start(id, stop);
    return true;
}

void Run::start(const QString& id, const std::stop_token& stop)
{
    const core::Session session = m_state->session();
    probes::Situation situation = probes::situationFrom(session);
    const probes::Probe& probe = *probes::findProbe(id);
    const probes::Limits share = shareFor(id, session, m_request, limits(), m_state->knowledge().get());
    const double began = elapsed();
    m_forecast.begin(id, spent(), std::min(probe.cost(situation, share).seconds, share.secondsLeft));
    if (isCompanion(id))
        m_forecast.goesOnBeside(id);
    m_forecast.setAhead(secondsAfter(id, session, m_request, limits()));
    m_state->change([&](Snapshot& snapshot) {
        core::TestRecord& record = recordIn(snapshot.session, id);
        record.state = TestState::Running;
        record.startedSeconds = m_earlierSeconds + began;
    });
    Lane::Job job{.probe = probe,
                  .situation = std::move(situation),
                  .share = share,
                  .deadlineUs = m_clock->now().monotonicUs + static_cast<qint64>(share.secondsLeft * 1e6),
                  .isLast = [this] { return m_onlyCompanions.load(); },
                  .ownPorts = [this] { return localPorts(m_state->session()); },
                  .recorder = std::make_unique<LiveRecorder>(
                      *m_state, m_forecast, [this] { return spent(); }, id),
                  .changed = [this] { noteChange(); }};
    {
        const std::scoped_lock lock(m_mutex);
        m_running.push_back({std::make_unique<Lane>(std::move(job), m_pacer, *m_clock), began});
        if (stop.stop_requested())
            m_running.back().lane->stop();
    }
    showRunning();
}

/// What was open during a sleep says nothing: how long it was quiet is unknown, and its end may have been slept
/// through.
void Run::lookAtClocks()
{
    const core::Instant now = m_clock->now();
    const bool slept = gapBetween(std::exchange(m_looked, now), now, LookEvery).has_value();
    if (!slept)
        return;
    const std::scoped_lock lock(m_mutex);
    for (Running& running : m_running) {
        running.slept = true;
        running.lane->stop();
    }
}

/// Counts as not begun, so that it is chosen once more; spoilt twice, it stays without a result.
void Run::settleSpoilt(const Running& ended)
{
    const QString id = ended.lane->id();
    m_state->change([&](Snapshot& snapshot) {
        const bool again = !ended.skipped && !snapshot.spoiltBySleep.contains(id);
        if (again) {
            snapshot.spoiltBySleep.append(id);
            auto& tests = snapshot.session.tests;
            tests.erase(std::remove_if(tests.begin(), tests.end(),
                                       [&id](const core::TestRecord& record) { return record.id == id; }),
                        tests.end());
            return;
        }
        core::TestRecord& record = recordIn(snapshot.session, id);
        record.state = TestState::Cancelled;
        record.reason = ended.skipped ? u"skipped"_s : u"asleep"_s;
        record.attempts.clear();
        record.facts = {};
    });
}

void Run::settleEnded(const std::stop_token& stop)
{
    lookAtClocks();
    std::vector<Running> ended;
    {
        const std::scoped_lock lock(m_mutex);
        const auto first = std::stable_partition(m_running.begin(), m_running.end(),
                                                 [](const Running& running) { return !running.lane->isOver(); });
        std::move(first, m_running.end(), std::back_inserter(ended));
        m_running.erase(first, m_running.end());
        for (const Running& running : m_running)
            if (running.lane->isBeside())
                m_forecast.goesOnBeside(running.lane->id());
    }
    for (const Running& running : ended)
        settleLane(running);
    showRunning();
    diagnose();
    for (const Running& running : ended)
        if (!stop.stop_requested() && m_closedBy.isEmpty() && protectsItself(running.lane->id(), stop))
            m_closedBy = u"canary-flipped"_s;
}

void Run::settleLane(const Running& ended)
{
    const QString id = ended.lane->id();
    m_forecast.end(id);
    if (ended.slept) {
        settleSpoilt(ended);
        return;
    }
    m_state->change([&](Snapshot& snapshot) {
        core::TestRecord& record = recordIn(snapshot.session, id);
        std::tie(record.state, record.reason) =
            stateOf(ended.lane->end(), ended.skipped, isMeasured(record), m_pacer.left());
        if (const QString why = record.facts.value(u"why"_s).toString(); !why.isEmpty())
            std::tie(record.state, record.reason) = std::pair(TestState::CouldNotRun, why);
        record.durationSeconds = elapsed() - ended.began;
        if (id == u"name-lookup" && snapshot.session.target.addresses.isEmpty())
            for (const QJsonValue& address : record.facts.value(u"addresses"_s).toArray())
                snapshot.session.target.addresses << address.toString();
    });
}

Run::Running* Run::shown()
{
    Running* best = nullptr;
    for (Running& running : m_running)
        if (!isCompanion(running.lane->id()) && (!best || best->lane->isBeside()))
            best = &running;
    return best;
}

bool Run::isLineBusy() const
{
    return std::any_of(m_running.begin(), m_running.end(), [](const Running& running) {
        return !isCompanion(running.lane->id()) && !running.lane->isBeside();
    });
}

bool Run::hasCompany() const
{
    return std::any_of(m_running.begin(), m_running.end(),
                       [](const Running& running) { return !isCompanion(running.lane->id()); });
}

void Run::showRunning()
{
    const Running* running = shown();
    const QString id = running ? running->lane->id() : QString();
    m_state->change([&](Snapshot& snapshot) {
        if (snapshot.runningTest != id) {
            snapshot.runningTest = id;
            snapshot.activity = id.isEmpty() ? QString() : u"test."_s + id + u".activity"_s;
            snapshot.activityValues = {};
        }
        renewProgress(snapshot, m_forecast, spent());
    });
}

void Run::noteChange()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_changed = true;
    }
    m_wake.notify_all();
}

void Run::waitForChange(const std::stop_token& stop)
{
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            if (m_wake.wait_for(lock, stop, LookEvery, [this] { return m_changed; }) || stop.stop_requested()) {
                m_changed = false;
                return;
            }
        }
        lookAtClocks();
    }
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
    m_state->change([&](Snapshot& snapshot) { // tests may have measured more meanwhile
        snapshot.session.durationSeconds = fresh.durationSeconds;
        snapshot.session.language = fresh.language;
        snapshot.session.findings = std::move(fresh.findings);
        snapshot.session.diagnosis = std::move(fresh.diagnosis);
    });
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
            reason = reasonNotRun(probe->id(), session, m_request, left, m_state->knowledge().get());
        settle(probe->id(), TestState::Skipped, reason);
    }
    diagnose();
    m_state->change([&](Snapshot& snapshot) {
        snapshot.session.complete = !stopped && m_closedBy != u"system-proxy"; // then nothing was begun
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
