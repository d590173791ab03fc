// SPDX-License-Identifier: GPL-3.0-or-later
// Recognising protocols, choosing ladders and questions, and knowing when an idle limit is known.
#include "app/probes/connect.h"
#include "app/probes/idle_watch.h"
#include "app/probes/ladder.h"
#include "app/probes/protocols.h"
#include "app/probes/service.h"

#include <QtTest>
#include <algorithm>

using namespace doctor;
using namespace doctor::probes;
using namespace Qt::StringLiterals;
using core::Protocol;

class TestProbesPure : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void recognisesByFirstBytes_data();
    void recognisesByFirstBytes();
    void bareReplyIsSettledByWhatWasAsked();
    void printableHidesControlCharacters();
    void idleLadderRisesAndFits_data();
    void idleLadderRisesAndFits();
    void idleLadderOfNothingIsEmpty();
    void narrowingStaysInside();
    void loadSplitKeepsTheBudget_data();
    void loadSplitKeepsTheBudget();
    void triesStayUnderTwelve();
    void asksTheLikeliestFirst_data();
    void asksTheLikeliestFirst();
    void idleLimitKnownFromEqualAges();
    void commonMomentIsNoAgeLimit();
    void twoDeadOnWakingAreEnough();
    void deadBelowAliveIsNotEnough();
    void roundsOfAReaperAreMet();
    void exactLimitsNeedNoRounds();
    void oneMomentIsNotYetALimit();
    void everyArmGetsItsShare_data();
    void everyArmGetsItsShare();
    void wavesUseWhatTheyNeed();
    void raceGapsLieAroundTheLimit();
    void readsKeepAliveHeaders();
    void tellsNumericHosts();
};

void TestProbesPure::recognisesByFirstBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("word");
    QTest::newRow("nothing") << QByteArray() << u"unknown"_s;
    QTest::newRow("own words") << QByteArray("ERR unknown command\r\n") << u"unknown"_s;
    QTest::newRow("bare number") << QByteArray("220 ready\r\n") << u"unknown"_s;
    QTest::newRow("zeros") << QByteArray(16, '\0') << u"unknown"_s;
    QTest::newRow("http") << QByteArray("HTTP/1.1 400 Bad Request\r\n") << u"http"_s;
    QTest::newRow("tls hello") << QByteArray("\x16\x03\x03\x00\x7a", 5) << u"tls"_s;
    QTest::newRow("tls alert") << QByteArray("\x15\x03\x01\x00\x02\x02\x28", 7) << u"tls"_s;
    QTest::newRow("plain words on a TLS port")
        << QByteArray(
               "HTTP/1.1 400 Bad Request\r\n\r\n<title>400 The plain HTTP request was sent to HTTPS port</title>")
        << u"tls"_s;
    QTest::newRow("bad request") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n") << u"http"_s;
    QTest::newRow("ssh") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n") << u"ssh"_s;
    QTest::newRow("smtp") << QByteArray("220 mail.example.org ESMTP\r\n") << u"smtp"_s;
    QTest::newRow("ftp") << QByteArray("220 Welcome to the FTP service\r\n") << u"ftp"_s;
    QTest::newRow("redis") << QByteArray("+PONG\r\n") << u"redis"_s;
    QTest::newRow("redis, locked") << QByteArray("-NOAUTH Authentication required.\r\n") << u"redis"_s;
    QTest::newRow("memcached") << QByteArray("VERSION 1.6.18\r\n") << u"memcached"_s;
    QTest::newRow("mysql") << QByteArray("\x4a\x00\x00\x00\x0a"
                                         "8.0.36\x00",
                                         12)
                           << u"mysql"_s;
    QTest::newRow("mysql, refused") << QByteArray("\x45\x00\x00\x00\xff\x6a\x04Host", 11) << u"mysql"_s;
}

void TestProbesPure::recognisesByFirstBytes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, word);
    QCOMPARE(looksLike(bytes), word);
}

void TestProbesPure::bareReplyIsSettledByWhatWasAsked()
{
    QCOMPARE(looksLike("220 ready\r\n", Protocol::Smtp), u"smtp"_s);
    QCOMPARE(looksLike("220 ready\r\n", Protocol::Ftp), u"ftp"_s);
    QCOMPARE(looksLike("N", Protocol::Postgres), u"postgres"_s);
    QCOMPARE(looksLike("N"), u"unknown"_s);
}

void TestProbesPure::printableHidesControlCharacters()
{
    QCOMPARE(printable(QByteArray("a\r\n\x1b[31m\xff", 9)), u"a...[31m."_s);
    QCOMPARE(printable(QByteArray(500, 'x')).size(), 128);
}

void TestProbesPure::idleLadderRisesAndFits_data()
{
    QTest::addColumn<double>("longest");
    QTest::addColumn<int>("sockets");
    QTest::newRow("short") << 2.0 << 10;
    QTest::newRow("minute") << 55.0 << 10;
    QTest::newRow("few sockets") << 55.0 << 3;
    QTest::newRow("one socket") << 30.0 << 1;
    QTest::newRow("hour") << 3700.0 << 10;
    QTest::newRow("less than the first step") << 0.6 << 10;
}

void TestProbesPure::idleLadderRisesAndFits()
{
    QFETCH(double, longest);
    QFETCH(int, sockets);
    const std::vector<double> ladder = idleLadder(longest, sockets);
    QVERIFY(!ladder.empty());
    QVERIFY(static_cast<int>(ladder.size()) <= sockets);
    QVERIFY(std::is_sorted(ladder.begin(), ladder.end()));
    QVERIFY(std::adjacent_find(ladder.begin(), ladder.end()) == ladder.end());
    QVERIFY(ladder.back() <= longest);
    QVERIFY2(ladder.back() >= longest * 0.8, "the time that there is must be used");
}

void TestProbesPure::idleLadderOfNothingIsEmpty()
{
    QVERIFY(idleLadder(0.2, 10).empty());
    QVERIFY(idleLadder(60, 0).empty());
}

void TestProbesPure::narrowingStaysInside()
{
    const std::vector<double> steps = between(2, 5, 4);
    QCOMPARE(steps.size(), std::size_t{4});
    QVERIFY(steps.front() > 2 && steps.back() < 5);
}

void TestProbesPure::loadSplitKeepsTheBudget_data()
{
    QTest::addColumn<int>("connections");
    for (const int connections : {0, 3, 5, 11, 13, 23, 40, 64})
        QTest::addRow("%d", connections) << connections;
}

void TestProbesPure::loadSplitKeepsTheBudget()
{
    QFETCH(int, connections);
    for (const bool thorough : {false, true}) {
        const LoadSplit split = splitLoad(connections, thorough);
        QVERIFY(split.simultaneous >= 0 && split.burst >= 0);
        QVERIFY(split.simultaneous <= (thorough ? 50 : 10));
        QVERIFY(split.burst <= 10);
        if (split.simultaneous + split.burst > 0)
            QVERIFY(split.simultaneous + 1 + split.burst + 3 <= connections);
    }
    QCOMPARE(splitLoad(23, false).simultaneous, 10);
}

void TestProbesPure::triesStayUnderTwelve()
{
    QCOMPARE(triesPerAddress(1), 5);
    QCOMPARE(triesPerAddress(2), 5);
    for (qsizetype addresses = 1; addresses <= 12; ++addresses) {
        const auto total = addresses * triesPerAddress(addresses);
        QVERIFY(total <= 12);
        QVERIFY(total >= 5);
    }
}

void TestProbesPure::asksTheLikeliestFirst_data()
{
    QTest::addColumn<Protocol>("asked");
    QTest::addColumn<Protocol>("hint");
    QTest::addColumn<bool>("greeting");
    QTest::addColumn<Question>("first");
    QTest::newRow("https asked") << Protocol::Https << Protocol::Auto << false << Question::TlsHello;
    QTest::newRow("http asked on 443") << Protocol::Http << Protocol::Https << false << Question::HttpRequest;
    QTest::newRow("auto on 443") << Protocol::Auto << Protocol::Https << false << Question::TlsHello;
    QTest::newRow("auto, nothing known") << Protocol::Auto << Protocol::Auto << false << Question::Greeting;
    QTest::newRow("redis asked") << Protocol::Redis << Protocol::Auto << false << Question::PlainBytes;
    QTest::newRow("mail asked") << Protocol::Smtp << Protocol::Auto << false << Question::Greeting;
    QTest::newRow("https asked, but it greets") << Protocol::Https << Protocol::Https << true << Question::Greeting;
    QTest::newRow("tcp") << Protocol::Tcp << Protocol::Auto << false << Question::Greeting;
}

void TestProbesPure::asksTheLikeliestFirst()
{
    QFETCH(Protocol, asked);
    QFETCH(Protocol, hint);
    QFETCH(bool, greeting);
    QFETCH(Question, first);
    const std::vector<Question> questions = questionsFor(asked, hint, greeting);
    QCOMPARE(questions.front(), first);
    QVERIFY(questions.size() <= 6);
}

void TestProbesPure::idleLimitKnownFromEqualAges()
{
    IdleWatch watch;
    watch.endedInQuiet(3.0, 103.0);
    QVERIFY(!watch.isEnough());
    watch.endedInQuiet(3.02, 103.27);
    QVERIFY(watch.isEnough());
}

void TestProbesPure::commonMomentIsNoAgeLimit()
{
    IdleWatch watch;
    watch.endedInQuiet(3.0, 103.0);
    watch.endedInQuiet(2.75, 103.01);
    watch.endedInQuiet(2.5, 103.02);
    QVERIFY(!watch.isEnough());
}

void TestProbesPure::twoDeadOnWakingAreEnough()
{
    IdleWatch watch;
    watch.woken(2, true);
    watch.woken(3, false);
    QVERIFY(!watch.isEnough());
    watch.woken(5, false);
    QVERIFY(watch.isEnough());
    QCOMPARE(watch.longestAlive(), 2.0);
    QCOMPARE(*watch.shortestDead(), 3.0);
}

void TestProbesPure::deadBelowAliveIsNotEnough()
{
    IdleWatch watch;
    watch.woken(2, false);
    watch.woken(3, true);
    watch.woken(5, false);
    QVERIFY2(!watch.isEnough(), "a longer quiet that was survived contradicts the limit");
}

/// A server that looks once a second at 0.4 past: whoever fell quiet at moment m ends at the first look after m + 3.
void TestProbesPure::roundsOfAReaperAreMet()
{
    constexpr double Limit = 3;
    const auto endOf = [](double start) { return std::ceil(start + Limit - 0.4) + 0.4; };
    IdleWatch watch;
    watch.woken(2, true);
    for (const double start : {100.0, 100.3, 100.6, 100.9, 101.2})
        watch.endedInQuiet(endOf(start) - start, endOf(start));
    const double before = *watch.shortestEnd();
    QVERIFY(before - Limit > 0.05);
    const std::vector<double> starts = finerStarts(watch, 106, 5);
    QCOMPARE(starts.size(), 5U);
    for (const double start : starts) {
        QVERIFY(start >= 106);
        watch.endedInQuiet(endOf(start) - start, endOf(start));
    }
    QVERIFY2(*watch.shortestEnd() - Limit < idleTolerance(Limit), qPrintable(QString::number(*watch.shortestEnd())));
    QVERIFY(*watch.shortestEnd() >= Limit);
}

void TestProbesPure::exactLimitsNeedNoRounds()
{
    IdleWatch watch;
    watch.endedInQuiet(3.01, 103);
    QVERIFY(finerStarts(watch, 104, 5).empty());
    watch.endedInQuiet(3.02, 103.3);
    QVERIFY(finerStarts(watch, 104, 5).empty());
    watch.endedInQuiet(7.5, 109); // no round explains this
    QVERIFY(finerStarts(watch, 110, 5).empty());
}

void TestProbesPure::oneMomentIsNotYetALimit()
{
    IdleWatch watch;
    QVERIFY2(!watch.endedAtOneMoment(), "nothing has ended yet");
    watch.woken(2, true);
    QVERIFY(!watch.endedAtOneMoment());
    watch.endedInQuiet(4.0, 104.0);
    watch.endedInQuiet(3.1, 104.05);
    QVERIFY(watch.endedAtOneMoment());
    watch.endedInQuiet(4.0, 108.5);
    QVERIFY2(!watch.endedAtOneMoment(), "it acted again");
}

void TestProbesPure::everyArmGetsItsShare_data()
{
    QTest::addColumn<int>("connections");
    QTest::addColumn<int>("leastPlain");
    QTest::addColumn<int>("leastKeepAlive");
    QTest::newRow("none") << 0 << 0 << 0;
    QTest::newRow("one") << 1 << 1 << 0;
    QTest::newRow("five") << 5 << 3 << 1;
    QTest::newRow("twelve") << 12 << 4 << 2;
    QTest::newRow("many") << 26 << 10 << 2;
    QTest::newRow("very many") << 200 << 10 << 2;
}

void TestProbesPure::everyArmGetsItsShare()
{
    QFETCH(int, connections);
    QFETCH(int, leastPlain);
    QFETCH(int, leastKeepAlive);
    for (const bool asks : {false, true}) {
        const IdleSplit split = splitIdle(connections, asks, asks);
        QVERIFY(split.plain >= leastPlain && split.plain <= 10);
        QVERIFY(split.keepAlive >= leastKeepAlive);
        QVERIFY(split.narrowing >= 0);
        QVERIFY(split.plain + split.keepAlive + split.beforeRequest + split.busy + split.narrowing <= connections);
        QVERIFY(asks || split.beforeRequest + split.busy == 0);
    }
}

void TestProbesPure::wavesUseWhatTheyNeed()
{
    QCOMPARE(linesForWave(5, 0.2, 0, true), 0);
    QCOMPARE(linesForWave(5, 0.2, 1, false), 1);
    QCOMPARE(linesForWave(1, 0.2, 9, false), 4);   // five parts
    QCOMPARE(linesForWave(7, 0.2, 9, false), 5);   // not enough at once: some for the next wave
    QCOMPARE(linesForWave(7, 0.2, 9, true), 9);    // for which there is no time
    QCOMPARE(linesForWave(0.1, 0.2, 9, false), 1); // nothing to be gained by more
}

void TestProbesPure::raceGapsLieAroundTheLimit()
{
    for (const int count : {0, 1, 2, 5, 8}) {
        const std::vector<double> gaps = raceGaps(5, 0.04, count);
        QCOMPARE(static_cast<int>(gaps.size()), count);
        QVERIFY(std::is_sorted(gaps.begin(), gaps.end()));
        QVERIFY(std::all_of(gaps.begin(), gaps.end(), [](double gap) { return gap >= 4.5 && gap <= 5.06; }));
    }
    const std::vector<double> gaps = raceGaps(5, 0.04, 8);
    QVERIFY(std::count_if(gaps.begin(), gaps.end(), [](double gap) { return gap > 4.96 && gap < 5; }) >= 5);
    QVERIFY(raceGaps(0.5, 2, 8).front() <= 0.5);
}

void TestProbesPure::readsKeepAliveHeaders()
{
    net::HttpResult result;
    result.headers.insert(u"keep-alive"_s, u"timeout=5, max=100"_s);
    QCOMPARE(toAnswer(result).announcedIdleSeconds, 5);
    QCOMPARE(toAnswer(result).announcedRequests, 100);
    result.headers.insert(u"keep-alive"_s, u"max = 7 ,Timeout= 15"_s);
    QCOMPARE(toAnswer(result).announcedIdleSeconds, 15);
    QCOMPARE(toAnswer(result).announcedRequests, 7);
    for (const auto& nonsense : {u""_s, u"timeout"_s, u"timeout=soon"_s, u"timeout=-1"_s, u"x=5"_s}) {
        result.headers.insert(u"keep-alive"_s, nonsense);
        QVERIFY(!toAnswer(result).announcedIdleSeconds);
    }
}

void TestProbesPure::tellsNumericHosts()
{
    QVERIFY(isNumeric(u"127.0.0.1"_s));
    QVERIFY(isNumeric(u"::1"_s));
    QVERIFY(!isNumeric(u"example.org"_s));
    QVERIFY(!isNumeric(QString()));
    core::Target target;
    target.host = u"127.0.0.1"_s;
    QVERIFY(tlsName(target).isEmpty());
    target.serverName = u"example.org"_s;
    QCOMPARE(tlsName(target), u"example.org"_s);
}

QTEST_GUILESS_MAIN(TestProbesPure)
#include "test_probes_pure.moc"
