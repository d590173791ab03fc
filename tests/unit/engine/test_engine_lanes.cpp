// SPDX-License-Identifier: GPL-3.0-or-later
// Tests side by side: who goes on beside whom, who gets the next turn, and what a pause holds back.
#include "app/engine/run/forecast.h"
#include "app/engine/run/lane.h"
#include "tests/support/scripted_probe.h"

#include <QtTest>
#include <condition_variable>

using namespace doctor;
using namespace doctor::engine;
using namespace Qt::StringLiterals;
using test::ScriptedProbe;

namespace
{

class Deaf final : public probes::Recorder
{
public:
    void attempt(const core::Attempt&) override {}
    void fact(const QString&, const QJsonValue&) override {}
    void progress(double, const QString&, const QJsonObject&) override {}
};

/// What happened, in order, told by several threads.
class Diary
{
public:
    void note(const QString& what)
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_lines << what;
        }
        m_told.notify_all();
    }
    [[nodiscard]] QStringList lines() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_lines;
    }
    /// False when it was not written within ten seconds.
    [[nodiscard]] bool waitFor(const QString& what)
    {
        std::unique_lock lock(m_mutex);
        return m_told.wait_for(lock, std::chrono::seconds{10}, [&] { return m_lines.contains(what); });
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_told;
    QStringList m_lines;
};

std::unique_ptr<Lane> laneOf(
    const probes::Probe& probe, Pacer& pacer, std::function<void()> changed, double seconds,
    std::function<bool()> isLast = [] { return true; })
{
    static const core::SystemClock clock;
    probes::Limits share;
    share.secondsLeft = seconds;
    return std::make_unique<Lane>(Lane::Job{.probe = probe,
                                            .situation = {},
                                            .share = share,
                                            .deadlineUs = clock.now().monotonicUs + static_cast<qint64>(seconds * 1e6),
                                            .isLast = std::move(isLast),
                                            .recorder = std::make_unique<Deaf>(),
                                            .changed = std::move(changed)},
                                  pacer, clock);
}

/// Asks for turns one after another and notes each.
ScriptedProbe turnTaker(Diary& diary, const QString& name, int turns, bool beside)
{
    return ScriptedProbe([&diary, name, turns, beside](probes::ProbeContext& context) -> net::Task<> {
        if (beside)
            context.goOnBeside();
        for (int i = 1; i <= turns; ++i) {
            const bool mine = co_await context.turn(false);
            diary.note(mine ? name : name + u" refused"_s);
        }
        diary.note(name + u" over"_s);
    });
}

} // namespace

class TestEngineLanes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aTestThatGoesOnBesideSaysSoOnce();
    void turnsGoFirstToTheTestThatIsWaitedFor();
    void companionsEndWhenOnlyTheyAreLeft();
    void noTurnDuringAPauseAndTheDeadlineMovesOn();
    void stopWorksDuringAPause();
    void besideDoesNotAddUp();
    void timeLeftFollowsTheTestsOwnPace();
};

void TestEngineLanes::aTestThatGoesOnBesideSaysSoOnce()
{
    Diary diary;
    const ScriptedProbe probe([](probes::ProbeContext& context) -> net::Task<> {
        context.goOnBeside();
        context.goOnBeside();
        co_return;
    });
    Pacer pacer(40, 100);
    int told = 0;
    const auto lane = laneOf(
        probe, pacer, [&] { ++told; }, 10);
    lane->wait();
    QVERIFY(lane->isOver() && lane->isBeside());
    QCOMPARE(told, 2); // beside, over
    QCOMPARE(lane->end(), TestEnd::Finished);
}

void TestEngineLanes::turnsGoFirstToTheTestThatIsWaitedFor()
{
    Diary diary;
    Pacer pacer(40, 10);
    const ScriptedProbe patient = turnTaker(diary, u"beside"_s, 4, true);
    const auto first = laneOf(
        patient, pacer, [] {}, 30);
    QVERIFY(diary.waitFor(u"beside"_s)); // it has had its first turn, the line is its own
    const ScriptedProbe hurried = turnTaker(diary, u"line"_s, 3, false);
    const auto second = laneOf(
        hurried, pacer, [] {}, 30);
    first->wait();
    second->wait();
    const QStringList lines = diary.lines();
    const auto lastOf = [&](const QString& name) { return lines.lastIndexOf(name); };
    QCOMPARE(lines.count(u"line"_s), 3);
    QCOMPARE(lines.count(u"beside"_s), 4);
    QVERIFY2(lastOf(u"line"_s) < lastOf(u"beside"_s), qPrintable(lines.join(u' ')));
    QVERIFY2(lines.mid(0, lastOf(u"line"_s)).count(u"beside"_s) <= 2, qPrintable(lines.join(u' ')));
}

void TestEngineLanes::companionsEndWhenOnlyTheyAreLeft()
{
    Diary diary;
    std::atomic<bool> last = false;
    const ScriptedProbe probe([&](probes::ProbeContext& context) -> net::Task<> {
        diary.note(u"began"_s);
        while (!context.isLast())
            co_await context.net.sleep(core::Milliseconds{5});
        diary.note(u"ended"_s);
    });
    Pacer pacer(40, 100);
    const auto lane = laneOf(
        probe, pacer, [] {}, 30, [&] { return last.load(); });
    QVERIFY(diary.waitFor(u"began"_s));
    QVERIFY(!lane->isOver());
    last = true;
    lane->wait();
    QCOMPARE(diary.lines(), (QStringList{u"began"_s, u"ended"_s}));
}

void TestEngineLanes::noTurnDuringAPauseAndTheDeadlineMovesOn()
{
    const core::SystemClock clock;
    Diary diary;
    Pacer pacer(40, 1000);
    pacer.pause().begin(clock.now().monotonicUs);
    const double seconds = 0.4;
    const ScriptedProbe probe = turnTaker(diary, u"turn"_s, 1, false);
    const auto lane = laneOf(
        probe, pacer, [] {}, seconds);
    const qint64 begin = clock.now().monotonicUs;
    // Twice the test's whole time: without the pause it would long be overdue.
    while (clock.now().monotonicUs - begin < static_cast<qint64>(2 * seconds * 1e6)) {
        QVERIFY2(diary.lines().isEmpty(), "no turn while the run rests");
        QTest::qWait(20);
    }
    pacer.pause().end(clock.now().monotonicUs);
    lane->wait();
    QCOMPARE(diary.lines(), (QStringList{u"turn"_s, u"turn over"_s}));
    QCOMPARE(lane->end(), TestEnd::Finished);
}

void TestEngineLanes::stopWorksDuringAPause()
{
    const core::SystemClock clock;
    Diary diary;
    Pacer pacer(40, 1000);
    pacer.pause().begin(clock.now().monotonicUs);
    const ScriptedProbe probe([&](probes::ProbeContext& context) -> net::Task<> {
        diary.note(u"asks"_s);
        co_await context.turn(false);
    });
    const auto lane = laneOf(
        probe, pacer, [] {}, 60);
    QVERIFY(diary.waitFor(u"asks"_s));
    const qint64 begin = clock.now().monotonicUs;
    lane->stop();
    lane->wait();
    QCOMPARE(lane->end(), TestEnd::Stopped);
    QVERIFY(clock.now().monotonicUs - begin < 100'000);
}

void TestEngineLanes::besideDoesNotAddUp()
{
    Forecast forecast;
    forecast.begin(u"idle"_s, 0, 10);
    forecast.goesOnBeside(u"idle"_s);
    forecast.begin(u"other"_s, 0, 4);
    forecast.setAhead(3);
    QCOMPARE(forecast.secondsLeft(0), 10.0);
    forecast.end(u"idle"_s);
    QCOMPARE(forecast.secondsLeft(0), 7.0);
}

void TestEngineLanes::timeLeftFollowsTheTestsOwnPace()
{
    for (const double truth : {5.0, 10.0, 20.0}) { // expected were ten seconds
        Forecast forecast;
        forecast.begin(u"test"_s, 0, 10);
        for (double part = 0.2; part < 0.95; part += 0.1) {
            const double moment = truth * part;
            forecast.advance(u"test"_s, part);
            const double left = truth - moment;
            const double said = forecast.secondsLeft(moment);
            QVERIFY2(said <= left * 2.001 && said >= left / 2.001,
                     qPrintable(u"%1 s of %2 s: %3"_s.arg(moment).arg(truth).arg(said)));
        }
    }
}

QTEST_GUILESS_MAIN(TestEngineLanes)
#include "test_engine_lanes.moc"
