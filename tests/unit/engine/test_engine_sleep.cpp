// SPDX-License-Identifier: GPL-3.0-or-later
// A computer that sleeps in the middle of a run: what was open then is no evidence against anybody.
#include "app/core/model/session.h"
#include "tests/unit/engine/run_fixture.h"

#include <atomic>

using namespace doctor;
using namespace doctor::tests;
using namespace Qt::StringLiterals;

namespace
{

/// Its wall clock can be ahead, as after a sleep; the other stood still meanwhile.
class SleepyClock final : public core::Clock
{
public:
    [[nodiscard]] core::Instant now() const override
    {
        core::Instant instant = core::SystemClock().now();
        instant.wallMs += m_sleptMs;
        return instant;
    }
    void sleep(qint64 milliseconds) { m_sleptMs += milliseconds; }

private:
    std::atomic<qint64> m_sleptMs = 0;
};

constexpr qint64 HourMs = 3'600'000;
constexpr int Soon = 30'000;

bool isRunning(const engine::Snapshot& snapshot, const QString& test)
{
    const core::TestRecord* record = core::findTest(snapshot.session, test);
    return record && record->state == core::TestState::Running;
}

} // namespace

class TestEngineSleep : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatWasOpenIsTestedOnceMore();
    void spoiltTwiceItStaysWithoutAResult();

private:
    std::shared_ptr<SleepyClock> m_clock = std::make_shared<SleepyClock>();
};

void TestEngineSleep::whatWasOpenIsTestedOnceMore()
{
    const auto server = practice::Server::start(u"healthy-http"_s);
    QVERIFY(server);
    engine::RunRequest request = requestFor((*server)->port(), core::Protocol::Http, 12);
    request.symptoms.insert(u"when"_s, u"idle"_s);
    engine::SessionController controller(english(), m_clock);
    QSignalSpy finished(&controller, &engine::SessionController::finished);
    controller.start(request);
    QVERIFY(QTest::qWaitFor([&] { return isRunning(controller.snapshot(), u"idle-survival"_s); }, Soon));
    const qint64 before = m_clock->now().wallMs;
    m_clock->sleep(HourMs);
    QVERIFY(QTest::qWaitFor([&] { return controller.snapshot().spoiltBySleep.contains(u"idle-survival"_s); }, Soon));
    QVERIFY(!finished.isEmpty() || finished.wait(Soon));
    const core::Session session = controller.snapshot().session;
    QVERIFY(session.complete);
    const core::TestRecord* idle = core::findTest(session, u"idle-survival"_s);
    QVERIFY(idle && !idle->attempts.empty());
    for (const core::Attempt& attempt : idle->attempts)
        QVERIFY(attempt.startedAt.wallMs > before + HourMs / 2);
    const core::TestRecord* connect = core::findTest(session, u"connect"_s); // was over before: still holds
    QVERIFY(connect && !connect->attempts.empty());
    QVERIFY(connect->attempts.front().startedAt.wallMs <= before);
}

void TestEngineSleep::spoiltTwiceItStaysWithoutAResult()
{
    const auto server = practice::Server::start(u"healthy-http"_s);
    QVERIFY(server);
    engine::RunRequest request = requestFor((*server)->port(), core::Protocol::Http, 12);
    request.symptoms.insert(u"when"_s, u"idle"_s);
    engine::SessionController controller(english(), m_clock);
    QSignalSpy finished(&controller, &engine::SessionController::finished);
    controller.start(request);
    for (int nap = 0; nap < 2; ++nap) {
        const auto wasSpoilt = [&] { return controller.snapshot().spoiltBySleep.contains(u"idle-survival"_s); };
        QVERIFY(QTest::qWaitFor(
            [&] { return wasSpoilt() == (nap == 1) && isRunning(controller.snapshot(), u"idle-survival"_s); }, Soon));
        m_clock->sleep(HourMs);
        QVERIFY(QTest::qWaitFor([&] { return wasSpoilt() && (nap == 0 || !controller.isRunning()); }, Soon));
    }
    QVERIFY(!finished.isEmpty() || finished.wait(Soon));
    const core::TestRecord* idle = core::findTest(controller.snapshot().session, u"idle-survival"_s);
    QVERIFY(idle);
    QCOMPARE(idle->state, core::TestState::Cancelled);
    QCOMPARE(idle->reason, u"asleep"_s);
    QVERIFY(idle->attempts.empty());
}

QTEST_GUILESS_MAIN(TestEngineSleep)
#include "test_engine_sleep.moc"
