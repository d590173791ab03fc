// SPDX-License-Identifier: GPL-3.0-or-later
// The way through a proxy: what a refusal looks like, what a proxy that is none looks like, and that nothing of the
// target's own words is lost or counted twice.
#include "tests/support/raw_peer.h"
#include "tests/unit/net/net_fixture.h"

#include <QJsonDocument>
#include <future>

using namespace doctor;
using namespace doctor::testing;
using core::How;
using core::Phase;
using core::Who;
using Kind = core::ProxyServer::Kind;

namespace
{

net::ConnectOptions through(int port, Kind kind, const QString& user = {})
{
    net::ConnectOptions options = loopback(port);
    options.timeout = core::Milliseconds{2000};
    options.tunnel = net::Tunnel{.proxy = {kind, QStringLiteral("127.0.0.1"), port, user, QStringLiteral("secret")},
                                 .host = QStringLiteral("target.test"),
                                 .port = 4711};
    return options;
}

} // namespace

class TestNetProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusals_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("answers"); // separated by '|', one per message of ours
        QTest::addColumn<int>("how");
        QTest::addColumn<QString>("detail");
        const auto row = [](const char* name, Kind kind, const QByteArray& answers, How how, const char* detail) {
            QTest::newRow(name) << static_cast<int>(kind) << answers << static_cast<int>(how)
                                << QString::fromLatin1(detail);
        };
        row("http-403", Kind::Http, "HTTP/1.1 403 Forbidden\r\nX: y\r\n\r\nno", How::Refused, "proxy-403");
        row("http-407", Kind::Http, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", How::Refused, "proxy-407");
        row("http-502", Kind::Http, "HTTP/1.0 502 Bad Gateway\r\n\r\n", How::Refused, "proxy-502");
        row("not-http", Kind::Http, "SSH-2.0-x\r\n\r\n", How::ProtocolError, "proxy-not-http");
        row("http-closes", Kind::Http, "", How::Fin, "");
        row("socks-refused", Kind::Socks5, QByteArray("\x05\x00|\x05\x05\x00\x01\0\0\0\0\0\0", 13), How::Refused,
            "proxy-socks-5");
        row("socks-wants-login", Kind::Socks5, QByteArray("\x05\xff"), How::Refused, "proxy-login");
        row("not-socks", Kind::Socks5, "HTTP/1.1 400 Bad\r\n\r\n", How::ProtocolError, "proxy-not-socks");
    }

    void refusals()
    {
        QFETCH(int, kind);
        QFETCH(QByteArray, answers);
        QFETCH(int, how);
        QFETCH(QString, detail);
        RawPeer peer([answers](RawSocket& socket) {
            for (const QByteArray& answer : answers.split('|')) {
                socket.read();
                socket.send(answer);
            }
        });
        const Seen seen = converse(through(peer.port(), static_cast<Kind>(kind)));
        COMPARE_ENDING(seen.attempt.ending, Who::Peer, static_cast<How>(how), Phase::Connect);
        QCOMPARE(seen.attempt.ending.detail, detail);
        QCOMPARE(static_cast<int>(seen.attempt.phaseReached), static_cast<int>(Phase::Connect));
        QCOMPARE(seen.attempt.observations.value(QStringLiteral("proxyStage")).toString(), QStringLiteral("asked"));
        QVERIFY2(!QJsonDocument(seen.attempt.parameters).toJson().contains("secret"),
                 "a login never gets into a record");
    }

    void whoNeverReachesTheProxySaysSo()
    {
        const Seen seen = converse(through(testing::closedPort(), Kind::Http));
        COMPARE_ENDING(seen.attempt.ending, Who::Peer, How::Refused, Phase::Connect);
        QCOMPARE(seen.attempt.observations.value(QStringLiteral("proxyStage")).toString(), QStringLiteral("connect"));
    }

    void silentProxyIsSilenceInTime()
    {
        std::promise<void> release;
        auto released = release.get_future().share();
        RawPeer peer([&](RawSocket&) { released.wait(); });
        net::ConnectOptions options = through(peer.port(), Kind::Http);
        options.timeout = core::Milliseconds{200};
        const Seen seen = converse(options);
        release.set_value();
        COMPARE_ENDING(seen.attempt.ending, Who::Nobody, How::Silence, Phase::Connect);
        QVERIFY(seen.milliseconds < 1500);
    }

    void targetsFirstWordsAreWhole_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("http") << static_cast<int>(Kind::Http);
        QTest::newRow("socks5") << static_cast<int>(Kind::Socks5);
    }

    /// The proxy's consent and the target's greeting arrive in one piece.
    void targetsFirstWordsAreWhole()
    {
        QFETCH(int, kind);
        const bool http = static_cast<Kind>(kind) == Kind::Http;
        std::promise<QByteArray> asked;
        RawPeer peer([&](RawSocket& socket) {
            if (http) {
                asked.set_value(socket.read());
                socket.send("HTTP/1.1 200 OK\r\nVia: x\r\n\r\nSSH-2.0-target\r\n");
                return;
            }
            socket.read(); // methods
            socket.send(QByteArray("\x05\x02", 2));
            socket.read(); // login
            socket.send(QByteArray("\x01\x00", 2));
            asked.set_value(socket.read());
            socket.send(QByteArray("\x05\x00\x00\x03\x02"
                                   "ab\x12\x34SSH-2.0-target\r\n",
                                   25));
        });
        const Seen seen = converse(through(peer.port(), static_cast<Kind>(kind), QStringLiteral("jo")));
        const QByteArray request = asked.get_future().get();
        if (http) {
            QVERIFY(request.startsWith("CONNECT target.test:4711 HTTP/1.1\r\n"));
            QVERIFY(request.contains("Proxy-Authorization: Basic " + QByteArray("jo:secret").toBase64()));
        } else {
            QCOMPARE(request, QByteArray("\x05\x01\x00\x03\x0btarget.test\x12\x67", 18));
        }
        QCOMPARE(seen.bytes, QByteArray("SSH-2.0-target\r\n"));
        QCOMPARE(seen.attempt.bytesReceived.value_or(0), 16);
        QCOMPARE(seen.attempt.bytesSent.value_or(-1), 0);
        COMPARE_ENDING(seen.attempt.ending, Who::Peer, How::Fin, Phase::Established);
    }

    void proxyTexts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown"); // empty: an error
        QTest::newRow("url") << QStringLiteral("http://jo:pw@proxy.test:8080/")
                             << QStringLiteral("http://proxy.test:8080");
        QTest::newRow("bare") << QStringLiteral("proxy.test:3129") << QStringLiteral("http://proxy.test:3129");
        QTest::newRow("socks") << QStringLiteral("socks5h://[fd00::1]") << QStringLiteral("socks5://[fd00::1]:1080");
        QTest::newRow("other scheme") << QStringLiteral("ftp://proxy.test") << QString();
        QTest::newRow("path") << QStringLiteral("http://proxy.test/x") << QString();
        QTest::newRow("spaces") << QStringLiteral("http://a b:1") << QString();
    }

    void proxyTexts()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        const auto proxy = core::parseProxy(text);
        QCOMPARE(proxy.has_value(), !shown.isEmpty());
        if (proxy)
            QCOMPARE(core::displayName(**proxy), shown);
        else
            QVERIFY(!proxy.error().message.isEmpty());
    }

    void noProxyIsNoError()
    {
        QVERIFY(core::parseProxy(QStringLiteral("none")).has_value());
        QVERIFY(!core::parseProxy(QStringLiteral("none")).value().has_value());
        const auto bad = core::parseProxy(QStringLiteral("gopher://jo:geheim@x"));
        QVERIFY(!bad && !bad.error().message.contains(QStringLiteral("geheim")));
    }
};

QTEST_GUILESS_MAIN(TestNetProxy)
#include "test_net_proxy.moc"
