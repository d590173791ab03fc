// SPDX-License-Identifier: GPL-3.0-or-later
// What is spoken, whether TLS, and what provokes a hard cut.
#include "records.h"

using namespace doctor;

namespace
{

QJsonObject facts(const QString& protocol, bool tls, const QString& asked)
{
    return {{u"protocol"_s, protocol}, {u"tls"_s, tls}, {u"asked"_s, asked}};
}

Try cut(const QString& purpose)
{
    return Try(purpose).ended(How::Reset, purpose == u"tls-hello" ? Phase::TlsHandshake : Phase::FirstRequest);
}

Try quiet(const QString& purpose)
{
    return Try(purpose).good(false);
}

core::Session survey(std::vector<core::Attempt> attempts, const QJsonObject& found)
{
    return session({record(u"service"_s, std::move(attempts), found)});
}

} // namespace

class TestDetectService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spoken_data()
    {
        QTest::addColumn<QString>("protocol");
        QTest::addColumn<bool>("tls");
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("answer");
        QTest::newRow("found out") << u"redis"_s << false << u"auto"_s << u"recognised"_s;
        QTest::newRow("as wished") << u"http"_s << false << u"http"_s << u"as-expected"_s;
        QTest::newRow("https wished, TLS spoken") << u"tls"_s << true << u"https"_s << u"as-expected"_s;
        QTest::newRow("https wished, http spoken") << u"http"_s << false << u"https"_s << u"other-protocol"_s;
        QTest::newRow("http wished, TLS spoken") << u"tls"_s << true << u"http"_s << u"other-protocol"_s;
        QTest::newRow("http wished, ssh spoken") << u"ssh"_s << false << u"http"_s << u"other-protocol"_s;
        QTest::newRow("tcp is anything") << u"redis"_s << false << u"tcp"_s << u"as-expected"_s;
    }
    void spoken()
    {
        QFETCH(QString, protocol);
        QFETCH(bool, tls);
        QFETCH(QString, asked);
        QFETCH(QString, answer);
        const auto one = Try(u"plain-bytes"_s).seen(u"answer"_s, u"+PONG"_s);
        QCOMPARE(answerOf(survey({one}, facts(protocol, tls, asked)), u"spoken-protocol"_s), answer);
    }

    void strangeWords()
    {
        const auto words =
            Try(u"http-request"_s).ended(How::Reset, Phase::Response).seen(u"answer"_s, u"ERR unknown command"_s);
        QCOMPARE(answerOf(survey({words}, facts(u"unknown"_s, false, u"http"_s)), u"spoken-protocol"_s),
                 u"other-protocol"_s);
        QCOMPARE(answerOf(survey({words}, facts(u"unknown"_s, false, u"http"_s)), u"reset-trigger"_s), u"none"_s);
        const auto open = diagnosis::detect(survey({words}, facts(u"unknown"_s, false, u"auto"_s)));
        QVERIFY(findingOf(open, u"spoken-protocol"_s)->confidence < 0.85);
        const auto calm = Try(u"http-request"_s).seen(u"answer"_s, u"ERR unknown command"_s);
        const auto calmly = diagnosis::detect(survey({calm}, facts(u"unknown"_s, false, u"auto"_s)));
        QVERIFY(findingOf(calmly, u"spoken-protocol"_s)->confidence < 0.7);
        const auto greeting = Try(u"greeting"_s).seen(u"greeting"_s, u"welcome to my own protocol"_s);
        QCOMPARE(answerOf(survey({greeting}, facts(u"unknown"_s, false, u"auto"_s)), u"spoken-protocol"_s),
                 u"none given"_s);
    }

    void silentService()
    {
        const auto all = survey(
            {quiet(u"greeting"_s), quiet(u"plain-bytes"_s).ended(How::Silence, Phase::FirstRequest, Who::Nobody)},
            facts(u"tcp"_s, false, u"tcp"_s));
        QCOMPARE(answerOf(all, u"spoken-protocol"_s), u"silent"_s);
        QCOMPARE(answerOf(all, u"reset-trigger"_s), u"none"_s);
    }

    void onlyTheHelloIsCut()
    {
        auto tests =
            survey({quiet(u"greeting"_s), cut(u"tls-hello"_s), quiet(u"http-request"_s), quiet(u"plain-bytes"_s)},
                   facts(u"unknown"_s, false, u"https"_s));
        QCOMPARE(answerOf(tests, u"reset-trigger"_s), u"tls-hello-only"_s);
        QCOMPARE(answerOf(tests, u"spoken-protocol"_s), u"silent"_s);
        const double alone = findingOf(diagnosis::detect(tests), u"reset-trigger"_s)->confidence;
        tests.tests.push_back(
            record(u"tls-handshake"_s, times(4, cut(u"default"_s).ended(How::Reset, Phase::TlsHandshake))));
        QVERIFY(findingOf(diagnosis::detect(tests), u"reset-trigger"_s)->confidence > alone);
    }

    void everythingIsCut()
    {
        const auto tests =
            survey({quiet(u"greeting"_s), cut(u"tls-hello"_s), cut(u"http-request"_s), cut(u"plain-bytes"_s)},
                   facts(u"unknown"_s, false, u"auto"_s));
        QCOMPARE(answerOf(tests, u"reset-trigger"_s), u"any-bytes"_s);
        // On the port of a protocol that we do not speak, our words are strange: that they are cut tells nothing.
        auto broker = tests;
        broker.target.port = 1883;
        QCOMPARE(answerOf(broker, u"reset-trigger"_s), u"none given"_s);
        QCOMPARE(answerOf(tests, u"spoken-protocol"_s), u"ended-without-word"_s);
        QCOMPARE(answerOf(tests, u"tls-spoken"_s), u"none given"_s);
    }

    void cutBeforeAWord()
    {
        const auto one = Try(u"greeting"_s).ended(How::Reset, Phase::Established);
        const auto two = Try(u"http-request"_s).ended(How::Reset, Phase::Established);
        QCOMPARE(answerOf(survey({one, two}, facts(u"unknown"_s, false, u"http"_s)), u"reset-trigger"_s),
                 u"at-accept"_s);
    }

    void aPoliteCloseOnStrangeBytesIsNoCut()
    {
        const auto fin = Try(u"plain-bytes"_s).ended(How::Fin, Phase::FirstRequest);
        QCOMPARE(answerOf(survey({quiet(u"greeting"_s), fin}, facts(u"tcp"_s, false, u"tcp"_s)), u"reset-trigger"_s),
                 u"none"_s);
    }

    void whetherTls()
    {
        const auto hello = Try(u"tls-hello"_s).seen(u"tlsCompleted"_s, true);
        QCOMPARE(answerOf(survey({hello}, facts(u"https"_s, true, u"auto"_s)), u"tls-spoken"_s), u"yes"_s);
        const auto refused = Try(u"tls-hello"_s).ended(How::ProtocolError, Phase::TlsHandshake);
        QCOMPARE(answerOf(survey({refused}, facts(u"unknown"_s, false, u"auto"_s)), u"tls-spoken"_s), u"no"_s);
        const auto http = Try(u"http-request"_s).seen(u"answer"_s, u"HTTP/1.1 200"_s);
        QCOMPARE(answerOf(survey({http}, facts(u"http"_s, false, u"http"_s)), u"tls-spoken"_s), u"no"_s);
    }
};

QTEST_APPLESS_MAIN(TestDetectService)
#include "test_detect_service.moc"
