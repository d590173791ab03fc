// SPDX-License-Identifier: GPL-3.0-or-later
// Drawings of the way and of one connection show what was measured, and accuse nobody beyond it.
#include "app/figures/figure.h"
#include "tests/support/fake_knowledge.h"

#include <QJsonArray>
#include <QTest>
#include <algorithm>

using namespace doctor;
using namespace doctor::figures;
using doctor::testing::FakeKnowledge;

namespace
{

core::Attempt resetInAnswer()
{
    core::Attempt attempt;
    attempt.startedAt = {1790000001234, 5};
    attempt.address = u"192.0.2.9"_qs;
    attempt.port = 8080;
    attempt.localPort = 50123;
    attempt.phaseReached = core::Phase::Response;
    attempt.bytesSent = 77;
    attempt.bytesReceived = 0;
    attempt.timings.connectMs = 1.5;
    attempt.timings.totalMs = 12;
    attempt.ending = {core::Who::Peer, core::How::Reset, core::Phase::Response, 104, {}};
    return attempt;
}

core::TestRecord exchange(const core::Attempt& attempt)
{
    core::TestRecord test;
    test.id = u"exchange"_qs;
    test.attempts = {attempt};
    return test;
}

core::Attempt traceTry(int limit, const QString& reaction)
{
    core::Attempt attempt;
    attempt.purpose = u"trigger"_qs;
    if (limit > 0) {
        attempt.parameters = {{u"hopLimit"_qs, limit}};
    }
    attempt.observations = {{u"reaction"_qs, reaction}};
    return attempt;
}

/// Cut at hop 2 of 4; a device at hop 2 is what the trace says.
core::Session tracedSession()
{
    core::Session session;
    session.target.addresses = {u"198.51.100.7"_qs};
    core::TestRecord& test = session.tests.emplace_back();
    test.id = u"resetter-trace"_qs;
    test.facts = {{u"kind"_qs, u"tls-hello"_qs},
                  {u"cutHop"_qs, 2},
                  {u"targetHop"_qs, 4},
                  {u"routers"_qs, QJsonArray{QJsonObject{{u"hop"_qs, 2}, {u"address"_qs, u"10.76.0.2"_qs}}}}};
    test.attempts = {traceTry(0, u"reset"_qs), traceTry(1, u"silence"_qs), traceTry(2, u"reset"_qs),
                     traceTry(2, u"reset"_qs), traceTry(9, u"reset"_qs),   traceTry(3, u"not-said"_qs)};
    core::Finding& finding = session.findings.emplace_back();
    finding.question = u"resetter-place"_qs;
    finding.answer = u"on-path"_qs;
    finding.source = {core::SourceKind::Test, u"resetter-trace"_qs};
    finding.values = {{u"hop"_qs, 2}, {u"cutHop"_qs, 2}, {u"targetHop"_qs, 4}};
    session.diagnosis.verdict.closedBy = core::ClosedBy::Middlebox;
    return session;
}

qsizetype markedLanes(const Figure& figure)
{
    return std::count_if(figure.lanes.begin(), figure.lanes.end(), [](const Lane& lane) { return lane.marked; });
}

} // namespace

Q_DECLARE_METATYPE(doctor::core::Attempt)

class TestLanes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutATraceThereIsNoPath()
    {
        const FakeKnowledge knowledge;
        QVERIFY(resetPath({}, knowledge).isEmpty());
        core::Session unsure = tracedSession();
        unsure.findings.clear();
        QVERIFY(resetPath(unsure, knowledge).isEmpty());
    }

    void thePlaceIsMarkedOnlyWhenTheVerdictAgrees()
    {
        const FakeKnowledge knowledge;
        core::Session session = tracedSession();
        const Figure path = resetPath(session, knowledge);
        QCOMPARE(path.lanes.size(), 5U); // this computer and four hops
        QCOMPARE(markedLanes(path), 1);
        QVERIFY(path.lanes[2].marked && path.lanes[2].note == u"10.76.0.2");
        QCOMPARE(path.lanes[4].note, u"198.51.100.7"_qs);
        session.diagnosis.verdict.closedBy = core::ClosedBy::ServerApplication;
        const Figure doubted = resetPath(session, knowledge);
        QCOMPARE(markedLanes(doubted), 0);
        QVERIFY(doubted.answer.contains(u"the place stays open"));
    }

    void triesAreCountedByHowFarTheyMayGo()
    {
        const Figure path = resetPath(tracedSession(), FakeKnowledge());
        QCOMPARE(path.steps.size(), 3U); // to hop 1, to hop 2, all the way (with the one allowed to hop 9)
        QVERIFY(path.steps[0].lost && path.steps[0].to == 1);
        QVERIFY(!path.steps[1].lost && path.steps[1].mark == Mark::Reset && path.steps[1].to == 2);
        QVERIFY(path.steps[1].text.contains(u"2 of 2"));
        QVERIFY(path.steps[2].to == 4 && path.steps[2].text.contains(u"2 of 2"));
        QCOMPARE(path.table.rows.size(), path.steps.size());
    }

    void longWaysAreShortened()
    {
        core::Session session = tracedSession();
        session.tests.front().facts[u"targetHop"_qs] = 25;
        const Figure path = resetPath(session, FakeKnowledge());
        QVERIFY(path.lanes.size() <= 8);
        QVERIFY(path.lanes.back().name.contains(u"25"));
    }

    void aConnectionThatNeverBeganHasNoLadder()
    {
        core::Attempt attempt = resetInAnswer();
        attempt.phaseReached = core::Phase::NameLookup;
        QVERIFY(connectionLadder({}, FakeKnowledge(), exchange(attempt), attempt).isEmpty());
    }

    void theLadderShowsWhatWasMeasuredInOrder()
    {
        const core::Attempt attempt = resetInAnswer();
        const Figure ladder = connectionLadder({}, FakeKnowledge(), exchange(attempt), attempt);
        QCOMPARE(ladder.steps.size(), 4U); // SYN, its answer, the request, the reset; no byte came back
        QCOMPARE(ladder.lanes.size(), 2U); // nobody in between is known
        QVERIFY(ladder.steps[1].from == 1 && ladder.steps[1].to == 0);
        QVERIFY(ladder.steps[2].text.contains(u"77"));
        QVERIFY(ladder.steps[3].mark == Mark::Reset && ladder.steps[3].text.contains(u"104"));
        QVERIFY(ladder.answer.contains(u"2026-09-21 14:13:21.234"));
    }

    /// Quiet stands where it was: before an answer that came late, between two requests, or right before the end.
    void quietStandsWhereItWas_data()
    {
        QTest::addColumn<core::Attempt>("attempt");
        QTest::addColumn<QString>("order");   // S: said, A: answered, Q: quiet, E: ended
        core::Attempt slow = resetInAnswer(); // an unfinished request that got an answer in the end
        slow.purpose = u"slow-request"_qs;
        slow.bytesReceived = 447;
        slow.timings = {{}, 0.1, {}, 4009.5, 4009.7, 4010};
        slow.ending = {core::Who::Us, core::How::Fin, core::Phase::Close, {}, {}};
        QTest::newRow("the answer ended the wait") << slow << u"SQAE"_qs;
        core::Attempt woken = resetInAnswer();
        woken.purpose = u"idle"_qs;
        woken.bytesReceived = 152;
        woken.parameters = {{u"afterRequest"_qs, true}};
        woken.observations = {{u"inQuiet"_qs, u"nothing"_qs}, {u"wake"_qs, u"reset"_qs}};
        woken.timings = {{}, 0.3, {}, 4, 8000, 8001};
        QTest::newRow("the next request met a reset") << woken << u"SAQSE"_qs;
        core::Attempt first = woken;
        first.bytesReceived = 0;
        first.parameters = {{u"afterRequest"_qs, false}};
        QTest::newRow("the first request met a reset") << first << u"QSE"_qs;
        core::Attempt race = woken;
        race.purpose = u"race-band"_qs;
        race.observations = {{u"state"_qs, u"no-answer"_qs}};
        QTest::newRow("used again too late") << race << u"SAQSE"_qs;
        core::Attempt told = first;
        told.bytesSent = 0;
        told.bytesReceived = 233;
        told.observations = {{u"inQuiet"_qs, u"fin"_qs}, {u"wake"_qs, u"not-tested"_qs}, {u"words"_qs, u"408"_qs}};
        told.timings = {{}, 0.3, {}, {}, 0.02, 3002};
        told.ending = {core::Who::Peer, core::How::Fin, core::Phase::Idle, {}, {}};
        QTest::newRow("a farewell in words") << told << u"QAE"_qs;
        core::Attempt cut = woken;
        cut.observations = {{u"inQuiet"_qs, u"fin"_qs}, {u"wake"_qs, u"not-tested"_qs}};
        cut.ending = {core::Who::Peer, core::How::Fin, core::Phase::Idle, {}, {}};
        QTest::newRow("closed in the quiet") << cut << u"SAQE"_qs;
        core::Attempt brief = resetInAnswer();
        brief.timings.idleMs = 0.09;
        QTest::newRow("no quiet worth a line") << brief << u"SE"_qs;
    }
    void quietStandsWhereItWas()
    {
        QFETCH(core::Attempt, attempt);
        QFETCH(QString, order);
        const Figure ladder = connectionLadder({}, FakeKnowledge(), exchange(attempt), attempt);
        QString seen;
        for (std::size_t i = 2; i < ladder.steps.size(); ++i) { // after SYN and its answer
            const Step& step = ladder.steps[i];
            seen += i + 1 == ladder.steps.size() ? u'E' : step.from == step.to ? u'Q' : step.from == 0 ? u'S' : u'A';
        }
        QCOMPARE(seen, order);
        for (const Step& step : ladder.steps) {
            QVERIFY2(!step.text.contains(u"0.0 s"), qPrintable(step.text));
        }
    }

    void theProxyIsNotCalledTheTarget()
    {
        core::Attempt attempt = resetInAnswer();
        QCOMPARE(connectionLadder({}, FakeKnowledge(), exchange(attempt), attempt).lanes.back().name, u"Target"_qs);
        attempt.observations = {{u"proxyStage"_qs, u"open"_qs}};
        const Figure ladder = connectionLadder({}, FakeKnowledge(), exchange(attempt), attempt);
        QVERIFY2(ladder.lanes.back().name.startsWith(u"Proxy"), qPrintable(ladder.lanes.back().name));
    }

    /// An answer that says no is more telling than our own closing after it.
    void whatAnAnswerSaidAndWhoClosedIsWritten()
    {
        core::Attempt attempt = resetInAnswer();
        attempt.purpose = u"slow-request"_qs;
        attempt.bytesReceived = 447;
        attempt.observations = {{u"status"_qs, 408}};
        attempt.timings.firstByteMs = 0.004;
        attempt.ending = {core::Who::Us, core::How::Fin, core::Phase::Close, {}, {}};
        const Figure ladder = connectionLadder({}, FakeKnowledge(), exchange(attempt), attempt);
        QVERIFY2(ladder.steps[3].text.contains(u"HTTP status 408"), qPrintable(ladder.steps[3].text));
        QCOMPARE(ladder.steps.back().text, u"by the client: ending.fin"_qs);
        attempt.purpose = u"request"_qs;
        attempt.observations = {};
        const Figure quick = connectionLadder({}, FakeKnowledge(), exchange(attempt), attempt);
        QVERIFY2(!quick.steps[3].text.contains(u"0.0"), qPrintable(quick.steps[3].text));
    }

    /// People know the error by its name; a number that does not belong to it stays bare.
    void systemCodesHaveTheirNames()
    {
        FakeKnowledge knowledge;
        knowledge.setText(u"error-names.reset"_qs, u"ECONNRESET 104, on Windows WSAECONNRESET 10054"_qs);
        core::Attempt attempt = resetInAnswer();
        const Figure ladder = connectionLadder({}, knowledge, exchange(attempt), attempt);
        QVERIFY2(ladder.steps.back().text.contains(u"ECONNRESET 104"), qPrintable(ladder.steps.back().text));
        attempt.ending.nativeCode = 10;
        const Figure other = connectionLadder({}, knowledge, exchange(attempt), attempt);
        QVERIFY2(!other.steps.back().text.contains(u"ECONNRESET"), qPrintable(other.steps.back().text));
        QVERIFY(other.steps.back().text.contains(u"system code 10"));
    }

    void recordedPacketsAddTheTtl()
    {
        const core::Attempt attempt = resetInAnswer();
        core::Session session;
        core::TestRecord& packets = session.tests.emplace_back();
        packets.id = u"reset-packets"_qs;
        const auto flow = [](int port) {
            return QJsonObject{{u"address"_qs, u"192.0.2.9"_qs},
                               {u"localPort"_qs, port},
                               {u"synsSent"_qs, 3},
                               {u"ttl"_qs, 61},
                               {u"resets"_qs, QJsonArray{QJsonObject{{u"ttl"_qs, 63}}}}};
        };
        packets.facts = {{u"flows"_qs, QJsonArray{flow(50123)}}};
        const Figure ladder = connectionLadder(session, FakeKnowledge(), exchange(attempt), attempt);
        QVERIFY(ladder.steps.front().text.contains(u'3'));
        QVERIFY(ladder.steps.back().text.contains(u"63") && ladder.steps.back().text.contains(u"61"));
        packets.facts = {{u"flows"_qs, QJsonArray{flow(50999)}}}; // another connection's
        const Figure other = connectionLadder(session, FakeKnowledge(), exchange(attempt), attempt);
        QVERIFY(!other.steps.back().text.contains(u"63"));
    }

    void aDeviceOnTheWayHasALaneOfItsOwn()
    {
        const core::Attempt attempt = resetInAnswer();
        core::Session session;
        session.diagnosis.verdict.closedBy = core::ClosedBy::Middlebox;
        const Figure ladder = connectionLadder(session, FakeKnowledge(), exchange(attempt), attempt);
        QCOMPARE(ladder.lanes.size(), 3U);
        QVERIFY(ladder.lanes[1].marked);
        QVERIFY(ladder.steps.back().from == 1 && ladder.steps.back().to == 0);
    }

    void aDeviceThatSignsIsNamed()
    {
        core::Attempt attempt = resetInAnswer();
        attempt.phaseReached = core::Phase::Connect;
        attempt.bytesSent = {};
        attempt.ending = {core::Who::Nobody, core::How::Unreachable, core::Phase::Connect, 113, {}};
        attempt.observations = {{u"icmpFrom"_qs, u"192.0.2.1"_qs}};
        const Figure ladder = connectionLadder({}, FakeKnowledge(), exchange(attempt), attempt);
        QCOMPARE(ladder.lanes.size(), 3U);
        QCOMPARE(ladder.lanes[1].note, u"192.0.2.1"_qs);
        QVERIFY(ladder.steps.back().from == 1 && ladder.steps.back().to == 0);
        attempt.observations = {{u"icmpFrom"_qs, attempt.address}}; // the target itself says so
        QCOMPARE(connectionLadder({}, FakeKnowledge(), exchange(attempt), attempt).lanes.size(), 2U);
    }

    void beforeAndAfterComparesWhatBothHaveDone()
    {
        const FakeKnowledge knowledge;
        core::Session before;
        before.tests.push_back(exchange(resetInAnswer()));
        before.tests.front().attempts.resize(10, resetInAnswer());
        core::Session after = before;
        for (core::Attempt& attempt : after.tests.front().attempts) {
            attempt.succeeded = true;
            attempt.ending = {core::Who::Us, core::How::Fin, core::Phase::Close, {}, {}};
        }
        const Figure better = beforeAfter(before, after, knowledge);
        QCOMPARE(better.bars.size(), 2U);
        QCOMPARE(better.bars[0].to, 100.0);
        QCOMPARE(better.bars[1].to, 0.0);
        QCOMPARE(better.table.rows.front().last(), u"better"_qs);
        QCOMPARE(beforeAfter(after, before, knowledge).table.rows.front().last(), u"worse"_qs);
        before.tests.front().attempts.resize(1); // one of one against none of ten: chance may do that
        after.tests.front().attempts.resize(1);
        QCOMPARE(beforeAfter(before, after, knowledge).table.rows.front().last(), u"no difference beyond chance"_qs);
        QVERIFY(beforeAfter({}, after, knowledge).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestLanes)
#include "test_lanes.moc"
