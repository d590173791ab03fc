// SPDX-License-Identifier: GPL-3.0-or-later
// Every test ends at once when it is stopped, whatever it is doing with a server that means no harm.
#include "app/practice/practice.h"
#include "tests/unit/probes/probe_bench.h"

#include <QtTest>
#include <algorithm>
#include <atomic>
#include <thread>

using namespace doctor;
using namespace doctor::tests;
using namespace Qt::StringLiterals;

namespace
{

core::TestRecord doneBefore(const QString& id, const QJsonObject& facts)
{
    core::TestRecord record;
    record.id = id;
    record.state = core::TestState::Done;
    record.facts = facts;
    core::Attempt attempt;
    attempt.purpose = id == u"exchange" ? u"fresh"_s : id;
    attempt.address = u"127.0.0.1"_s;
    attempt.phaseReached = core::Phase::Established;
    attempt.succeeded = true;
    record.attempts.push_back(attempt);
    return record;
}

/// A session that makes every test applicable.
core::Session hopefulSession(int port, core::Protocol protocol)
{
    core::Session session;
    session.target = local(port, protocol);
    session.target.addresses = QStringList{u"127.0.0.1"_s};
    const bool tls = protocol == core::Protocol::Https;
    session.tests.push_back(doneBefore(u"connect"_s, {}));
    session.tests.push_back(doneBefore(u"service"_s, {{u"protocol"_s, tls ? u"https"_s : u"http"_s}, {u"tls"_s, tls}}));
    core::TestRecord handshake = doneBefore(u"tls-handshake"_s, {});
    handshake.attempts.front().purpose = u"default"_s;
    session.tests.push_back(handshake);
    session.tests.push_back(doneBefore(u"exchange"_s, {}));
    session.symptoms.insert(u"when"_s, u"tls"_s);
    return session;
}

} // namespace

class TestProbesStop : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void stopsAtOnce_data();
    void stopsAtOnce();
};

void TestProbesStop::stopsAtOnce_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("fault");
    for (const auto& probe : probes::allProbes())
        for (const QString& fault : {u"healthy-http"_s, u"healthy-tls"_s, u"slow-healthy"_s})
            QTest::addRow("%s, %s", qPrintable(probe->id()), qPrintable(fault)) << probe->id() << fault;
}

void TestProbesStop::stopsAtOnce()
{
    QFETCH(QString, id);
    QFETCH(QString, fault);
    auto server = practice::Server::start(fault);
    QVERIFY(server);
    const bool tls = fault == u"healthy-tls";
    core::Session session = hopefulSession((*server)->port(), tls ? core::Protocol::Https : core::Protocol::Http);
    std::stop_source stop;
    std::atomic<qint64> stoppedAt = 0;
    const core::SystemClock clock;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{150});
        stoppedAt = clock.now().monotonicUs;
        stop.request_stop();
    });
    measureOne(session, id, {.seconds = 20, .connections = 20, .thorough = false, .stop = stop.get_token()});
    const qint64 ended = clock.now().monotonicUs;
    stopper.join();
    if (stoppedAt < ended)
        QVERIFY2(ended - stoppedAt < 100'000, qPrintable(QString::number(ended - stoppedAt)));
}

QTEST_GUILESS_MAIN(TestProbesStop)
#include "test_probes_stop.moc"
