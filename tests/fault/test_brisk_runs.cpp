// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that nobody gave a time, against servers that answer 20 ms later: sound ones are let go soon, what fails each
// time is named soon, and the server counts few connections. The exact times are for the benchmark (tests/bench).
#include "app/engine/practice_target.h"
#include "app/engine/session_controller.h"
#include "tests/support/delaying_relay.h"

#include <QtTest>
#include <map>

using namespace doctor;
using namespace doctor::engine;
using namespace Qt::StringLiterals;

namespace
{

constexpr std::chrono::milliseconds OneWay{10};
/// What is promised, and how much more a busy machine may take.
constexpr double SoundSeconds = 6;
constexpr double RepeatableSeconds = 10;
constexpr double Generous = 4;
constexpr int MostConnections = 40;
constexpr int LongestRunMs = 120'000;

struct Row {
    const char* fault;
    const char* cause;
};
constexpr Row Rows[]{{"healthy-tcp", "no-fault-found"},
                     {"healthy-http", "no-fault-found"},
                     {"healthy-tls", "no-fault-found"},
                     {"orderly-fin", "no-fault-found"},
                     {"reset-at-accept", "ip-filtering"},
                     {"reset-after-first-bytes", "abortive-close"},
                     {"close-with-unread-data", "abortive-close"},
                     {"reset-mid-response", "unhandled-exception"},
                     {"answer-time-limit", "request-timeout"},
                     {"request-count-limit", "connection-lifetime-limit"},
                     {"request-too-large", "request-too-large"},
                     {"tls-old-only", "tls-version-mismatch"},
                     {"tls-name-required", "tls-sni-required"},
                     {"tls-client-certificate", "tls-client-certificate-required"},
                     {"tls-large-hello", "tls-large-client-hello"},
                     {"tls-odd-ciphers", "tls-cipher-mismatch"},
                     {"tls-reset-on-hello", "content-filtering"},
                     {"wrong-protocol", "wrong-protocol"}};

struct Patient {
    std::unique_ptr<PracticeTarget> target;
    std::unique_ptr<testing::DelayingRelay> relay;
    std::unique_ptr<SessionController> controller;
};

struct Outcome {
    core::Session session;
    int connections = 0;
};

QString testsOf(const core::Session& session)
{
    QStringList words;
    for (const core::TestRecord& record : session.tests)
        if (record.startedSeconds)
            words << u"%1 %2+%3"_s.arg(record.id)
                         .arg(*record.startedSeconds, 0, 'f', 1)
                         .arg(record.durationSeconds.value_or(-1), 0, 'f', 1);
    return words.join(u", "_s);
}

} // namespace

class TestBriskRuns : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void soonAndRight_data();
    void soonAndRight();

private:
    static constexpr std::size_t AtOnce = 4;
    std::map<QString, Outcome> m_outcomes;
};

/// Most of a run is waiting, so several share the machine.
void TestBriskRuns::initTestCase()
{
    const auto knowledge = knowledge::Knowledge::load(u"en"_s);
    QVERIFY2(knowledge.has_value(), knowledge ? "" : qPrintable(knowledge.error().message));
    const auto clock = std::make_shared<core::SystemClock>();
    std::vector<Row> waiting(std::begin(Rows), std::end(Rows));
    std::map<QString, Patient> running;
    while (!waiting.empty() || !running.empty()) {
        while (running.size() < AtOnce && !waiting.empty()) {
            const QString fault = QString::fromLatin1(waiting.back().fault);
            waiting.pop_back();
            auto target = PracticeTarget::start(fault);
            QVERIFY2(target.has_value(), qPrintable(fault));
            Patient patient{std::move(*target), nullptr, std::make_unique<SessionController>(*knowledge, clock)};
            patient.relay = std::make_unique<testing::DelayingRelay>(patient.target->port(), OneWay);
            QVERIFY(patient.relay->port() > 0);
            RunRequest request;
            request.target.host = u"127.0.0.1"_s;
            request.target.port = patient.relay->port();
            request.brisk = true;
            patient.controller->start(request);
            running.emplace(fault, std::move(patient));
        }
        const auto ended = [](const auto& one) { return !one.second.controller->isRunning(); };
        QVERIFY(QTest::qWaitFor([&] { return std::any_of(running.begin(), running.end(), ended); }, LongestRunMs));
        for (auto it = running.begin(); it != running.end();) {
            if (it->second.controller->isRunning()) {
                ++it;
                continue;
            }
            m_outcomes.emplace(it->first,
                               Outcome{it->second.controller->snapshot().session, it->second.relay->connections()});
            it = running.erase(it);
        }
    }
}

void TestBriskRuns::soonAndRight_data()
{
    QTest::addColumn<QString>("cause");
    for (const Row& row : Rows)
        QTest::newRow(row.fault) << QString::fromLatin1(row.cause);
}

void TestBriskRuns::soonAndRight()
{
    QFETCH(QString, cause);
    const Outcome& outcome = m_outcomes.at(QString::fromLatin1(QTest::currentDataTag()));
    const core::Session& session = outcome.session;
    QVERIFY(session.complete);
    QVERIFY(!session.diagnosis.causes.empty());
    QCOMPARE(session.diagnosis.causes.front().id, cause);
    const double most = Generous * (cause == u"no-fault-found" ? SoundSeconds : RepeatableSeconds);
    QVERIFY2(session.durationSeconds < most,
             qPrintable(u"%1 s: %2"_s.arg(session.durationSeconds).arg(testsOf(session))));
    QVERIFY2(outcome.connections > 0 && outcome.connections <= MostConnections,
             qPrintable(QString::number(outcome.connections)));
    qInfo("%.1f s, %d connections", session.durationSeconds, outcome.connections);
}

QTEST_GUILESS_MAIN(TestBriskRuns)
#include "test_brisk_runs.moc"
