// SPDX-License-Identifier: GPL-3.0-or-later
// Runs as views see them: whole snapshots at a bearable pace, stopping, skipping, late results.
#include "app/core/json/session_json.h"
#include "app/engine/practice_target.h"
#include "app/probes/probe.h"
#include "tests/unit/engine/run_fixture.h"

#include <algorithm>

using namespace doctor;
using namespace doctor::engine;
using namespace doctor::tests;
using namespace Qt::StringLiterals;

namespace
{

std::unique_ptr<practice::Server> serve(const QString& fault)
{
    auto server = practice::Server::start(fault);
    if (!server)
        qFatal("%s", qPrintable(server.error().message));
    return std::move(*server);
}

RunRequest requestTo(const practice::Server& server, double seconds)
{
    return requestFor(server.port(), core::Protocol::Http, seconds);
}

bool roundTrips(const core::Session& session)
{
    const auto loaded = core::sessionFromJson(core::toJsonBytes(session));
    return loaded && *loaded == session;
}

int countOf(const core::Session& session, core::TestState state)
{
    return static_cast<int>(std::count_if(session.tests.begin(), session.tests.end(),
                                          [&](const core::TestRecord& test) { return test.state == state; }));
}

} // namespace

class TestEngineController : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sessionOfAnotherVersionKeepsWhatThisOneDoesNotKnow();
    void healthyServerHasNoFault();
    void snapshotsAreWholePacedAndMonotone();
    void stopsAtOnceDuringEveryTest_data();
    void stopsAtOnceDuringEveryTest();
    void stopIsHeardAtAnyMoment();
    void stopBeforeAnythingIsMeasured();
    void skippedTestKeepsWhatItMeasured();
    void startingAgainDropsTheOldRun();
    void continuesAFinishedSession();
    void languageChangesTheTextsOnly();
    void destructionStopsTheRun();
    void practiceTargetsDescribeThemselves();
};

void TestEngineController::sessionOfAnotherVersionKeepsWhatThisOneDoesNotKnow()
{
    const auto german = knowledge::Knowledge::load(u"de"_s);
    QVERIFY(german);
    core::Session session;
    session.language = u"en"_s;
    core::RankedCause cause;
    cause.id = u"cause-of-the-future"_s;
    cause.probability = 1;
    session.diagnosis.causes.push_back(cause);
    QCOMPARE(SessionController::inLanguage(session, **german), session);
    session.diagnosis.causes.front().id = u"port-closed"_s;
    QCOMPARE(SessionController::inLanguage(session, **german).language, u"de"_s);
}

void TestEngineController::healthyServerHasNoFault()
{
    const auto server = serve(u"healthy-http"_s);
    Runner runner;
    runner.controller.start(requestTo(*server, 14));
    QVERIFY(runner.wait(20'000));
    const core::Session& session = runner.session();
    QVERIFY(session.complete);
    QVERIFY(!session.diagnosis.causes.empty());
    QCOMPARE(session.diagnosis.causes.front().id, u"no-fault-found"_s);
    QCOMPARE(session.tests.size(), probes::allProbes().size());
    QCOMPARE(countOf(session, core::TestState::Planned) + countOf(session, core::TestState::Running), 0);
    for (const core::TestRecord& test : session.tests)
        QCOMPARE(test.reason.isEmpty(), test.state == core::TestState::Done);
    QVERIFY(roundTrips(session));
    QCOMPARE(runner.controller.snapshot().fraction, 1.0);
    QCOMPARE(runner.controller.snapshot().state, RunState::Finished);
}

void TestEngineController::snapshotsAreWholePacedAndMonotone()
{
    const auto server = serve(u"healthy-http"_s);
    Runner runner;
    double fraction = 0;
    int snapshots = 0;
    bool whole = true;
    bool monotone = true;
    bool soundEstimate = true;
    QElapsedTimer timer;
    connect(&runner.controller, &SessionController::snapshotChanged, this, [&](const Snapshot& snapshot) {
        ++snapshots;
        monotone = monotone && snapshot.fraction >= fraction;
        fraction = snapshot.fraction;
        whole = whole && !snapshot.session.diagnosis.causes.empty() && roundTrips(snapshot.session);
        if (snapshot.secondsLeft)
            soundEstimate = soundEstimate && timer.elapsed() >= 4'900 && *snapshot.secondsLeft <= 12;
    });
    timer.start();
    runner.controller.start(requestTo(*server, 12));
    QVERIFY(runner.wait(20'000));
    const double seconds = static_cast<double>(timer.elapsed()) / 1000;
    QVERIFY(monotone && whole && soundEstimate);
    QVERIFY(snapshots > 5);
    QVERIFY2(snapshots <= seconds * 20 + 2, qPrintable(QString::number(snapshots)));
}

void TestEngineController::stopsAtOnceDuringEveryTest_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<core::Protocol>("protocol");
    for (const auto& probe : probes::allProbes()) {
        const bool tls = probe->id() == u"tls-handshake";
        QTest::addRow("%s", qPrintable(probe->id()))
            << probe->id() << (tls ? core::Protocol::Https : core::Protocol::Http);
    }
}

void TestEngineController::stopsAtOnceDuringEveryTest()
{
    QFETCH(QString, id);
    QFETCH(core::Protocol, protocol);
    const auto server = serve(protocol == core::Protocol::Https ? u"healthy-tls"_s : u"healthy-http"_s);
    Runner runner;
    RunRequest request = requestFor(server->port(), protocol, 30);
    request.onlyTests = QStringList{id};
    runner.controller.start(request);
    const bool seen = runner.waitUntil(
        [&](const Snapshot& snapshot) { return snapshot.runningTest == id || snapshot.state == RunState::Finished; },
        15'000);
    QVERIFY(seen);
    if (!runner.controller.isRunning())
        return; // too quick to be caught, which is quick enough
    QElapsedTimer timer;
    timer.start();
    runner.controller.stop();
    QVERIFY(runner.wait(3'000));
    const qint64 spent = timer.elapsed();
    QVERIFY2(spent <= 100, qPrintable(QString::number(spent)));
    const core::Session& session = runner.session();
    QVERIFY(!session.complete);
    QVERIFY(roundTrips(session));
    QCOMPARE(countOf(session, core::TestState::Running), 0);
    const core::TestRecord* record = core::findTest(session, id);
    QVERIFY(record);
    QVERIFY(record->state == core::TestState::Cancelled || record->state == core::TestState::Done);
}

/// A run that looks for ended tests in the very moment of the request must tell the companions too.
void TestEngineController::stopIsHeardAtAnyMoment()
{
    const auto server = serve(u"healthy-tcp"_s);
    for (int moment = 0; moment < 120; ++moment) {
        Runner runner;
        RunRequest request = requestFor(server->port(), core::Protocol::Tcp, 30);
        runner.controller.start(request);
        QElapsedTimer since;
        since.start();
        QVERIFY(runner.waitUntil([&](const Snapshot&) { return since.nsecsElapsed() >= moment * 700'000LL; }, 1'000));
        runner.controller.stop();
        QVERIFY2(runner.wait(3'000), qPrintable(u"stopped after %1 ms"_s.arg(moment * 0.7)));
    }
}

void TestEngineController::stopBeforeAnythingIsMeasured()
{
    const auto server = serve(u"healthy-http"_s);
    Runner runner;
    runner.controller.start(requestTo(*server, 30));
    runner.controller.stop();
    QVERIFY(runner.wait(2'000));
    QVERIFY(!runner.session().complete);
    QCOMPARE(runner.session().tests.size(), probes::allProbes().size());
    QVERIFY(roundTrips(runner.session()));
}

void TestEngineController::skippedTestKeepsWhatItMeasured()
{
    const auto server = serve(u"healthy-http"_s);
    Runner runner;
    RunRequest request = requestTo(*server, 20);
    request.connectionsPerSecond = 4;
    request.onlyTests = QStringList{u"exchange"_s};
    runner.controller.start(request);
    QVERIFY(runner.waitUntil(
        [](const Snapshot& snapshot) {
            const core::TestRecord* test = core::findTest(snapshot.session, u"connect"_s);
            return test && !test->attempts.empty();
        },
        5'000));
    runner.controller.skipTest();
    QVERIFY(runner.wait(15'000));
    const core::TestRecord* skipped = core::findTest(runner.session(), u"connect"_s);
    QVERIFY(skipped);
    QCOMPARE(skipped->state, core::TestState::Cancelled);
    QCOMPARE(skipped->reason, u"skipped"_s);
    QVERIFY(!skipped->attempts.empty());
    QCOMPARE(core::findTest(runner.session(), u"exchange"_s)->state, core::TestState::Done);
    QVERIFY(runner.session().complete);
}

void TestEngineController::startingAgainDropsTheOldRun()
{
    const auto first = serve(u"healthy-http"_s);
    const auto second = serve(u"healthy-http"_s);
    Runner runner;
    const quint64 oldRun = runner.controller.start(requestTo(*first, 20));
    QVERIFY(runner.waitUntil([](const Snapshot& snapshot) { return !snapshot.session.tests.empty(); }, 5'000));
    RunRequest request = requestTo(*second, 10);
    request.onlyTests = QStringList{u"connect"_s};
    QSignalSpy finished(&runner.controller, &SessionController::finished);
    const quint64 newRun = runner.controller.start(request);
    QVERIFY(newRun != oldRun);
    bool stale = false;
    connect(&runner.controller, &SessionController::snapshotChanged, this,
            [&](const Snapshot& snapshot) { stale = stale || snapshot.runId != newRun; });
    QVERIFY(runner.wait(10'000));
    QTest::qWait(100);
    QVERIFY(!stale);
    QCOMPARE(finished.count(), 1);
    QCOMPARE(runner.session().target.port, second->port());
}

void TestEngineController::continuesAFinishedSession()
{
    const auto server = serve(u"healthy-http"_s);
    Runner runner;
    RunRequest request = requestTo(*server, 15);
    request.onlyTests = QStringList{u"exchange"_s};
    runner.controller.start(request);
    QVERIFY(runner.wait(20'000));
    const core::Session before = runner.session();
    QCOMPARE(core::findTest(before, u"payload-size"_s)->state, core::TestState::Skipped);
    runner.controller.continueWith(before, request, {u"payload-size"_s});
    QVERIFY(runner.wait(20'000));
    const core::Session& after = runner.session();
    QCOMPARE(core::findTest(after, u"payload-size"_s)->state, core::TestState::Done);
    QCOMPARE(*core::findTest(after, u"exchange"_s), *core::findTest(before, u"exchange"_s));
    QCOMPARE(after.tests.size(), before.tests.size());
    QCOMPARE(after.startedAt, before.startedAt);
    QVERIFY(after.durationSeconds > before.durationSeconds);
    QVERIFY(core::findTest(after, u"payload-size"_s)->startedSeconds.value_or(0) >= before.durationSeconds);
    QVERIFY(roundTrips(after));
}

void TestEngineController::languageChangesTheTextsOnly()
{
    const auto german = knowledge::Knowledge::load(u"de"_s);
    QVERIFY(german);
    const auto server = serve(u"reset-at-accept"_s);
    Runner runner;
    RunRequest request = requestTo(*server, 10);
    request.onlyTests = QStringList{u"connect"_s};
    runner.controller.start(request);
    QVERIFY(runner.wait(15'000));
    const core::Session before = runner.session();
    runner.controller.setKnowledge(*german);
    const core::Session& after = runner.session();
    QCOMPARE(after.tests, before.tests);
    QCOMPARE(after.diagnosis.causes.front().id, before.diagnosis.causes.front().id);
    QVERIFY(after.diagnosis.causes.front().title != before.diagnosis.causes.front().title);
    QCOMPARE(SessionController::inLanguage(after, *english()).diagnosis, before.diagnosis);
}

void TestEngineController::destructionStopsTheRun()
{
    const auto server = serve(u"healthy-http"_s);
    auto runner = std::make_unique<Runner>();
    runner->controller.start(requestTo(*server, 60));
    QVERIFY(runner->waitUntil([](const Snapshot& snapshot) { return !snapshot.session.tests.empty(); }, 5'000));
    QElapsedTimer timer;
    timer.start();
    runner.reset();
    QVERIFY2(timer.elapsed() <= 100, qPrintable(QString::number(timer.elapsed())));
}

void TestEngineController::practiceTargetsDescribeThemselves()
{
    QVERIFY(!PracticeTarget::start(u"no-such-fault"_s));
    const std::vector<PracticeFault> faults = practiceFaults();
    QCOMPARE(faults.size(), practice::allFaults().size());
    const auto target = PracticeTarget::start(u"idle-fin"_s);
    QVERIFY(target.has_value());
    const RunRequest request = (*target)->request();
    QCOMPARE(request.target.port, (*target)->port());
    QCOMPARE(request.symptoms.value(u"when"_s), u"idle"_s);
    QVERIFY(request.practice);
    QCOMPARE(request.practiceFault, u"idle-fin"_s);
    QVERIFY(core::isLoopback(request.target));
}

QTEST_GUILESS_MAIN(TestEngineController)
#include "test_engine_controller.moc"
