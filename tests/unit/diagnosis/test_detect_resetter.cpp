// SPDX-License-Identifier: GPL-3.0-or-later
// Hop limits to the place of a reset: no narrower than they allow.
#include "tests/unit/diagnosis/records.h"

using namespace doctor;

namespace
{

core::Session traced(const QJsonObject& facts)
{
    core::TestRecord record;
    record.id = u"resetter-trace"_s;
    record.state = core::TestState::Done;
    record.facts = facts;
    record.attempts =
        times(3, Try(u"trigger"_s).ended(How::Reset, Phase::TlsHandshake).seen(u"reaction"_s, u"reset"_s));
    return session({record});
}

QJsonObject hops(int target, int cut, const QJsonObject& more = {})
{
    QJsonObject facts{{u"targetHop"_s, target}, {u"cutHop"_s, cut}, {u"k"_s, 3}, {u"n"_s, 3}};
    for (auto it = more.begin(); it != more.end(); ++it)
        facts.insert(it.key(), it.value());
    return facts;
}

} // namespace

class TestDetectResetter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void place_data()
    {
        QTest::addColumn<QJsonObject>("facts");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<int>("hop");
        const auto routers = QJsonArray{QJsonObject{{u"hop"_s, 4}, {u"address"_s, u"192.0.2.4"_s}}};
        QTest::newRow("nothing was cut any more") << QJsonObject{{u"steady"_s, false}} << u"none given"_s << 0;
        QTest::newRow("tries disagree") << hops(9, 5, {{u"k"_s, 2}, {u"n"_s, 5}}) << u"unclear"_s << 0;
        QTest::newRow("at the target") << hops(9, 9) << u"at-end"_s << 9;
        QTest::newRow("a shorter way back alone accuses nobody")
            << hops(9, 9, {{u"replyHop"_s, 8}, {u"nearerThanTarget"_s, false}}) << u"at-end"_s << 9;
        QTest::newRow("nearer than the target")
            << hops(9, 9, {{u"replyHop"_s, 8}, {u"nearerThanTarget"_s, true}}) << u"just-before-end"_s << 8;
        QTest::newRow("on the way, reset's own distance unknown") << hops(9, 5) << u"on-path-range"_s << 5;
        QTest::newRow("on the way, forwards first")
            << hops(9, 5, {{u"replyHop"_s, 4}, {u"routers"_s, routers}}) << u"on-path"_s << 4;
        QTest::newRow("on the way, rejects first") << hops(9, 5, {{u"replyHop"_s, 5}}) << u"on-path"_s << 5;
        QTest::newRow("before any router") << hops(9, 1) << u"at-start"_s << 1;
        QJsonObject refused = hops(0, 3, {{u"replyHop"_s, 3}});
        refused.remove(u"targetHop"_s);
        QTest::newRow("refused by what does not forward") << refused << u"at-end"_s << 3;
        refused.insert(u"replyHop"_s, 2);
        QTest::newRow("refused by what forwards") << refused << u"on-path"_s << 2;
        refused.remove(u"replyHop"_s);
        QTest::newRow("refused, nothing known of the reply") << refused << u"unclear"_s << 0;
    }

    void place()
    {
        QFETCH(QJsonObject, facts);
        QFETCH(QString, answer);
        QFETCH(int, hop);
        const auto findings = diagnosis::detect(traced(facts));
        const auto* finding = findingOf(findings, u"resetter-place"_s);
        QCOMPARE(finding ? finding->answer : u"none given"_s, answer);
        if (finding)
            QCOMPARE(finding->values.value(u"hop"_s).toInt(), hop);
        if (finding && facts.contains(u"routers"_s))
            QCOMPARE(finding->values.value(u"router"_s).toString(), u"192.0.2.4"_s);
    }

    /// Over a long way the way back may well differ: the claim must be weaker.
    void longWaysAreTrustedLess()
    {
        double before = 1;
        for (const int cut : {3, 7, 15}) {
            QJsonObject facts = hops(0, cut, {{u"replyHop"_s, cut - 1}});
            facts.remove(u"targetHop"_s);
            const auto findings = diagnosis::detect(traced(facts));
            const double sure = findingOf(findings, u"resetter-place"_s)->confidence;
            QVERIFY(sure < before);
            before = sure;
        }
    }

    void aDeviceThatSignsItsRejection()
    {
        auto tried = Try(u"connect"_s)
                         .ended(How::Unreachable, Phase::Connect, Who::Peer, u"admin-prohibited"_s)
                         .seen(u"icmpFrom"_s, u"192.0.2.1"_s);
        core::TestRecord record;
        record.id = u"connect"_s;
        record.attempts = times(5, tried);
        const auto findings = diagnosis::detect(session({record}));
        const auto* finding = findingOf(findings, u"resetter-place"_s);
        QVERIFY(finding);
        QCOMPARE(finding->answer, u"named-by-icmp"_s);
        QCOMPARE(finding->values.value(u"router"_s).toString(), u"192.0.2.1"_s);
        record.attempts = times(5, tried.at(u"192.0.2.1"_s)); // the target's own system rejects
        QCOMPARE(answerOf(session({record}), u"resetter-place"_s), u"none given"_s);
    }
};

QTEST_GUILESS_MAIN(TestDetectResetter)
#include "test_detect_resetter.moc"
