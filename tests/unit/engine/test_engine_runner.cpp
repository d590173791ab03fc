// SPDX-License-Identifier: GPL-3.0-or-later
// One test under supervision: it may throw, overstay or be stopped, and the run must go on. And the canary's word.
#include "app/engine/run/canary.h"
#include "app/engine/run/test_runner.h"
#include "tests/support/scripted_probe.h"

#include <QtTest>
#include <functional>
#include <thread>

using namespace doctor;
using namespace doctor::engine;
using namespace Qt::StringLiterals;
using test::ScriptedProbe;

namespace
{

class Memory final : public probes::Recorder
{
public:
    void attempt(const core::Attempt& attempt) override { attempts.push_back(attempt); }
    void fact(const QString&, const QJsonValue&) override {}
    void progress(double, const QString&, const QJsonObject&) override {}
    std::vector<core::Attempt> attempts;
};

net::Task<> recordAndThrow(probes::ProbeContext& context)
{
    context.recorder.attempt({});
    co_await context.net.sleep(core::Milliseconds{1});
    throw std::runtime_error("a fault of our own");
}

net::Task<> throwAtOnce(probes::ProbeContext&)
{
    throw std::runtime_error("a fault of our own");
    co_return;
}

net::Task<> sleepLong(probes::ProbeContext& context)
{
    context.recorder.attempt({});
    co_await context.net.sleep(core::Milliseconds{60'000});
}

net::Task<> finishAtOnce(probes::ProbeContext& context)
{
    context.recorder.attempt({});
    co_return;
}

struct Ran {
    TestEnd end;
    std::size_t attempts;
    qint64 microseconds;
};

Ran ran(ScriptedProbe::Script script, double seconds, const std::stop_source& stop = {})
{
    const core::SystemClock clock;
    const ScriptedProbe probe(std::move(script));
    const probes::Situation situation;
    Pacer pacer(40, 20);
    Memory memory;
    const qint64 begin = clock.now().monotonicUs;
    probes::Limits share;
    share.secondsLeft = seconds;
    const TestJob job{.probe = probe,
                      .situation = situation,
                      .share = share,
                      .deadlineUs = begin + static_cast<qint64>(seconds * 1e6)};
    const TestEnd end = runTest(job, stop, pacer, memory, clock);
    return {end, memory.attempts.size(), clock.now().monotonicUs - begin};
}

core::TestRecord withCanaries(std::vector<bool> succeeded)
{
    core::TestRecord record;
    for (const bool good : succeeded) {
        core::Attempt attempt;
        attempt.purpose = u"canary"_s;
        attempt.succeeded = good;
        if (!good)
            attempt.ending = {core::Who::Peer, core::How::Reset, core::Phase::Established, std::nullopt, {}};
        record.attempts.push_back(attempt);
    }
    return record;
}

} // namespace

class TestEngineRunner : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aThrowingTestIsCaught();
    void anOverdueTestIsStopped();
    void aStoppedTestEndsAtOnce();
    void aQuickTestIsNotHeldUp();
    void canaryTellsAFlip();
};

void TestEngineRunner::aThrowingTestIsCaught()
{
    const Ran late = ran(recordAndThrow, 10);
    QCOMPARE(late.end, TestEnd::Threw);
    QCOMPARE(late.attempts, std::size_t{1});
    QVERIFY(late.microseconds < 5'000'000);
    QCOMPARE(ran(throwAtOnce, 10).end, TestEnd::Threw);
}

void TestEngineRunner::anOverdueTestIsStopped()
{
    const Ran overdue = ran(sleepLong, 0.2);
    QCOMPARE(overdue.end, TestEnd::Overdue);
    QCOMPARE(overdue.attempts, std::size_t{1});
    QVERIFY2(overdue.microseconds < 2'000'000, qPrintable(QString::number(overdue.microseconds)));
}

void TestEngineRunner::aStoppedTestEndsAtOnce()
{
    std::stop_source stop;
    const core::SystemClock clock;
    qint64 stoppedAt = 0;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        stoppedAt = clock.now().monotonicUs;
        stop.request_stop();
    });
    const Ran stopped = ran(sleepLong, 30, stop);
    const qint64 ended = clock.now().monotonicUs;
    stopper.join();
    QCOMPARE(stopped.end, TestEnd::Stopped);
    QVERIFY2(ended - stoppedAt < 100'000, qPrintable(QString::number(ended - stoppedAt)));
}

void TestEngineRunner::aQuickTestIsNotHeldUp()
{
    const Ran quick = ran(finishAtOnce, 30);
    QCOMPARE(quick.end, TestEnd::Finished);
    QVERIFY2(quick.microseconds < 1'000'000, "the watchdog must not be waited for");
}

void TestEngineRunner::canaryTellsAFlip()
{
    QVERIFY(!canaryFlipped(withCanaries({})));
    QVERIFY(!canaryFlipped(withCanaries({true, true})));
    QVERIFY(canaryFlipped(withCanaries({true, false})));
    QVERIFY2(!canaryFlipped(withCanaries({false, false})), "what failed before was not our doing");
    QVERIFY(!canaryFlipped(withCanaries({false})));
}

QTEST_GUILESS_MAIN(TestEngineRunner)
#include "test_engine_runner.moc"
