// SPDX-License-Identifier: GPL-3.0-or-later
// Name look-up and connecting: outcomes, addresses, retransmissions; our own troubles accuse nobody.
#include "records.h"

using namespace doctor;

class TestDetectConnect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data()
    {
        QTest::addColumn<How>("how");
        QTest::addColumn<QString>("answer");
        QTest::newRow("unknown") << How::NameNotFound << u"not-found"_s;
        QTest::newRow("servers fail") << How::NameLookupFailed << u"failed"_s;
        QTest::newRow("servers silent") << How::TimedOut << u"failed"_s;
        QTest::newRow("stopped by us") << How::Cancelled << u"none given"_s;
    }
    void names()
    {
        QFETCH(How, how);
        QFETCH(QString, answer);
        const auto attempt = Try(u"lookup"_s).ended(how, Phase::NameLookup, Who::Nobody);
        QCOMPARE(answerOf(session({record(u"name-lookup"_s, {attempt})}), u"name-resolution"_s), answer);
    }
    void literalNeedsNoName()
    {
        const auto lookup = record(u"name-lookup"_s, {Try(u"lookup"_s)}, {{u"literal"_s, true}});
        QCOMPARE(answerOf(session({lookup}), u"name-resolution"_s), u"literal"_s);
    }

    void outcome_data()
    {
        QTest::addColumn<How>("how");
        QTest::addColumn<Phase>("phase");
        QTest::addColumn<QString>("detail");
        QTest::addColumn<QString>("answer");
        QTest::newRow("refused") << How::Refused << Phase::Connect << QString() << u"refused"_s;
        QTest::newRow("timed out") << How::TimedOut << Phase::Connect << QString() << u"no-answer"_s;
        QTest::newRow("silence") << How::Silence << Phase::Connect << QString() << u"no-answer"_s;
        QTest::newRow("prohibited") << How::Unreachable << Phase::Connect << u"admin-prohibited"_s << u"rejected"_s;
        QTest::newRow("port unreachable")
            << How::Unreachable << Phase::Connect << u"port-unreachable"_s << u"rejected"_s;
        QTest::newRow("no route") << How::Unreachable << Phase::Connect << u"host-unreachable"_s << u"unreachable"_s;
        QTest::newRow("reset") << How::Reset << Phase::Established << QString() << u"reset-at-once"_s;
        QTest::newRow("fin") << How::Fin << Phase::Established << QString() << u"fin-at-once"_s;
    }
    void outcome()
    {
        QFETCH(How, how);
        QFETCH(Phase, phase);
        QFETCH(QString, detail);
        QFETCH(QString, answer);
        const auto five = times(5, Try(u"connect"_s).ended(how, phase, Who::Peer, detail));
        const auto findings = diagnosis::detect(session({record(u"connect"_s, five)}));
        const auto* finding = findingOf(findings, u"connect-outcome"_s);
        QVERIFY(finding != nullptr);
        QCOMPARE(finding->answer, answer);
        QCOMPARE(finding->values.value(u"k").toInt(), 5);
        QCOMPARE(finding->attempts.size(), size_t{5});
        QVERIFY(finding->confidence > 0.95);
    }

    void oneTryIsLessSureThanFive()
    {
        const auto one = diagnosis::detect(
            session({record(u"connect"_s, times(1, Try(u"connect"_s).ended(How::Refused, Phase::Connect)))}));
        QVERIFY(findingOf(one, u"connect-outcome"_s)->confidence < 0.9);
    }

    void someOfSomeFail()
    {
        auto attempts = times(4, Try(u"connect"_s));
        attempts.push_back(Try(u"connect"_s).ended(How::Reset, Phase::Established));
        const auto findings = diagnosis::detect(session({record(u"connect"_s, attempts)}));
        QCOMPARE(findingOf(findings, u"connect-outcome"_s)->answer, u"intermittent"_s);
        QCOMPARE(findingOf(findings, u"connect-outcome"_s)->values.value(u"k").toInt(), 1);
        QCOMPARE(findingOf(findings, u"connect-outcome"_s)->attempts, std::vector<int>{4});
    }

    void ourOwnTroublesAccuseNobody()
    {
        auto attempts = times(3, Try(u"connect"_s));
        attempts.push_back(Try(u"connect"_s).ended(How::LocalFailure, Phase::Connect, Who::Nobody));
        attempts.push_back(Try(u"connect"_s).ended(How::Cancelled, Phase::Connect, Who::Us));
        QCOMPARE(answerOf(session({record(u"connect"_s, attempts)}), u"connect-outcome"_s), u"all-connected"_s);
        const auto local = times(5, Try(u"connect"_s).ended(How::LocalFailure, Phase::Connect, Who::Nobody));
        QCOMPARE(answerOf(session({record(u"connect"_s, local)}), u"connect-outcome"_s), u"local-failure"_s);
        const auto cancelled = times(2, Try(u"connect"_s).ended(How::Cancelled, Phase::Connect, Who::Us));
        QVERIFY(diagnosis::detect(session({record(u"connect"_s, cancelled)})).empty());
    }

    void aGreetingAndAGoodbyeIsService()
    {
        const auto said =
            times(3, Try(u"connect"_s).ended(How::Fin, Phase::Established).seen(u"greeting"_s, u"12:00:01"_s));
        QCOMPARE(answerOf(session({record(u"connect"_s, said)}), u"connect-outcome"_s), u"all-connected"_s);
    }

    void oneFamilyFails()
    {
        auto attempts = times(5, Try(u"connect"_s).at(u"192.0.2.1"_s));
        const auto broken =
            times(5, Try(u"connect"_s).at(u"2001:db8::1"_s).ended(How::TimedOut, Phase::Connect, Who::Nobody));
        attempts.insert(attempts.end(), broken.begin(), broken.end());
        const auto findings = diagnosis::detect(session({record(u"connect"_s, attempts)}));
        const auto* difference = findingOf(findings, u"address-difference"_s);
        QCOMPARE(difference->answer, u"one-family-fails"_s);
        QCOMPARE(difference->values.value(u"family").toString(), u"IPv6"_s);
        QCOMPARE(findingOf(findings, u"connect-outcome"_s)->answer, u"intermittent"_s);
    }

    void aComputerWithoutIPv6IsNotAFault()
    {
        auto attempts = times(5, Try(u"connect"_s).at(u"192.0.2.1"_s));
        const auto none = times(5, Try(u"connect"_s)
                                       .at(u"2001:db8::1"_s)
                                       .from(1, 0.001)
                                       .ended(How::Unreachable, Phase::Connect, Who::Nobody, u"net-unreachable"_s));
        attempts.insert(attempts.end(), none.begin(), none.end());
        QCOMPARE(answerOf(session({record(u"connect"_s, attempts)}), u"connect-outcome"_s), u"all-connected"_s);
        QCOMPARE(answerOf(session({record(u"connect"_s, attempts)}), u"address-difference"_s), u"single-address"_s);
    }

    void oneAddressOfSeveralFails()
    {
        auto attempts = times(3, Try(u"connect"_s).at(u"192.0.2.1"_s));
        const auto other = times(3, Try(u"connect"_s).at(u"192.0.2.2"_s).ended(How::Refused, Phase::Connect));
        attempts.insert(attempts.end(), other.begin(), other.end());
        QCOMPARE(answerOf(session({record(u"connect"_s, attempts)}), u"address-difference"_s),
                 u"some-addresses-fail"_s);
    }

    void retransmissionSteps()
    {
        auto attempts = times(3, Try(u"connect"_s).connected(20));
        attempts.push_back(Try(u"connect"_s).connected(1040));
        attempts.push_back(Try(u"connect"_s).connected(3080));
        QCOMPARE(answerOf(session({record(u"connect"_s, attempts)}), u"connect-time"_s), u"retransmission-steps"_s);
        const auto far = times(5, Try(u"connect"_s).connected(1100));
        QCOMPARE(answerOf(session({record(u"connect"_s, far)}), u"connect-time"_s), u"quick"_s);
    }

    /// Five openings of the connect test are few: a lossy path shows in those of the other tests.
    void retransmissionStepsOfAllTestsCount()
    {
        const auto connects = record(u"connect"_s, times(5, Try(u"connect"_s).connected(20)));
        std::vector<core::Attempt> exchanges = times(2, Try(u"fresh"_s).connected(20));
        exchanges.push_back(Try(u"fresh"_s).connected(1030));
        exchanges.push_back(Try(u"expect-continue"_s).connected(3040));
        const auto made = session({connects, record(u"exchange"_s, exchanges)});
        const auto findings = diagnosis::detect(made);
        const auto* finding = findingOf(findings, u"connect-time"_s);
        QVERIFY(finding != nullptr);
        QCOMPARE(finding->answer, u"retransmission-steps"_s);
        QCOMPARE(finding->source.id, u"exchange"_s);
        QCOMPARE(finding->attempts, (std::vector<int>{2, 3}));
        QCOMPARE(finding->values.value(u"k"_s).toInt(), 2);
        QCOMPARE(finding->values.value(u"n"_s).toInt(), 9);
    }

    /// Twelve requests on one connection waited once for it to open, not twelve times.
    void oneConnectionStepsOnce()
    {
        core::Attempt reused = Try(u"reused"_s).connected(1030);
        reused.localPort = 40000;
        const auto made = session({record(u"connect"_s, times(5, Try(u"connect"_s).connected(20))),
                                   record(u"exchange"_s, std::vector<core::Attempt>(12, reused))});
        const auto findings = diagnosis::detect(made);
        QCOMPARE(findingOf(findings, u"connect-time"_s)->values.value(u"k"_s).toInt(), 1);
        QVERIFY(findingOf(findings, u"connect-time"_s)->confidence < 0.8);
    }

    /// What got lost in quick succession is the load's matter.
    void stepsInQuickSuccessionDoNotCount()
    {
        const auto made = session({record(u"connect"_s, times(5, Try(u"connect"_s).connected(20))),
                                   record(u"idle-survival"_s, times(3, Try(u"idle"_s).connected(1020))),
                                   record(u"load-ramp"_s, times(3, Try(u"rate"_s).connected(1020)))});
        QCOMPARE(answerOf(made, u"connect-time"_s), u"quick"_s);
    }

    void worksAtFirstAndIsSilentThen()
    {
        const auto silent = [](const QString& purpose, double start) {
            return Try(purpose).ended(How::Silence, Phase::Connect, Who::Nobody).from(start, 3);
        };
        std::vector<core::Attempt> tries;
        for (int i = 0; i < 4; ++i)
            tries.push_back(Try(u"connect"_s).from(i * 0.5, 0.3));
        tries.push_back(silent(u"connect"_s, 2));
        auto withCanary = tries;
        withCanary.push_back(silent(u"canary"_s, 5));
        QCOMPARE(answerOf(session({record(u"connect"_s, withCanary)}), u"connect-outcome"_s), u"went-silent"_s);
        // One alone may be lost packets, and one that works afterwards shows that nothing had stopped.
        QCOMPARE(answerOf(session({record(u"connect"_s, tries)}), u"connect-outcome"_s), u"intermittent"_s);
        withCanary.push_back(Try(u"canary"_s).from(9, 0.3));
        QCOMPARE(answerOf(session({record(u"connect"_s, withCanary)}), u"connect-outcome"_s), u"intermittent"_s);
    }
};

QTEST_APPLESS_MAIN(TestDetectConnect)
#include "test_detect_connect.moc"
