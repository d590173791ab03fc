// SPDX-License-Identifier: GPL-3.0-or-later
// Which test comes next, and which do not come at all. No network.
#include "app/engine/plan/order.h"
#include "app/probes/probe.h"
#include "tests/support/loaded_knowledge.h"

#include <QtTest>
#include <algorithm>

using namespace doctor;
using namespace doctor::engine;
using namespace Qt::StringLiterals;

namespace
{

core::TestRecord done(const QString& id, QJsonObject facts = {}, const QString& purpose = {})
{
    core::TestRecord record;
    record.id = id;
    record.state = core::TestState::Done;
    record.facts = std::move(facts);
    core::Attempt attempt;
    attempt.purpose = purpose.isEmpty() ? id : purpose;
    attempt.address = u"192.0.2.7"_s;
    attempt.phaseReached = core::Phase::Established;
    attempt.succeeded = true;
    record.attempts.push_back(attempt);
    return record;
}

core::Session fresh(const QString& when = {})
{
    core::Session session;
    session.target.host = u"192.0.2.7"_s;
    session.target.port = 8080;
    session.target.protocol = core::Protocol::Http;
    if (!when.isEmpty())
        session.symptoms.insert(u"when"_s, when);
    return session;
}

core::Session afterGroundwork(const QString& when = {})
{
    core::Session session = fresh(when);
    session.tests = {done(u"name-lookup"_s), done(u"connect"_s),
                     done(u"service"_s, {{u"protocol"_s, u"http"_s}, {u"tls"_s, false}}),
                     done(u"exchange"_s, {}, u"fresh"_s)};
    return session;
}

RunRequest requestOf(const core::Session& session, double seconds = 60)
{
    RunRequest request;
    request.target = session.target;
    request.symptoms = session.symptoms;
    request.maxDurationSeconds = seconds;
    request.skipTests = QStringList{u"this-computer"_s, u"reset-packets"_s}; // companions take no turn among the others
    return request;
}

probes::Limits left(double seconds, int connections)
{
    return {.secondsLeft = seconds, .connectionsLeft = connections, .connectionsPerSecond = 2, .thorough = false};
}

} // namespace

class TestEnginePlanner : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void groundworkComesInOrder();
    void nothingFollowsWithoutAnAddress();
    void theLongWaitComesLast_data();
    void theLongWaitComesLast();
    void theSymptomLeads_data();
    void theSymptomLeads();
    void theWaitKeepsItsPart();
    void loadLeavesConnectionsToTheOthers();
    void aWaitThatCannotComeKeepsNothing();
    void theWaitLeavesTheRaceItsConnections();
    void onlyTestsBringTheirFoundations();
    void skippedTestsNeverCome();
    void failedExchangeEndsTheQuestioning();
    void spentBudgetsEndTheRun_data();
    void spentBudgetsEndTheRun();
    void planFitsTimeAndBudget_data();
    void planFitsTimeAndBudget();
    void heavyTestsKeepToWhatIsRuledOut();
    void planNamesReasons();
    void availableTestsLeaveOutWhatIsDone();

private:
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
};

void TestEnginePlanner::initTestCase()
{
    m_knowledge = testing::loadedKnowledge();
}

void TestEnginePlanner::groundworkComesInOrder()
{
    core::Session session = fresh();
    const RunRequest request = requestOf(session);
    QCOMPARE(nextTest(session, request, left(60, 40), *m_knowledge), u"name-lookup"_s);
    session.tests.push_back(done(u"name-lookup"_s));
    QCOMPARE(nextTest(session, request, left(60, 40), *m_knowledge), u"connect"_s);
    session.tests.push_back(done(u"connect"_s));
    QCOMPARE(nextTest(session, request, left(55, 34), *m_knowledge), u"service"_s);
    session.tests.push_back(done(u"service"_s, {{u"protocol"_s, u"https"_s}, {u"tls"_s, true}}));
    QCOMPARE(nextTest(session, request, left(53, 32), *m_knowledge), u"tls-handshake"_s);
    session.tests.push_back(done(u"tls-handshake"_s, {}, u"default"_s));
    QCOMPARE(nextTest(session, request, left(50, 30), *m_knowledge), u"exchange"_s);
}

void TestEnginePlanner::nothingFollowsWithoutAnAddress()
{
    core::Session session = fresh();
    core::TestRecord refused = done(u"connect"_s);
    refused.attempts.front().phaseReached = core::Phase::Connect;
    refused.attempts.front().ending = {core::Who::Peer, core::How::Refused, core::Phase::Connect, 111, {}};
    session.tests = {done(u"name-lookup"_s), refused};
    QVERIFY(nextTest(session, requestOf(session), left(55, 34), *m_knowledge).isEmpty());
    QCOMPARE(reasonNotRun(u"service"_s, session, requestOf(session), left(55, 34)), u"no-address"_s);
}

void TestEnginePlanner::theLongWaitComesLast_data()
{
    QTest::addColumn<QString>("when");
    for (const char* when : {"", "unknown", "idle", "load", "transfer", "random"})
        QTest::addRow("when=%s", when) << QString::fromLatin1(when);
}

void TestEnginePlanner::theLongWaitComesLast()
{
    QFETCH(QString, when);
    core::Session session = afterGroundwork(when);
    const RunRequest request = requestOf(session);
    probes::Limits limits = left(52, 26);
    QStringList order;
    while (order.size() < 10) {
        const QString id = nextTest(session, request, limits, *m_knowledge);
        if (id.isEmpty())
            break;
        order << id;
        const probes::Cost cost =
            probes::findProbe(id)->cost(probes::situationFrom(session), shareFor(id, session, request, limits));
        limits.secondsLeft -= cost.seconds;
        limits.connectionsLeft -= cost.connections;
        session.tests.push_back(done(id));
    }
    QVERIFY2(!order.isEmpty(), "there is time for something");
    QCOMPARE(order.back(), LongWait);
    QCOMPARE(order.count(LongWait), 1);
}

void TestEnginePlanner::theSymptomLeads_data()
{
    QTest::addColumn<QString>("when");
    QTest::addColumn<QStringList>("first");
    QTest::newRow("load") << u"load"_s << QStringList{u"load-ramp"_s};
    QTest::newRow("transfer") << u"transfer"_s << QStringList{u"payload-size"_s, u"request-time"_s};
}

void TestEnginePlanner::theSymptomLeads()
{
    QFETCH(QString, when);
    QFETCH(QStringList, first);
    const core::Session session = afterGroundwork(when);
    QVERIFY(first.contains(nextTest(session, requestOf(session), left(52, 28), *m_knowledge)));
}

void TestEnginePlanner::theWaitKeepsItsPart()
{
    const core::Session session = afterGroundwork(u"idle"_s);
    const RunRequest request = requestOf(session, 20); // twelve of these are kept
    QCOMPARE(nextTest(session, request, left(12.5, 28), *m_knowledge), LongWait);
}

void TestEnginePlanner::loadLeavesConnectionsToTheOthers()
{
    const core::Session session = afterGroundwork(u"load"_s);
    const RunRequest request = requestOf(session);
    const probes::Limits share = shareFor(u"load-ramp"_s, session, request, left(52, 27));
    QVERIFY2(share.connectionsLeft <= 27 - idleConnections(request) - 2, "two are for the slow requests");
    QVERIFY(share.connectionsLeft >= 11);
}

void TestEnginePlanner::aWaitThatCannotComeKeepsNothing()
{
    const core::Session works = afterGroundwork(u"first-request"_s);
    QVERIFY(shareFor(u"resetter-trace"_s, works, requestOf(works), left(40, 19)).connectionsLeft < 19);
    core::Session cut = works;
    core::Attempt& request = cut.tests.back().attempts.back();
    request.succeeded = false;
    request.ending = {core::Who::Peer, core::How::Reset, core::Phase::Response, std::nullopt, {}};
    QCOMPARE(probes::findProbe(LongWait)->cost(probes::situationFrom(cut), left(40, 19)).reason, u"no-exchange"_s);
    QCOMPARE(shareFor(u"resetter-trace"_s, cut, requestOf(cut), left(40, 19)).connectionsLeft, 19);
}

void TestEnginePlanner::theWaitLeavesTheRaceItsConnections()
{
    const core::Session random = afterGroundwork(u"random"_s);
    QCOMPARE(shareFor(LongWait, random, requestOf(random), left(30, 15)).connectionsLeft, 9);
    QCOMPARE(shareFor(LongWait, random, requestOf(random), left(30, 8)).connectionsLeft, 6);
    RunRequest alone = requestOf(random);
    alone.onlyTests = QStringList{LongWait};
    QCOMPARE(shareFor(LongWait, random, alone, left(30, 15)).connectionsLeft, 15);
    const core::Session idle = afterGroundwork(u"idle"_s);
    QCOMPARE(shareFor(LongWait, idle, requestOf(idle), left(30, 15)).connectionsLeft, 15);
}

void TestEnginePlanner::onlyTestsBringTheirFoundations()
{
    RunRequest request = requestOf(fresh());
    request.onlyTests = QStringList{u"idle-survival"_s};
    QVERIFY(isWanted(u"connect"_s, request));
    QVERIFY(isWanted(u"idle-survival"_s, request));
    QVERIFY(!isWanted(u"load-ramp"_s, request));
    request.onlyTests = QStringList{u"connect"_s};
    QVERIFY(isWanted(u"name-lookup"_s, request));
    QVERIFY(!isWanted(u"service"_s, request));
}

void TestEnginePlanner::skippedTestsNeverCome()
{
    const core::Session session = afterGroundwork(u"load"_s);
    RunRequest request = requestOf(session);
    request.skipTests = QStringList{u"load-ramp"_s};
    QVERIFY(nextTest(session, request, left(52, 28), *m_knowledge) != u"load-ramp");
    QCOMPARE(reasonNotRun(u"load-ramp"_s, session, request, left(52, 28)), u"user"_s);
}

void TestEnginePlanner::failedExchangeEndsTheQuestioning()
{
    core::Session session = afterGroundwork();
    session.tests.back().attempts.front().succeeded = false;
    QVERIFY(nextTest(session, requestOf(session), left(52, 28), *m_knowledge).isEmpty());
    QCOMPARE(reasonNotRun(u"payload-size"_s, session, requestOf(session), left(52, 28)), u"no-exchange"_s);
}

void TestEnginePlanner::spentBudgetsEndTheRun_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<int>("connections");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no time") << 0.5 << 30 << u"no-time"_s;
    QTest::newRow("negative time") << -3.0 << 30 << u"no-time"_s;
    QTest::newRow("no connections") << 40.0 << 0 << u"no-connections"_s;
}

void TestEnginePlanner::spentBudgetsEndTheRun()
{
    QFETCH(double, seconds);
    QFETCH(int, connections);
    QFETCH(QString, reason);
    const core::Session session = afterGroundwork();
    const RunRequest request = requestOf(session);
    QVERIFY(nextTest(session, request, left(seconds, connections), *m_knowledge).isEmpty());
    QCOMPARE(reasonNotRun(u"request-time"_s, session, request, left(seconds, connections)), reason);
}

void TestEnginePlanner::planFitsTimeAndBudget_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<core::Protocol>("protocol");
    QTest::addColumn<QString>("when");
    for (const double seconds : {10.0, 30.0, 60.0, 300.0})
        for (const core::Protocol protocol : {core::Protocol::Auto, core::Protocol::Https, core::Protocol::Redis})
            for (const char* when : {"", "idle", "load", "tls"})
                QTest::addRow("%.0f s, protocol %d, when=%s", seconds, static_cast<int>(protocol), when)
                    << seconds << protocol << QString::fromLatin1(when);
}

void TestEnginePlanner::planFitsTimeAndBudget()
{
    QFETCH(double, seconds);
    QFETCH(core::Protocol, protocol);
    QFETCH(QString, when);
    core::Session session = fresh(when);
    session.target.protocol = protocol;
    const RunRequest request = requestOf(session, seconds);
    const Plan plan = makePlan(request, *m_knowledge);
    QCOMPARE(plan, makePlan(request, *m_knowledge));
    QCOMPARE(plan.tests.size(), probes::allProbes().size());
    QVERIFY2(plan.seconds <= seconds + 3, qPrintable(QString::number(plan.seconds)));
    QVERIFY2(plan.connections <= request.maxConnections, qPrintable(QString::number(plan.connections)));
    for (const PlannedTest& test : plan.tests)
        QCOMPARE(test.selected, test.reason.isEmpty());
}

void TestEnginePlanner::heavyTestsKeepToWhatIsRuledOut()
{
    RunRequest request = requestOf(fresh(u"load"_s), 300);
    request.thorough = true;
    const int wanted = makePlan(request, *m_knowledge).connections;
    QVERIFY2(wanted > request.maxConnections, "heavy tests may take more than the polite budget");
    request.neverMoreConnections = 30;
    const int bounded = makePlan(request, *m_knowledge).connections;
    QVERIFY2(bounded <= 30 && bounded > 0, qPrintable(QString::number(bounded)));
    request.neverMoreConnections = 10'000; // rules nothing out
    QCOMPARE(makePlan(request, *m_knowledge).connections, wanted);
}

void TestEnginePlanner::planNamesReasons()
{
    core::Session session = fresh();
    session.target.protocol = core::Protocol::Redis;
    const Plan plan = makePlan(requestOf(session), *m_knowledge);
    const auto reason = [&](const QString& id) {
        const auto found =
            std::find_if(plan.tests.begin(), plan.tests.end(), [&](const PlannedTest& test) { return test.id == id; });
        return found == plan.tests.end() ? u"missing"_s : found->reason;
    };
    QCOMPARE(reason(u"payload-size"_s), u"no-http"_s);
    QCOMPARE(reason(u"tls-handshake"_s), u"no-tls"_s);
    QCOMPARE(reason(u"connect"_s), QString());
}

void TestEnginePlanner::availableTestsLeaveOutWhatIsDone()
{
    const core::Session session = afterGroundwork();
    const QMap<QString, double> available = availableTests(session);
    QVERIFY(!available.contains(u"connect"_s));
    QVERIFY(!available.contains(u"tls-handshake"_s));
    QVERIFY(available.value(u"idle-survival"_s) > 0);
}

QTEST_GUILESS_MAIN(TestEnginePlanner)
#include "test_engine_planner.moc"
