// SPDX-License-Identifier: GPL-3.0-or-later
// The idle ladder against servers that forget, close or cut quiet connections.
#include "app/practice/practice.h"
#include "tests/unit/probes/probe_bench.h"

#include <QtTest>
#include <algorithm>

using namespace doctor;
using namespace doctor::tests;
using namespace Qt::StringLiterals;

namespace
{

constexpr double Limit = 1.6;

core::TestRecord idleOn(const QString& fault, const QJsonObject& options, double seconds,
                        core::Protocol protocol = core::Protocol::Http, bool thorough = false)
{
    auto server = practice::Server::start(fault, 0, options);
    if (!server)
        qFatal("%s", qPrintable(server.error().message));
    core::Session session = measure(local((*server)->port(), protocol), u"idle"_s,
                                    {u"name-lookup"_s, u"connect"_s, u"service"_s, u"exchange"_s});
    measureOne(session, u"idle-survival"_s, {.seconds = seconds, .connections = 12, .thorough = thorough, .stop = {}});
    return session.tests.back();
}

int count(const core::TestRecord& record, const QString& observation, const QString& value)
{
    return static_cast<int>(
        std::count_if(record.attempts.begin(), record.attempts.end(), [&](const core::Attempt& attempt) {
            return attempt.observations.value(observation).toString() == value;
        }));
}

double meant(const core::Attempt& attempt)
{
    return attempt.parameters.value(u"idleSeconds").toDouble();
}

} // namespace

class TestProbesIdle : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void endingInTheQuietIsTimed_data();
    void endingInTheQuietIsTimed();
    void forgettingShowsOnWaking_data();
    void forgettingShowsOnWaking();
    void healthySurvivesToTheTop();
    void linesAreWokenByALineFeed();
    void announcedCloseIsQuietBeforeTheRequest();
    void thoroughAddsKeepAlive();
};

void TestProbesIdle::endingInTheQuietIsTimed_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("how");
    QTest::newRow("FIN") << u"idle-fin"_s << u"fin"_s;
    QTest::newRow("RST") << u"idle-reset"_s << u"reset"_s;
}

void TestProbesIdle::endingInTheQuietIsTimed()
{
    QFETCH(QString, fault);
    QFETCH(QString, how);
    const core::TestRecord record = idleOn(fault, {{u"idleSeconds"_s, Limit}}, 30);
    QVERIFY(count(record, u"inQuiet"_s, how) >= 2);
    std::vector<double> ages;
    for (const core::Attempt& attempt : record.attempts)
        if (attempt.observations.value(u"inQuiet").toString() == how)
            ages.push_back(attempt.timings.idleMs.value_or(0) / 1000);
    const double youngest = *std::min_element(ages.begin(), ages.end());
    QVERIFY2(youngest > Limit - 0.1 && youngest < Limit + 1, qPrintable(QString::number(youngest)));
}

void TestProbesIdle::forgettingShowsOnWaking_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("wake");
    QTest::newRow("RST") << u"idle-forgotten-reset"_s << u"reset"_s;
    QTest::newRow("silence") << u"idle-forgotten-silence"_s << u"silence"_s;
}

void TestProbesIdle::forgettingShowsOnWaking()
{
    QFETCH(QString, fault);
    QFETCH(QString, wake);
    const core::TestRecord record = idleOn(fault, {{u"idleSeconds"_s, Limit}}, 16);
    QVERIFY(count(record, u"wake"_s, wake) >= 2);
    QCOMPARE(count(record, u"inQuiet"_s, u"fin"_s) + count(record, u"inQuiet"_s, u"reset"_s), 0);
    double longestAlive = 0;
    double shortestDead = 1e9;
    for (const core::Attempt& attempt : record.attempts) {
        const QString woken = attempt.observations.value(u"wake").toString();
        if (woken == u"alive")
            longestAlive = std::max(longestAlive, meant(attempt));
        else if (woken == wake)
            shortestDead = std::min(shortestDead, meant(attempt));
    }
    QVERIFY(longestAlive <= Limit && shortestDead >= Limit);
    QVERIFY2(shortestDead - longestAlive <= 1.05, "the bracket is no wider than one step of the ladder");
}

void TestProbesIdle::healthySurvivesToTheTop()
{
    const core::TestRecord record = idleOn(u"healthy-http"_s, {}, 6.5);
    QVERIFY(record.attempts.size() >= 3);
    double top = 0;
    for (const core::Attempt& attempt : record.attempts) {
        QVERIFY(attempt.succeeded);
        QCOMPARE(attempt.observations.value(u"wake").toString(), u"alive"_s);
        QVERIFY(attempt.parameters.value(u"afterRequest").toBool());
        QVERIFY(attempt.timings.idleMs.value_or(0) >= meant(attempt) * 1000 - 60);
        top = std::max(top, meant(attempt));
    }
    QVERIFY(top >= 3);
}

void TestProbesIdle::linesAreWokenByALineFeed()
{
    const core::TestRecord record = idleOn(u"healthy-tcp"_s, {}, 5, core::Protocol::Tcp);
    QVERIFY(!record.attempts.empty());
    for (const core::Attempt& attempt : record.attempts) {
        QCOMPARE(attempt.observations.value(u"wake").toString(), u"alive"_s);
        QVERIFY(attempt.succeeded);
    }
}

void TestProbesIdle::announcedCloseIsQuietBeforeTheRequest()
{
    const core::TestRecord record = idleOn(u"orderly-fin"_s, {}, 5);
    QVERIFY(!record.attempts.empty());
    for (const core::Attempt& attempt : record.attempts) {
        QCOMPARE(attempt.parameters.value(u"afterRequest").toBool(true), false);
        QCOMPARE(attempt.observations.value(u"wake").toString(), u"alive"_s);
    }
}

void TestProbesIdle::thoroughAddsKeepAlive()
{
    const core::TestRecord record = idleOn(u"healthy-http"_s, {}, 5, core::Protocol::Http, true);
    const auto arm = std::count_if(record.attempts.begin(), record.attempts.end(),
                                   [](const core::Attempt& attempt) { return attempt.purpose == u"idle-keepalive"; });
    QVERIFY(arm > 0);
    QCOMPARE(static_cast<std::size_t>(arm) * 2, record.attempts.size());
}

QTEST_GUILESS_MAIN(TestProbesIdle)
#include "test_probes_idle.moc"
