// SPDX-License-Identifier: GPL-3.0-or-later
// Requests on new and on used connections.
#include "records.h"

using namespace doctor;

namespace
{

Try answered(const QString& purpose)
{
    return Try(purpose).seen(u"state"_s, u"answered"_s).seen(u"status"_s, 200).firstByte(10);
}

Try broken(const QString& state, How how)
{
    return Try(u"fresh"_s).ended(how, Phase::Response).seen(u"state"_s, state);
}

core::Session exchange(std::vector<core::Attempt> attempts)
{
    return session({record(u"exchange"_s, std::move(attempts))});
}

} // namespace

class TestDetectExchange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void first_data()
    {
        QTest::addColumn<core::Attempt>("attempt");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char* name, const core::Attempt& attempt, const QString& answer) {
            QTest::newRow(name) << attempt << answer;
        };
        row("answered", answered(u"fresh"_s), u"answered"_s);
        row("too busy", answered(u"fresh"_s).seen(u"status"_s, 503), u"overload-answer"_s);
        row("too many", answered(u"fresh"_s).seen(u"status"_s, 429), u"rate-answer"_s);
        row("full", answered(u"fresh"_s).seen(u"turnedAway"_s, true), u"full-answer"_s);
        const auto says = [](const QString& words) { return answered(u"fresh"_s).seen(u"answerStart"_s, words); };
        row("not you", says(u"-DENIED Redis is running in protected mode"_s).ended(How::Reset, Phase::Response),
            u"refused-in-words"_s);
        row("login refused", says(u"R...E...SFATAL..role"_s).ended(How::Reset, Phase::Response), u"answered"_s);
        row("reset before", broken(u"no-answer"_s, How::Reset), u"reset-before-answer"_s);
        row("fin before", broken(u"no-answer"_s, How::Fin), u"fin-before-answer"_s);
        row("silence", broken(u"no-answer"_s, How::Silence), u"silence"_s);
        row("reset inside", broken(u"truncated"_s, How::Reset), u"reset-inside-answer"_s);
        row("fin inside", broken(u"truncated"_s, How::TlsTruncated), u"fin-inside-answer"_s);
        row("reset after", answered(u"fresh"_s).ended(How::Reset, Phase::Response), u"answered-then-reset"_s);
        row("closed after", answered(u"fresh"_s).ended(How::Fin, Phase::Response).good(), u"answered"_s);
        row("gibberish", broken(u"not-understood"_s, How::Reset), u"not-understood"_s);
        const auto waited = [](How how, double seconds) { return broken(u"no-answer"_s, how).from(0, seconds); };
        row("cut while waiting", waited(How::Fin, 3), u"cut-while-waiting"_s);
        row("reset while waiting", waited(How::Reset, 30), u"cut-while-waiting"_s);
        row("cut at once", waited(How::Reset, 0.3), u"reset-before-answer"_s);
        row("proxy gave up", answered(u"fresh"_s).seen(u"status"_s, 504).firstByte(3000), u"timeout-answer"_s);
        row("proxy gave up at once", answered(u"fresh"_s).seen(u"status"_s, 504), u"gateway-answer"_s);
        row("nobody behind the proxy", answered(u"fresh"_s).seen(u"status"_s, 502), u"gateway-answer"_s);
        row("handshake failed", Try(u"fresh"_s).ended(How::Reset, Phase::TlsHandshake), u"none given"_s);
        row("cancelled", Try(u"fresh"_s).ended(How::Cancelled, Phase::Response, Who::Us), u"none given"_s);
    }
    void first()
    {
        QFETCH(core::Attempt, attempt);
        QFETCH(QString, answer);
        QCOMPARE(answerOf(exchange({attempt, attempt, attempt}), u"first-exchange"_s), answer);
    }

    void someAnswered()
    {
        const auto found = diagnosis::detect(
            exchange({answered(u"fresh"_s), broken(u"no-answer"_s, How::Reset), answered(u"fresh"_s)}));
        QCOMPARE(findingOf(found, u"first-exchange"_s)->answer, u"intermittent"_s);
        QCOMPARE(findingOf(found, u"first-exchange"_s)->values.value(u"k").toInt(), 1);
        QCOMPARE(findingOf(found, u"first-exchange"_s)->values.value(u"n").toInt(), 3);
    }

    void someTurnedAwayInWords()
    {
        const auto busy = answered(u"fresh"_s).seen(u"status"_s, 429);
        QCOMPARE(answerOf(exchange({answered(u"fresh"_s), busy, busy}), u"first-exchange"_s), u"rate-answer"_s);
        const auto reset = broken(u"no-answer"_s, How::Reset);
        QCOMPARE(answerOf(exchange({answered(u"fresh"_s), busy, reset}), u"first-exchange"_s), u"intermittent"_s);
    }

    void closesEachConnectionWithoutSayingSo()
    {
        const auto closed = answered(u"fresh"_s).ended(How::Fin, Phase::Response).good();
        const auto first = answered(u"reused"_s).seen(u"keepsAlive"_s, true);
        const auto second = Try(u"reused"_s).ended(How::Fin, Phase::Response).seen(u"state"_s, u"no-answer"_s);
        QCOMPARE(answerOf(exchange({closed, closed, closed, first, second}), u"reuse"_s), u"closed-as-announced"_s);
        const auto open = answered(u"fresh"_s);
        QCOMPARE(answerOf(exchange({open, open, open, first, second}), u"reuse"_s), u"cut-by-fin"_s);
    }

    /// One that was cut may be chance; another one that ended after as many requests at another pace is a limit.
    void asManyRequestsEachTime()
    {
        std::vector<core::Attempt> cut = times(4, answered(u"reused"_s));
        cut.push_back(Try(u"reused"_s).ended(How::Fin, Phase::Request).seen(u"state"_s, u"no-answer"_s));
        const auto other = [](int requests) {
            return Try(u"busy"_s)
                .ended(How::Fin, Phase::LongLived)
                .seen(u"ended"_s, u"cut"_s)
                .seen(u"requests"_s, requests);
        };
        cut.push_back(other(4));
        QCOMPARE(answerOf(exchange(cut), u"reuse"_s), u"cut-at-count"_s);
        cut.pop_back();
        const double alone = findingOf(diagnosis::detect(exchange(cut)), u"reuse"_s)->confidence;
        for (const int requests : {3, 7}) {
            auto both = cut;
            both.push_back(other(requests));
            QCOMPARE(answerOf(exchange(both), u"reuse"_s), u"cut-by-fin"_s);
            QVERIFY2(findingOf(diagnosis::detect(exchange(both)), u"reuse"_s)->confidence < alone, "they disagree");
        }
    }

    void oneOfTwoAddressesServesNobody()
    {
        const auto good = answered(u"fresh"_s).at(u"10.0.0.1"_s);
        const auto bad = broken(u"no-answer"_s, How::Reset).at(u"10.0.0.2"_s);
        const auto connects = [](const QString& address) { return Try(u"connect"_s).at(address); };
        const auto both = record(u"connect"_s, {connects(u"10.0.0.1"_s), connects(u"10.0.0.2"_s)});
        QCOMPARE(answerOf(session({both, record(u"exchange"_s, {good, bad, good, bad})}), u"address-difference"_s),
                 u"some-addresses-fail"_s);
        QCOMPARE(answerOf(session({both, record(u"exchange"_s, {good, bad, bad, good})}), u"address-difference"_s),
                 u"some-addresses-fail"_s);
        QCOMPARE(answerOf(session({both, record(u"exchange"_s, {good, good, bad})}), u"address-difference"_s),
                 u"same"_s);
    }

    void cutAtDifferentAgesIsNoLimit()
    {
        QCOMPARE(answerOf(exchange({broken(u"no-answer"_s, How::Reset).from(0, 2),
                                    broken(u"no-answer"_s, How::Reset).from(0, 5),
                                    broken(u"no-answer"_s, How::Reset).from(0, 9)}),
                          u"first-exchange"_s),
                 u"reset-before-answer"_s);
    }

    void closedInOrderAfterLongWaitsIsALimitAtAnyAge()
    {
        QCOMPARE(answerOf(exchange({broken(u"no-answer"_s, How::Fin).from(0, 3),
                                    broken(u"no-answer"_s, How::Fin).from(0, 5.6),
                                    broken(u"no-answer"_s, How::Fin).from(0, 8.2)}),
                          u"first-exchange"_s),
                 u"cut-while-waiting"_s);
    }

    void askingBeforeSending()
    {
        const auto asked = [](const core::Attempt& attempt) {
            return answerOf(exchange({attempt}), u"expect-continue"_s);
        };
        const auto said = [](int status, bool continued) {
            return answered(u"expect-continue"_s).seen(u"status"_s, status).seen(u"continued"_s, continued);
        };
        QCOMPARE(asked(said(200, true)), u"works"_s);
        QCOMPARE(asked(said(200, false)), u"ignored"_s);
        QCOMPARE(asked(said(417, false)), u"refused"_s);
        QCOMPARE(asked(Try(u"expect-continue"_s).ended(How::Reset, Phase::Response).seen(u"state"_s, u"no-answer"_s)),
                 u"cut"_s);
        QCOMPARE(asked(Try(u"expect-continue"_s)
                           .ended(How::Silence, Phase::Response, Who::Nobody)
                           .seen(u"state"_s, u"no-answer"_s)),
                 u"none given"_s);
    }

    void reuse()
    {
        auto limited = times(4, answered(u"reused"_s).seen(u"keepsAlive"_s, true));
        limited.push_back(answered(u"reused"_s).seen(u"keepsAlive"_s, false));
        QCOMPARE(answerOf(exchange(limited), u"reuse"_s), u"limited-announced"_s);
        QCOMPARE(findingOf(diagnosis::detect(exchange(limited)), u"reuse"_s)->values.value(u"requests").toInt(), 5);
        QCOMPARE(answerOf(exchange(times(5, answered(u"reused"_s))), u"reuse"_s), u"works"_s);
        QCOMPARE(answerOf(exchange({answered(u"reused"_s).seen(u"keepsAlive"_s, false)}), u"reuse"_s),
                 u"closed-as-announced"_s);
        auto cut = times(2, answered(u"reused"_s));
        cut.push_back(Try(u"reused"_s).ended(How::Reset, Phase::Request).seen(u"state"_s, u"no-answer"_s));
        QCOMPARE(answerOf(exchange(cut), u"reuse"_s), u"cut-by-reset"_s);
        QCOMPARE(findingOf(diagnosis::detect(exchange(cut)), u"reuse"_s)->values.value(u"requests").toInt(), 2);
        cut.back() = Try(u"reused"_s).ended(How::Fin, Phase::Request).seen(u"state"_s, u"no-answer"_s);
        QCOMPARE(answerOf(exchange(cut), u"reuse"_s), u"cut-by-fin"_s);
        QCOMPARE(
            answerOf(exchange({Try(u"reused"_s).ended(How::Reset, Phase::Request).seen(u"state"_s, u"no-answer"_s)}),
                     u"reuse"_s),
            u"none given"_s);
    }

    void slow()
    {
        QCOMPARE(answerOf(exchange(times(3, answered(u"fresh"_s).firstByte(2600))), u"response-time"_s), u"slow"_s);
        QCOMPARE(answerOf(exchange(times(3, answered(u"fresh"_s))), u"response-time"_s), u"quick"_s);
        QCOMPARE(answerOf(exchange(times(3, broken(u"no-answer"_s, How::Reset))), u"response-time"_s), u"none given"_s);
    }
};

QTEST_APPLESS_MAIN(TestDetectExchange)
#include "test_detect_exchange.moc"
