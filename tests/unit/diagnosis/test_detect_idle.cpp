// SPDX-License-Identifier: GPL-3.0-or-later
// Ladders of quiet connections: who ended them, how, after how long; and what only looks like an idle limit.
#include "records.h"

using namespace doctor;

namespace
{

Try rung(double seconds, const QString& inQuiet, const QString& wake)
{
    return Try(u"idle"_s)
        .with(u"idleSeconds"_s, seconds)
        .with(u"afterRequest"_s, true)
        .idle(seconds)
        .seen(u"inQuiet"_s, inQuiet)
        .seen(u"wake"_s, wake);
}

Try alive(double seconds)
{
    return rung(seconds, u"nothing"_s, u"alive"_s);
}

/// Ended in the quiet at this age; the n-th rung started n times 0.25 s later.
Try died(double rungSeconds, double age, const QString& how, int order)
{
    auto one = rung(rungSeconds, how, u"not-tested"_s);
    one.ended(how == u"fin" ? How::Fin : How::Reset, Phase::Idle).idle(age).from(order * 0.25, age);
    return one;
}

Try deadOnWake(double seconds, const QString& how)
{
    auto one = rung(seconds, u"nothing"_s, how);
    one.ended(how == u"silence" ? How::Silence : How::Reset, Phase::Idle);
    return one;
}

core::Session idle(std::vector<core::Attempt> attempts, const QString& protocol = u"http"_s)
{
    return session(
        {record(u"service"_s, {}, {{u"protocol"_s, protocol}}), record(u"idle-survival"_s, std::move(attempts))});
}

} // namespace

class TestDetectIdle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void survival_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("answer");
        QTest::newRow("brief") << 21.0 << u"survived-brief"_s;
        QTest::newRow("minute") << 46.0 << u"survived-minute"_s;
        QTest::newRow("long") << 125.0 << u"survived-long"_s;
    }
    void survival()
    {
        QFETCH(double, seconds);
        QFETCH(QString, answer);
        const auto found = diagnosis::detect(idle({alive(2), alive(5), alive(seconds)}));
        QCOMPARE(findingOf(found, u"idle-ending"_s)->answer, answer);
        QCOMPARE(findingOf(found, u"idle-ending"_s)->values.value(u"testedSeconds").toDouble(), seconds);
    }

    void closedInTheQuiet()
    {
        const auto found = diagnosis::detect(idle(
            {died(12, 3.02, u"fin"_s, 0), died(8, 3.04, u"fin"_s, 1), died(5, 3.01, u"fin"_s, 2), alive(2), alive(1)}));
        const auto* finding = findingOf(found, u"idle-ending"_s);
        QCOMPARE(finding->answer, u"fin-in-quiet"_s);
        QCOMPARE(finding->values.value(u"idleSeconds").toDouble(), 3.01); // limits act late, so the lowest age tells
        QCOMPARE(finding->values.value(u"k").toInt(), 3);
        QCOMPARE(finding->values.value(u"n").toInt(), 3);
        QVERIFY(finding->confidence > 0.95);
        QCOMPARE(answerOf(idle({died(12, 3, u"reset"_s, 0), died(8, 3, u"reset"_s, 1), alive(1)}), u"idle-ending"_s),
                 u"reset-in-quiet"_s);
    }

    void anAgeLimitIsNoCommonMoment()
    {
        QCOMPARE(answerOf(idle({died(12, 3, u"reset"_s, 0), died(8, 3, u"reset"_s, 1), died(5, 3, u"reset"_s, 2)}),
                          u"restarts"_s),
                 u"none given"_s);
    }

    void endedAtOneMoment()
    {
        const auto found = diagnosis::detect(
            idle({died(12, 5.0, u"reset"_s, 0), died(8, 4.0, u"reset"_s, 4), died(5, 3.0, u"reset"_s, 8), alive(1)}));
        QCOMPARE(findingOf(found, u"idle-ending"_s)->answer, u"ended-together"_s);
        QCOMPARE(findingOf(found, u"idle-ending"_s)->values.value(u"k").toInt(), 3);
    }

    /// Many servers look for quiet connections once a second and then close all that are over the limit.
    void oneRoundOfAReaperIsAnIdleLimit()
    {
        const auto found = diagnosis::detect(
            idle({died(12, 3.75, u"fin"_s, 0), died(8, 3.5, u"fin"_s, 1), died(5, 3.25, u"fin"_s, 2), alive(1)}));
        QCOMPARE(findingOf(found, u"idle-ending"_s)->answer, u"fin-in-quiet"_s);
        QVERIFY(findingOf(found, u"restarts"_s) == nullptr || findingOf(found, u"restarts"_s)->answer == u"none");
    }

    /// Ages within a second of each other may share one limit, until another connection ends at an age of its own.
    void noLimitHasTwoAges()
    {
        std::vector<core::Attempt> ended{died(21, 3.75, u"reset"_s, 16), died(16, 3.5, u"reset"_s, 17),
                                         died(8, 3.25, u"reset"_s, 18), died(5, 2.75, u"reset"_s, 20)};
        QCOMPARE(answerOf(idle(ended), u"idle-ending"_s), u"reset-in-quiet"_s);
        ended.push_back(died(2, 1.66, u"reset"_s, 0));
        QCOMPARE(answerOf(idle(ended), u"idle-ending"_s), u"ended-together"_s);
    }

    /// A server that clears away quiet connections every few seconds ends old and young ones at one moment; those in
    /// use live on, which no restart would allow.
    void whoClearsAwayTheQuietSparesTheBusy()
    {
        const std::vector<core::Attempt> ended{died(12, 7, u"fin"_s, 0), died(8, 6, u"fin"_s, 4),
                                               died(5, 5, u"fin"_s, 8)};
        auto attempts = ended;
        attempts.push_back(Try(u"busy"_s).from(0, 12).seen(u"ended"_s, u"lived"_s).seen(u"requests"_s, 20));
        QCOMPARE(answerOf(idle(attempts), u"idle-ending"_s), u"fin-in-quiet"_s);
        attempts.back() = Try(u"busy"_s).from(0, 7.05).ended(How::Reset, Phase::LongLived).seen(u"ended"_s, u"cut"_s);
        QCOMPARE(answerOf(idle(attempts), u"idle-ending"_s), u"ended-together"_s);
    }

    void forgotten()
    {
        const auto found = diagnosis::detect(idle(
            {alive(1), alive(2), deadOnWake(3, u"reset"_s), deadOnWake(5, u"reset"_s), deadOnWake(8, u"reset"_s)}));
        const auto* finding = findingOf(found, u"idle-ending"_s);
        QCOMPARE(finding->answer, u"reset-on-wake"_s);
        QCOMPARE(finding->values.value(u"lowSeconds").toDouble(), 2.0);
        QCOMPARE(finding->values.value(u"highSeconds").toDouble(), 3.0);
        QCOMPARE(answerOf(idle({alive(1), deadOnWake(5, u"silence"_s), deadOnWake(8, u"silence"_s)}), u"idle-ending"_s),
                 u"silence-on-wake"_s);
        QCOMPARE(answerOf(idle({alive(1), deadOnWake(5, u"fin"_s), deadOnWake(8, u"fin"_s)}), u"idle-ending"_s),
                 u"fin-on-wake"_s);
    }

    void unansweredButHeardIsALimitOnlyWhereAgePartsThem()
    {
        const auto unanswered = [](double seconds) {
            return deadOnWake(seconds, u"silence"_s).seen(u"acknowledged"_s, true);
        };
        QCOMPARE(answerOf(idle({alive(1), alive(2), unanswered(3), unanswered(5)}), u"idle-ending"_s),
                 u"silence-on-wake"_s);
        QCOMPARE(answerOf(idle({alive(2), unanswered(3), unanswered(5)}), u"idle-ending"_s), u"survived-brief"_s);
        QCOMPARE(answerOf(idle({alive(1), alive(2), unanswered(3), unanswered(5), alive(40)}), u"idle-ending"_s),
                 u"survived-minute"_s);
        QCOMPARE(answerOf(idle({unanswered(3), unanswered(5)}), u"idle-ending"_s), u"none given"_s);
    }

    void oneSilenceThatLongerQuietRefutesIsNoLimit()
    {
        QCOMPARE(answerOf(idle({alive(1), alive(2), deadOnWake(3, u"silence"_s), alive(8), alive(12), alive(21)}),
                          u"idle-ending"_s),
                 u"survived-brief"_s);
    }

    void survivorsOfTheSameRestMakeItDoubtful()
    {
        const auto sure = diagnosis::detect(idle({alive(1), deadOnWake(5, u"reset"_s), deadOnWake(8, u"reset"_s)}));
        const auto unsure = diagnosis::detect(idle({alive(1), deadOnWake(5, u"reset"_s), alive(8)}));
        QVERIFY(findingOf(unsure, u"idle-ending"_s)->confidence < 0.5 * findingOf(sure, u"idle-ending"_s)->confidence);
    }

    void socketsThatNeverRestedSayNothing()
    {
        const auto refused = Try(u"idle"_s).ended(How::Reset, Phase::FirstRequest);
        QCOMPARE(answerOf(idle({alive(12), alive(8), refused, refused}), u"idle-ending"_s), u"survived-brief"_s);
        QCOMPARE(answerOf(idle({refused, refused}), u"idle-ending"_s), u"none given"_s);
    }

    void whoIsEndedAtTheSameAgeInUseHasNoIdleLimit()
    {
        const auto used = [](double age) {
            return Try(u"used"_s)
                .ended(How::Fin, Phase::LongLived)
                .seen(u"ended"_s, u"cut"_s)
                .seen(u"ageSeconds"_s, age);
        };
        const std::vector<core::Attempt> quiet{died(12, 3, u"fin"_s, 0), died(21, 3, u"fin"_s, 1)};
        const auto with = [&](const core::Attempt& line) {
            auto all = quiet;
            all.push_back(line);
            return idle(all, u"tcp"_s);
        };
        QCOMPARE(answerOf(with(used(3.1)), u"idle-ending"_s), u"none given"_s);
        QCOMPARE(answerOf(with(used(3.1)), u"lifetime"_s), u"cut-unheard"_s);
        QCOMPARE(answerOf(with(used(9)), u"idle-ending"_s), u"fin-in-quiet"_s);
        QCOMPARE(answerOf(with(used(9)), u"lifetime"_s), u"none given"_s);
        QCOMPARE(answerOf(with(Try(u"used"_s).seen(u"ended"_s, u"lived"_s)), u"idle-ending"_s), u"fin-in-quiet"_s);
    }

    void otherLimitsAreNoIdleLimits()
    {
        const auto unasked = [](double age, int order) {
            return died(12, age, u"fin"_s, order).with(u"afterRequest"_s, false);
        };
        QCOMPARE(answerOf(idle({unasked(3, 0), unasked(3, 1)}), u"idle-ending"_s), u"none given"_s);
        QCOMPARE(answerOf(idle({died(130, 120, u"fin"_s, 0)}, u"ssh"_s), u"idle-ending"_s), u"none given"_s);
    }

    void usualClosingOfAWebServerIsToldApart()
    {
        const auto announced = [](double age, int order) {
            auto one = died(12, age, u"fin"_s, order);
            return one.seen(u"announcedIdleSeconds"_s, 5);
        };
        QCOMPARE(answerOf(idle({announced(5.01, 0), announced(5.02, 1)}), u"idle-ending"_s), u"fin-as-usual"_s);
        QCOMPARE(answerOf(idle({announced(2.01, 0), announced(2.02, 1)}), u"idle-ending"_s), u"fin-in-quiet"_s);
        QCOMPARE(answerOf(idle({died(90, 75, u"fin"_s, 0), died(80, 75, u"fin"_s, 1)}), u"idle-ending"_s),
                 u"fin-as-usual"_s);
        QCOMPARE(answerOf(idle({died(90, 75, u"reset"_s, 0), died(80, 75, u"reset"_s, 1)}), u"idle-ending"_s),
                 u"reset-in-quiet"_s);
        QCOMPARE(answerOf(idle({died(90, 75, u"fin"_s, 0), died(80, 75, u"fin"_s, 1)}, u"redis"_s), u"idle-ending"_s),
                 u"fin-in-quiet"_s);
    }

    void oneStrayEndingIsNoLimit()
    {
        const auto found = diagnosis::detect(idle({died(60, 20, u"fin"_s, 0), died(45, 20.1, u"fin"_s, 1),
                                                   died(31, 20.1, u"fin"_s, 2), died(25, 6, u"fin"_s, 3), alive(12)}));
        QCOMPARE(findingOf(found, u"idle-ending"_s)->values.value(u"idleSeconds").toDouble(), 20.0);
    }

    void keepAliveTellsTheKind_data()
    {
        QTest::addColumn<double>("age");
        QTest::addColumn<QString>("inQuiet");
        QTest::addColumn<double>("every");
        QTest::addColumn<QString>("answer");
        QTest::newRow("device") << 4.0 << u"nothing"_s << 1.0 << u"survives"_s;
        QTest::newRow("application") << 3.01 << u"fin"_s << 1.0 << u"dies-too"_s;
        QTest::newRow("not long enough") << 3.05 << u"nothing"_s << 1.0 << u"none given"_s;
        QTest::newRow("probes too rare") << 3.01 << u"fin"_s << 3.0 << u"none given"_s;
        QTest::newRow("ended long before") << 1.0 << u"fin"_s << 0.5 << u"none given"_s;
    }
    void keepAliveTellsTheKind()
    {
        QFETCH(double, age);
        QFETCH(QString, inQuiet);
        QFETCH(double, every);
        QFETCH(QString, answer);
        auto probed = Try(u"idle-keepalive"_s)
                          .with(u"idleSeconds"_s, 12)
                          .with(u"keepAliveSeconds"_s, every)
                          .idle(age)
                          .seen(u"inQuiet"_s, inQuiet)
                          .seen(u"wake"_s, inQuiet == u"nothing" ? u"alive"_s : u"not-tested"_s);
        if (inQuiet == u"fin") {
            probed.ended(How::Fin, Phase::Idle);
        }
        QCOMPARE(answerOf(idle({died(12, 3, u"fin"_s, 0), died(8, 3, u"fin"_s, 1), alive(1), probed, probed}),
                          u"idle-keepalive"_s),
                 answer);
        QCOMPARE(answerOf(idle({alive(1), alive(12), probed, probed}), u"idle-keepalive"_s), u"none given"_s);
    }

    void quietBeforeTheRequestIsAnotherLimit()
    {
        const auto unasked = [](double age, const QString& how) {
            auto one = how == u"alive" ? alive(age) : died(30, age, how, 0);
            one.with(u"afterRequest"_s, false);
            core::Attempt attempt = one;
            attempt.purpose = u"idle-before-request"_s;
            return attempt;
        };
        QCOMPARE(answerOf(idle({alive(12), unasked(4, u"fin"_s)}), u"idle-before-request"_s), u"ended-early"_s);
        QCOMPARE(answerOf(idle({alive(12), unasked(20, u"fin"_s)}), u"idle-before-request"_s), u"ended-late"_s);
        QCOMPARE(answerOf(idle({alive(12), unasked(20, u"alive"_s)}), u"idle-before-request"_s), u"survived"_s);
        QCOMPARE(answerOf(idle({alive(12), unasked(4, u"fin"_s)}), u"idle-ending"_s), u"survived-brief"_s);
    }

    void connectionsInUse_data()
    {
        QTest::addColumn<double>("age1");
        QTest::addColumn<int>("requests1");
        QTest::addColumn<double>("age2");
        QTest::addColumn<int>("requests2");
        QTest::addColumn<QString>("by");
        QTest::newRow("one age") << 8.0 << 16 << 8.2 << 9 << u"age"_s;
        QTest::newRow("one number") << 5.0 << 10 << 9.0 << 10 << u"requests"_s;
        QTest::newRow("neither") << 5.0 << 10 << 20.0 << 22 << QString();
    }
    void connectionsInUse()
    {
        QFETCH(double, age1);
        QFETCH(int, requests1);
        QFETCH(double, age2);
        QFETCH(int, requests2);
        QFETCH(QString, by);
        const auto cut = [](double age, int requests) {
            return Try(u"busy"_s)
                .ended(How::Reset, Phase::LongLived)
                .seen(u"ended"_s, u"cut"_s)
                .seen(u"ageSeconds"_s, age)
                .seen(u"requests"_s, requests);
        };
        const auto found = diagnosis::detect(idle({alive(21), cut(age1, requests1), cut(age2, requests2)}));
        const auto* finding = findingOf(found, u"lifetime"_s);
        QCOMPARE(finding->answer, u"cut-by-reset"_s);
        QCOMPARE(finding->values.value(u"limitedBy").toString(), by);
        QCOMPARE(finding->confidence > 0.9, !by.isEmpty());
        auto lived = cut(60, 100);
        lived.seen(u"ended"_s, u"lived"_s).good();
        const auto doubted = diagnosis::detect(idle({alive(21), cut(age1, requests1), lived}));
        QVERIFY(findingOf(doubted, u"lifetime"_s)->confidence < 0.3);
    }

    void cancelledRestSaysNothing()
    {
        const auto cancelled =
            rung(5, u"nothing"_s, u"not-tested"_s).ended(How::Cancelled, Phase::Idle, Who::Us).idle(2);
        QCOMPARE(answerOf(idle({cancelled, cancelled}), u"idle-ending"_s), u"none given"_s);
    }
};

QTEST_APPLESS_MAIN(TestDetectIdle)
#include "test_detect_idle.moc"
