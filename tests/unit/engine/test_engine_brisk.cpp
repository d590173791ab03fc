// SPDX-License-Identifier: GPL-3.0-or-later
// When a run that nobody gave a time goes on, and when it ends. No network.
#include "app/diagnosis/diagnose.h"
#include "app/engine/plan/brisk.h"
#include "app/engine/plan/order.h"
#include "tests/support/loaded_knowledge.h"

#include <QtTest>

using namespace doctor;
using namespace doctor::engine;
using namespace Qt::StringLiterals;

namespace
{

core::Attempt attempt(const QString& purpose, bool worked)
{
    core::Attempt one;
    one.purpose = purpose;
    one.address = u"192.0.2.7"_s;
    one.phaseReached = core::Phase::Established;
    one.succeeded = worked;
    if (!worked)
        one.ending = {core::Who::Peer, core::How::Reset, core::Phase::Response, 104, {}};
    return one;
}

core::TestRecord done(const QString& id, std::vector<core::Attempt> attempts, QJsonObject facts = {})
{
    core::TestRecord record;
    record.id = id;
    record.state = core::TestState::Done;
    record.facts = std::move(facts);
    record.attempts = std::move(attempts);
    return record;
}

/// All groundwork of a web server is over; `worked` says how each of its exchanges went.
core::Session session(const std::vector<bool>& worked, const QString& when = {})
{
    core::Session session;
    session.target.host = u"192.0.2.7"_s;
    session.target.port = 8080;
    session.target.protocol = core::Protocol::Http;
    if (!when.isEmpty())
        session.symptoms.insert(u"when"_s, when);
    std::vector<core::Attempt> exchanges;
    for (const bool one : worked) {
        exchanges.push_back(attempt(u"fresh"_s, one));
        exchanges.back().observations.insert(u"state"_s, one ? u"answered"_s : u"no-answer"_s);
        if (!one)
            exchanges.back().bytesReceived = 0;
    }
    session.tests = {
        done(u"this-computer"_s, {}),
        done(u"reset-packets"_s, {}),
        done(u"name-lookup"_s, {attempt(u"lookup"_s, true)}),
        done(u"connect"_s, {attempt(u"connect"_s, true), attempt(u"connect"_s, true)}),
        done(u"service"_s, {attempt(u"http-request"_s, true)}, {{u"protocol"_s, u"http"_s}, {u"tls"_s, false}}),
        done(u"exchange"_s, std::move(exchanges))};
    return session;
}

core::Attempt quiet(double seconds, const QString& inQuiet)
{
    core::Attempt one = attempt(u"idle"_s, inQuiet == u"nothing");
    one.parameters.insert(u"idleSeconds"_s, seconds);
    one.observations = {{u"inQuiet"_s, inQuiet}, {u"wake"_s, inQuiet == u"nothing" ? u"alive"_s : u"not-tested"_s}};
    one.timings.idleMs = seconds * 1000;
    return one;
}

RunRequest brisk(const core::Session& session)
{
    RunRequest request;
    request.target = session.target;
    request.symptoms = session.symptoms;
    request.brisk = true;
    return request;
}

probes::Limits after(double seconds)
{
    return {.secondsLeft = 60 - seconds, .connectionsLeft = 30, .connectionsPerSecond = 2, .thorough = false};
}

} // namespace

class TestEngineBrisk : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void healthCountsSteps_data();
    void healthCountsSteps();
    void whoSpeaksOfTimeGetsIt_data();
    void whoSpeaksOfTimeGetsIt();
    void soundTargetsAreLetGo();
    void aBriefEndingAsksForALongLook();
    void oneThatNeverRestedDoesNot();
    void whoComplainsGetsALongLook();
    void turnedAwayNowAndThenIsUnsteady();
    void aLimitOfRequestsIsSteady();
    void aBriefLookLeavesTheTestOnOffer();
    void nothingMoreOnceTheVerdictStands();

private:
    [[nodiscard]] QString next(const core::Session& session, double spent) const
    {
        return nextTest(session, brisk(session), after(spent), *m_knowledge);
    }
    [[nodiscard]] core::Session judged(core::Session session) const
    {
        return diagnosis::diagnosed(std::move(session), *m_knowledge);
    }
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
};

void TestEngineBrisk::initTestCase()
{
    m_knowledge = testing::loadedKnowledge();
}

void TestEngineBrisk::healthCountsSteps_data()
{
    QTest::addColumn<std::vector<bool>>("exchanges");
    QTest::addColumn<Health>("health");
    QTest::newRow("all worked") << std::vector<bool>{true, true} << Health::Sound;
    QTest::newRow("none worked") << std::vector<bool>{false, false} << Health::Failing;
    QTest::newRow("one of three") << std::vector<bool>{true, false, true} << Health::Unsteady;
}

void TestEngineBrisk::healthCountsSteps()
{
    QFETCH(std::vector<bool>, exchanges);
    QFETCH(Health, health);
    QCOMPARE(healthOf(session(exchanges)), health);
}

void TestEngineBrisk::whoSpeaksOfTimeGetsIt_data()
{
    QTest::addColumn<QString>("when");
    QTest::addColumn<bool>("isLong");
    for (const char* when : {"idle", "random", "unknown"})
        QTest::addRow("when=%s", when) << QString::fromLatin1(when) << true;
    for (const char* when : {"", "connect", "tls", "first-request", "load"})
        QTest::addRow("when=%s", when) << QString::fromLatin1(when) << false;
}

void TestEngineBrisk::whoSpeaksOfTimeGetsIt()
{
    QFETCH(QString, when);
    QFETCH(bool, isLong);
    const core::Session told = session({true, true}, when);
    RunRequest request = brisk(told);
    QCOMPARE(waitsLong(told, request, m_knowledge.get()), isLong);
    request.brisk = false;
    QVERIFY2(waitsLong(told, request, m_knowledge.get()), "a time that was given is used");
    request.brisk = true;
    request.onlyTests = QStringList{LongWait};
    QVERIFY2(waitsLong(told, request, m_knowledge.get()), "whoever asks for a test wants all of it");
}

void TestEngineBrisk::soundTargetsAreLetGo()
{
    core::Session sound = judged(session({true, true}));
    QCOMPARE(next(sound, 2.5), LongWait); // beside the others
    const probes::Limits share = shareFor(LongWait, sound, brisk(sound), after(2.5), m_knowledge.get());
    QVERIFY2(share.secondsLeft < 8 && share.brisk, qPrintable(QString::number(share.secondsLeft)));
    sound.tests.push_back(done(LongWait, {quiet(2, u"nothing"_s)}, {{u"brief"_s, true}}));
    sound = judged(sound);
    QCOMPARE(next(sound, 4.0), u"payload-size"_s);
    QVERIFY2(next(sound, 5.5).isEmpty(), qPrintable(next(sound, 5.5)));
    QCOMPARE(reasonNotRun(u"load-ramp"_s, sound, brisk(sound), after(5.5), m_knowledge.get()), u"not-quick"_s);
    RunRequest given = brisk(sound);
    given.brisk = false;
    QVERIFY2(!nextTest(sound, given, after(5.5), *m_knowledge).isEmpty(), "a time that was given is used");
}

void TestEngineBrisk::aBriefEndingAsksForALongLook()
{
    core::Session cut = session({true, true});
    cut.tests.push_back(done(LongWait, {quiet(1, u"nothing"_s), quiet(1.8, u"reset"_s)}, {{u"brief"_s, true}}));
    cut = judged(cut);
    QCOMPARE(next(cut, 5), LongWait);
    QVERIFY(shareFor(LongWait, cut, brisk(cut), after(5), m_knowledge.get()).secondsLeft > 30);
    cut.tests.back().facts.insert(u"brief"_s, false);
    QVERIFY2(next(cut, 40) != LongWait, "once");
}

void TestEngineBrisk::oneThatNeverRestedDoesNot()
{
    core::Session refused = session({true, true});
    refused.tests.push_back(done(LongWait, {quiet(1, u"nothing"_s), attempt(u"idle"_s, false)}, {{u"brief"_s, true}}));
    refused = judged(refused);
    QVERIFY2(waitsLong(refused, brisk(refused), m_knowledge.get()), "failed, and nobody knows why");
    core::RankedCause leader;
    leader.id = u"connection-limit"_s;
    leader.probability = 0.95;
    refused.diagnosis.causes = {leader};
    QVERIFY2(!waitsLong(refused, brisk(refused), m_knowledge.get()), "it is known why");
}

/// Who has seen it fail is not sent away because it works at the moment.
void TestEngineBrisk::whoComplainsGetsALongLook()
{
    core::Session sound = session({true, true});
    sound.tests.push_back(done(LongWait, {quiet(2, u"nothing"_s)}, {{u"brief"_s, true}}));
    RunRequest request = brisk(sound);
    QVERIFY(!waitsLong(sound, request, m_knowledge.get()));
    request.errorText = u"Connection reset by peer"_s;
    QVERIFY(waitsLong(sound, request, m_knowledge.get()));
    request.errorText.clear();
    request.symptoms.insert(u"when"_s, u"tls"_s);
    QVERIFY(waitsLong(sound, request, m_knowledge.get()));
}

void TestEngineBrisk::turnedAwayNowAndThenIsUnsteady()
{
    core::Session now = session({true, true});
    QCOMPARE(healthOf(now), Health::Sound);
    core::Attempt refused = attempt(u"size"_s, false);
    refused.phaseReached = core::Phase::Connect;
    refused.ending = {core::Who::Peer, core::How::Refused, core::Phase::Connect, 111, {}};
    now.tests.push_back(done(u"load-ramp"_s, {refused}));
    QCOMPARE(healthOf(now), Health::Sound); // provoked
    now.tests.push_back(done(u"payload-size"_s, {refused}));
    QCOMPARE(healthOf(now), Health::Unsteady);
    now.tests.push_back(done(LongWait, {quiet(2, u"nothing"_s)}, {{u"brief"_s, true}}));
    QVERIFY2(waitsLong(judged(now), brisk(now), m_knowledge.get()), "undecided");
}

void TestEngineBrisk::aLimitOfRequestsIsSteady()
{
    core::Session limited = session({true, true});
    core::TestRecord& exchange = limited.tests.back();
    for (const bool worked : {true, true, false})
        exchange.attempts.push_back(attempt(u"reused"_s, worked));
    QCOMPARE(healthOf(limited), Health::Unsteady);
    core::Finding finding;
    finding.question = u"reuse"_s;
    finding.answer = u"cut-at-count"_s;
    limited.findings = {finding};
    QCOMPARE(healthOf(limited), Health::Failing);
}

void TestEngineBrisk::aBriefLookLeavesTheTestOnOffer()
{
    core::Session sound = session({true, true});
    sound.tests.push_back(done(LongWait, {quiet(2, u"nothing"_s)}, {{u"brief"_s, true}}));
    QVERIFY(availableTests(sound).value(LongWait) > 30);
    sound.tests.back().facts.insert(u"brief"_s, false);
    QVERIFY(!availableTests(sound).contains(LongWait));
}

void TestEngineBrisk::nothingMoreOnceTheVerdictStands()
{
    core::Session failing = session({false, false, false});
    failing.tests.back().attempts.clear();
    core::TestRecord& connect = failing.tests[3];
    connect.attempts.clear();
    for (int i = 0; i < 5; ++i) {
        core::Attempt refused = attempt(u"connect"_s, false);
        refused.phaseReached = core::Phase::Connect;
        refused.ending = {core::Who::Peer, core::How::Refused, core::Phase::Connect, 111, {}};
        connect.attempts.push_back(refused);
    }
    failing.tests.resize(4);
    failing = judged(failing);
    QCOMPARE(next(failing, 3), u"resetter-trace"_s); // the cause stands, who sent the refusal does not
    failing.tests.push_back(done(u"resetter-trace"_s, {}));
    QVERIFY2(next(failing, 3).isEmpty(), qPrintable(next(failing, 3)));
    const core::RankedCause& leader = failing.diagnosis.causes.front();
    QCOMPARE(isSettledWithout(failing, {u"load-outcome"_s}, *m_knowledge), leader.probability >= 0.9);
}

QTEST_GUILESS_MAIN(TestEngineBrisk)
#include "test_engine_brisk.moc"
