// SPDX-License-Identifier: GPL-3.0-or-later
// What is said and what is not: limits told in words late in a run, answers that come early, and endings that have
// nothing to do with what was said before them.
#include "records.h"

using namespace doctor;

namespace
{

Try answered(const QString& purpose, double start, int status = 200)
{
    return Try(purpose).from(start, 0.1).good(status < 400).seen(u"state"_s, u"answered"_s).seen(u"status"_s, status);
}

/// Ended in order by the other side this many milliseconds after it was opened, without a word.
Try endedAfter(const QString& purpose, double milliseconds, Phase phase)
{
    return Try(purpose).ended(How::Fin, phase).from(1, milliseconds / 1000).connected(0.2);
}

Try hello(double milliseconds)
{
    return endedAfter(u"default"_s, milliseconds, Phase::TlsHandshake)
        .seen(u"tlsCompleted"_s, false)
        .seen(u"helloBytes"_s, 293);
}

Try resetAfterHandshake(const QString& purpose)
{
    return Try(purpose)
        .ended(How::Reset, Phase::Established)
        .seen(u"tlsCompleted"_s, true)
        .seen(u"afterHandshake"_s, u"reset"_s);
}

core::TestRecord survey(std::vector<core::Attempt> attempts, const QString& asked, bool tls = false)
{
    return record(u"service"_s, std::move(attempts),
                  {{u"asked"_s, asked}, {u"protocol"_s, tls ? u"https"_s : u"unknown"_s}, {u"tls"_s, tls}});
}

} // namespace

class TestDetectWording : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tooManyRequestsIsARateLimitWhereverItBegins()
    {
        std::vector<core::Attempt> exchanges{answered(u"fresh"_s, 1), answered(u"fresh"_s, 2), answered(u"fresh"_s, 3)};
        exchanges.push_back(answered(u"reused"_s, 4));
        exchanges.push_back(answered(u"reused"_s, 4.1, 429));
        const auto later = record(u"payload-size"_s, {answered(u"size"_s, 5, 429).with(u"sizeBytes"_s, 1)});
        const auto found = diagnosis::detect(session({record(u"exchange"_s, exchanges), later}));
        const auto* limit = findingOf(found, u"load-outcome"_s);
        QVERIFY(limit);
        QCOMPARE(limit->answer, u"rate-limited"_s);
        QVERIFY(limit->confidence > 0.95);
        QCOMPARE(limit->values.value(u"limit").toInt(), 4);
        QCOMPARE(limit->values.value(u"k").toInt(), 2);
        QVERIFY(!findingOf(found, u"payload-size"_s)); // what was refused for the pace says nothing about sizes
    }

    void whatTheFirstExchangesSayIsNotCountedTwice()
    {
        const std::vector<core::Attempt> exchanges{answered(u"fresh"_s, 1), answered(u"fresh"_s, 2, 429),
                                                   answered(u"fresh"_s, 3, 429)};
        const auto one = session({record(u"exchange"_s, exchanges)});
        QCOMPARE(answerOf(one, u"first-exchange"_s), u"rate-answer"_s);
        QCOMPARE(answerOf(one, u"load-outcome"_s), u"none given"_s);
    }

    void whoNeverAnswersAnythingElseHasNoTurn()
    {
        const auto one = session({record(u"payload-size"_s, {answered(u"size"_s, 5, 429).with(u"sizeBytes"_s, 1)})});
        QCOMPARE(answerOf(one, u"load-outcome"_s), u"none given"_s);
    }

    /// Only requests bring out that a port with TLS serves HTTP/2 alone.
    void whatAnswersSayOfTheProtocolCounts()
    {
        const auto shaken = survey({Try(u"tls-hello"_s).seen(u"tlsCompleted"_s, true)}, u"https"_s, true);
        const auto says = [&](int status, const QString& words) {
            return session({shaken, record(u"exchange"_s,
                                           times(3, answered(u"fresh"_s, 1, status).seen(u"answerStart"_s, words)))});
        };
        const auto alone =
            says(403, u"HTTP/1.0 403 Forbidden....Missing ALPN Protocol, expected `h2` to be available"_s);
        QCOMPARE(answerOf(alone, u"spoken-protocol"_s), u"other-protocol"_s);
        QCOMPARE(answerOf(alone, u"first-exchange"_s), u"answered"_s);
        QCOMPARE(answerOf(says(403, u"HTTP/1.1 403 Forbidden"_s), u"spoken-protocol"_s), u"as-expected"_s);
    }

    /// The look at the protocol was over before the answer came.
    void whoAnswersLateSpeaksWhatWasAsked()
    {
        const auto looked = survey({Try(u"http-request"_s).ended(How::Silence, Phase::Response, Who::Nobody),
                                    Try(u"plain-bytes"_s).seen(u"answer"_s, u"<!DOCTYPE HTML>"_s)},
                                   u"http"_s);
        QCOMPARE(answerOf(session({looked}), u"spoken-protocol"_s), u"other-protocol"_s);
        const auto late = answered(u"fresh"_s, 9).seen(u"answerStart"_s, u"HTTP/1.1 200 OK..Content-Length: 5"_s);
        QCOMPARE(answerOf(session({looked, record(u"exchange"_s, times(3, late))}), u"spoken-protocol"_s),
                 u"as-expected"_s);
    }

    /// Events that go on and on are an answer; one that stopped in the middle is not.
    void anEndlessAnswerIsAnAnswer()
    {
        const auto stream = [](qint64 quietMs) {
            core::Attempt attempt = Try(u"fresh"_s)
                                        .ended(How::Silence, Phase::Response, Who::Nobody)
                                        .seen(u"state"_s, u"truncated"_s)
                                        .seen(u"status"_s, 200);
            attempt.tcp = core::TcpInfo{};
            attempt.tcp->lastDataReceivedMs = quietMs;
            return session({record(u"exchange"_s, {attempt, attempt})});
        };
        QCOMPARE(answerOf(stream(800), u"first-exchange"_s), u"answered"_s);
        QCOMPARE(answerOf(stream(9'900), u"first-exchange"_s), u"silence"_s);
    }

    /// Two of three quick ones failed, and two of eleven polite ones too: that may be chance.
    void fewQuickFailuresAmongOthersAreNoPace()
    {
        const auto cut = [](const QString& purpose, double start) {
            return Try(purpose).ended(How::Reset, Phase::Response).from(start, 0.1).connected(0.2);
        };
        const auto fine = [](const QString& purpose, double start) {
            return Try(purpose).from(start, 0.1).connected(0.2);
        };
        const auto ramp = [&](const Try& second) {
            return record(u"load-ramp"_s, {fine(u"canary"_s, 10), cut(u"simultaneous"_s, 11).with(u"count"_s, 2),
                                           fine(u"simultaneous"_s, 12).with(u"count"_s, 3),
                                           fine(u"simultaneous"_s, 13).with(u"count"_s, 4), fine(u"recovery"_s, 14),
                                           fine(u"rate"_s, 15).with(u"index"_s, 1), Try(second).with(u"index"_s, 2),
                                           cut(u"rate"_s, 15.1).with(u"index"_s, 3)});
        };
        const auto exchanges = record(u"exchange"_s, {cut(u"fresh"_s, 1), fine(u"fresh"_s, 2), fine(u"fresh"_s, 3)});
        QCOMPARE(answerOf(session({exchanges, ramp(cut(u"rate"_s, 15.05))}), u"load-outcome"_s), u"none given"_s);
        const auto sound = record(u"exchange"_s, times(3, fine(u"fresh"_s, 2)));
        QCOMPARE(answerOf(session({sound, ramp(cut(u"rate"_s, 15.05))}), u"load-outcome"_s), u"rate-limited"_s);
    }

    /// A server that answers before the request is complete has not run out of patience.
    void anEarlyAnswerIsNoLimitInTime()
    {
        const auto early = [](const QString& purpose, int status) {
            return Try(purpose).good(false).idle(1.5).seen(u"status"_s, status).seen(u"answerStart"_s, u"HTTP/1.1"_s);
        };
        QCOMPARE(answerOf(session({record(u"request-time"_s, {early(u"slow-trickle"_s, 200)})}), u"slow-request"_s),
                 u"none given"_s);
        QCOMPARE(answerOf(session({record(u"request-time"_s, {early(u"slow-request"_s, 429)})}), u"slow-request"_s),
                 u"none given"_s);
        QCOMPARE(answerOf(session({record(u"request-time"_s, {early(u"slow-request"_s, 408)})}), u"slow-request"_s),
                 u"cut-quickly"_s);
    }

    /// One ended at once, the other later: it dislikes requests in pieces, and counts no seconds.
    void whoEndsOneAtOnceHasNoLimitInTime()
    {
        const auto cut = [](const QString& purpose, double seconds) {
            return Try(purpose).ended(How::Fin, Phase::FirstRequest).idle(seconds);
        };
        const auto one = record(u"request-time"_s, {cut(u"slow-request"_s, 0.03), cut(u"slow-trickle"_s, 1.5)});
        QCOMPARE(answerOf(session({one}), u"slow-request"_s), u"none given"_s);
    }

    /// A path that swallows large packets loses them and passes nothing larger than a frame.
    void whatArrivesIsNotLostForItsSize()
    {
        const auto size = [](int bytes) { return answered(u"size"_s, 1).with(u"sizeBytes"_s, bytes); };
        const auto silent = [](int bytes, std::optional<int> unacked) {
            core::Attempt attempt = Try(u"size"_s)
                                        .with(u"sizeBytes"_s, bytes)
                                        .ended(How::Silence, Phase::Request, Who::Nobody)
                                        .seen(u"state"_s, u"no-answer"_s);
            attempt.tcp = core::TcpInfo{};
            attempt.tcp->unacked = unacked;
            return attempt;
        };
        const auto answerTo = [](std::vector<core::Attempt> sizes) {
            return answerOf(session({record(u"payload-size"_s, std::move(sizes))}), u"payload-size"_s);
        };
        QCOMPARE(answerTo({size(1024), silent(16384, 4), silent(16384, 4)}), u"stall-above"_s);
        QCOMPARE(answerTo({size(1024), silent(16384, {}), silent(16384, {})}), u"stall-above"_s);
        QCOMPARE(answerTo({size(1024), silent(16384, 0), silent(16384, 0)}), u"unanswered-above"_s);
        QCOMPARE(answerTo({size(1024), size(65536), silent(262144, 4)}), u"unanswered-above"_s);
    }

    /// A gateway that cannot reach what is behind it ends every connection after the same wait, whatever was said.
    void anEndingAtTheSameAgeIsNotForTheHello()
    {
        const auto handshakes = record(u"tls-handshake"_s, times(4, hello(2002)));
        const auto words = survey({endedAfter(u"http-request"_s, 2001, Phase::Response)}, u"http"_s);
        QCOMPARE(answerOf(session({words, handshakes}), u"tls-outcome"_s), u"none given"_s);
        const auto exchanges = record(
            u"exchange"_s, times(2, endedAfter(u"fresh"_s, 2010, Phase::Response).seen(u"state"_s, u"no-answer"_s)));
        QCOMPARE(answerOf(session({exchanges, handshakes}), u"tls-outcome"_s), u"none given"_s);
    }

    void anEndingAtAnotherAgeIsForTheHello_data()
    {
        QTest::addColumn<double>("words");
        QTest::addColumn<double>("hello");
        QTest::newRow("the words got five seconds") << 5000.0 << 2000.0;
        QTest::newRow("both at once") << 3.0 << 3.0; // may dislike either
    }

    void anEndingAtAnotherAgeIsForTheHello()
    {
        QFETCH(double, words);
        QFETCH(double, hello);
        const auto one = session({survey({endedAfter(u"http-request"_s, words, Phase::Response)}, u"http"_s),
                                  record(u"tls-handshake"_s, times(4, ::hello(hello)))});
        QCOMPARE(answerOf(one, u"tls-outcome"_s), u"fin-on-hello"_s);
    }

    /// Whoever completes the handshake dislikes neither the hello nor the versions in it.
    void aResetAfterTheHandshakeIsNotForTheHello()
    {
        const auto found = diagnosis::detect(session(
            {survey({resetAfterHandshake(u"tls-hello"_s)}, u"https"_s, true),
             record(u"tls-handshake"_s, times(4, resetAfterHandshake(u"default"_s))),
             record(u"tls-matrix"_s, {resetAfterHandshake(u"version-1.2"_s), resetAfterHandshake(u"version-1.3"_s),
                                      resetAfterHandshake(u"other-name"_s)})}));
        QCOMPARE(findingOf(found, u"tls-outcome"_s)->answer, u"ended-after-handshake"_s);
        const auto* trigger = findingOf(found, u"reset-trigger"_s);
        QVERIFY(!trigger || trigger->answer == u"none");
        QVERIFY(!findingOf(found, u"tls-versions"_s));
    }
};

QTEST_GUILESS_MAIN(TestDetectWording)
#include "test_detect_wording.moc"
