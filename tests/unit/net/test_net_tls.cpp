// SPDX-License-Identifier: GPL-3.0-or-later
// TLS from the client's side: alerts by name, what came after them, truncation, and the raw ending under TLS.
#include "app/net/tls.h"

#include "app/net/http.h"
#include "tests/support/raw_peer.h"
#include "tests/support/raw_tls.h"
#include "tests/unit/net/net_fixture.h"

#include <QJsonArray>
#include <QSslSocket>
#include <cerrno>
#include <openssl/ssl.h>

using namespace doctor;
using namespace doctor::testing;
using core::How;
using core::Phase;
using core::Who;

namespace
{

const net::Identity& identity()
{
    static const net::Identity made = net::makeSelfSigned(
        QStringLiteral("practice.test"), {QStringLiteral("practice.test"), QStringLiteral("127.0.0.1")});
    return made;
}

RawTlsOptions serverOptions()
{
    RawTlsOptions out;
    out.certificatePem = identity().certificatePem;
    out.keyPem = identity().keyPem;
    return out;
}

net::TlsClientOptions clientOptions()
{
    net::TlsClientOptions out;
    out.serverName = QStringLiteral("practice.test");
    out.timeout = patience;
    return out;
}

struct TlsSeen {
    bool completed = false;
    QByteArray bytes;
    core::Attempt attempt;
    net::TlsFacts facts;
};

/// Shakes hands, says "hello" if it may, and reads to the end.
TlsSeen converseTls(int port, const net::TlsClientOptions& tls = clientOptions(), bool talk = true)
{
    TlsSeen seen;
    inNet([&](net::Net& net) -> net::Task<> {
        auto connection = co_await net.connect(loopback(port));
        seen.completed = co_await connection->startTls(tls);
        if (seen.completed && talk)
            co_await connection->write("hello", patience);
        for (;;) {
            const net::ReadResult got = co_await connection->read(patience);
            seen.bytes += got.bytes;
            if (got.state != net::ReadResult::State::Data)
                break;
        }
        seen.attempt = connection->attempt();
        seen.facts = connection->tls();
    });
    return seen;
}

enum class Goodbye { CloseNotify, FinAlone, Reset };

/// Completes the handshake, reads one message, answers and says goodbye.
RawPeer::Script afterOneMessage(Goodbye goodbye, const QByteArray& answer = "answer")
{
    return [goodbye, answer](RawSocket& socket) {
        RawTls tls(socket, serverOptions());
        if (!tls.accept())
            return;
        tls.read();
        tls.write(answer);
        if (goodbye == Goodbye::CloseNotify)
            tls.closeNotify();
        if (goodbye == Goodbye::Reset)
            socket.reset();
        else
            socket.halfClose();
        if (goodbye != Goodbye::Reset)
            socket.readToEnd();
    };
}

} // namespace

class TestNetTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finAndResetAreToldApartInsideTls()
    {
        RawPeer politePeer(afterOneMessage(Goodbye::CloseNotify));
        RawPeer cuttingPeer(afterOneMessage(Goodbye::FinAlone));
        RawPeer hardPeer(afterOneMessage(Goodbye::Reset));
        const TlsSeen polite = converseTls(politePeer.port());
        const TlsSeen cut = converseTls(cuttingPeer.port());
        const TlsSeen hard = converseTls(hardPeer.port());
        COMPARE_ENDING(polite.attempt.ending, Who::Peer, How::Fin, Phase::TlsHandshake);
        COMPARE_ENDING(cut.attempt.ending, Who::Peer, How::TlsTruncated, Phase::TlsHandshake);
        COMPARE_ENDING(hard.attempt.ending, Who::Peer, How::Reset, Phase::TlsHandshake);
        QCOMPARE(hard.attempt.ending.nativeCode.value_or(0), ECONNRESET);
        for (const TlsSeen& seen : {polite, cut, hard}) {
            QVERIFY(seen.completed);
            QCOMPARE(seen.bytes, QByteArray("answer"));
        }
    }

    /// A body that lasts to the end of the connection has no other mark, and many servers leave out the close_notify.
    void answersMayEndWithTheConnectionAlone_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<Goodbye>("goodbye");
        QTest::addColumn<net::HttpResult::State>("state");
        using State = net::HttpResult::State;
        const QByteArray open = "HTTP/1.0 403 Forbidden\r\n\r\nno";
        const QByteArray counted = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf";
        QTest::newRow("in order") << open << Goodbye::CloseNotify << State::Answered;
        QTest::newRow("without close_notify") << open << Goodbye::FinAlone << State::Answered;
        QTest::newRow("cut") << open << Goodbye::Reset << State::Truncated;
        QTest::newRow("less than announced") << counted << Goodbye::FinAlone << State::Truncated;
    }

    void answersMayEndWithTheConnectionAlone()
    {
        QFETCH(QByteArray, answer);
        QFETCH(Goodbye, goodbye);
        RawPeer peer(afterOneMessage(goodbye, answer));
        net::HttpResult result;
        inNet([&](net::Net& net) -> net::Task<> {
            auto connection = co_await net.connect(loopback(peer.port()));
            co_await connection->startTls(clientOptions());
            net::HttpRequest request;
            request.host = QStringLiteral("practice.test");
            request.timeout = patience;
            result = co_await net::exchange(*connection, request);
        });
        QTEST(result.state, "state");
    }

    /// Why this library exists: Qt's socket calls all three the same.
    void qtReportsFinAndResetAlikeInsideTls()
    {
        if (!QSslSocket::supportsSsl())
            QSKIP("this Qt has no TLS backend");
        const auto errorOf = [](int port) {
            QSslSocket socket;
            socket.setPeerVerifyMode(QSslSocket::VerifyNone);
            socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), static_cast<quint16>(port));
            socket.waitForEncrypted(5000);
            socket.write("hello");
            socket.waitForBytesWritten(5000);
            if (socket.state() != QAbstractSocket::UnconnectedState)
                socket.waitForDisconnected(5000);
            return socket.error();
        };
        RawPeer cuttingPeer(afterOneMessage(Goodbye::FinAlone));
        RawPeer hardPeer(afterOneMessage(Goodbye::Reset));
        QCOMPARE(errorOf(cuttingPeer.port()), QAbstractSocket::RemoteHostClosedError);
        QCOMPARE(errorOf(hardPeer.port()), QAbstractSocket::RemoteHostClosedError);
    }

    void alertsHaveTheirNames_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("name");
        QTest::newRow("version") << 70 << QStringLiteral("protocol_version");
        QTest::newRow("handshake") << 40 << QStringLiteral("handshake_failure");
        QTest::newRow("name") << 112 << QStringLiteral("unrecognized_name");
        QTest::newRow("certificate") << 116 << QStringLiteral("certificate_required");
        QTest::newRow("internal") << 80 << QStringLiteral("internal_error");
        QTest::newRow("unknown number") << 200 << QStringLiteral("alert-200");
    }

    void alertsHaveTheirNames()
    {
        QFETCH(int, number);
        QFETCH(QString, name);
        RawPeer peer([number](RawSocket& s) {
            s.read();
            s.send(tlsAlertRecord(2, number));
            s.halfClose();
            s.readToEnd();
        });
        const TlsSeen seen = converseTls(peer.port());
        QVERIFY(!seen.completed);
        COMPARE_ENDING(seen.attempt.ending, Who::Peer, How::TlsAlert, Phase::TlsHandshake);
        QCOMPARE(seen.attempt.ending.detail, name);
        QCOMPARE(seen.facts.alertReceived, name);
        QVERIFY(seen.attempt.ending.isFailure());
    }

    void alertThenResetIsBoth()
    {
        RawPeer peer([](RawSocket& s) {
            s.waitUnread(100);
            s.send(tlsAlertRecord(2, 40));
            s.closeNow(); // the ClientHello is unread: RST
        });
        for (int i = 0; i < 30; ++i) {
            const TlsSeen seen = converseTls(peer.port());
            COMPARE_ENDING(seen.attempt.ending, Who::Peer, How::TlsAlertThenReset, Phase::TlsHandshake);
            QCOMPARE(seen.attempt.ending.detail, QStringLiteral("handshake_failure"));
            QCOMPARE(seen.attempt.ending.nativeCode.value_or(0), ECONNRESET);
        }
    }

    void resetOnHelloIsAReset()
    {
        RawPeer peer([](RawSocket& s) {
            s.read();
            s.reset();
        });
        const TlsSeen seen = converseTls(peer.port());
        COMPARE_ENDING(seen.attempt.ending, Who::Peer, How::Reset, Phase::TlsHandshake);
        QVERIFY(seen.facts.alertReceived.isEmpty());
        QVERIFY(seen.facts.alertSent.isEmpty());
    }

    void finOnHelloIsAFin()
    {
        RawPeer peer([](RawSocket& s) {
            s.read();
            s.halfClose();
            s.readToEnd();
        });
        const TlsSeen seen = converseTls(peer.port());
        COMPARE_ENDING(seen.attempt.ending, Who::Peer, How::Fin, Phase::TlsHandshake);
        QVERIFY(seen.facts.alertSent.isEmpty());
    }

    void silenceOnHelloIsSilence()
    {
        RawPeer peer([](RawSocket& s) { s.readToEnd(); });
        net::TlsClientOptions options = clientOptions();
        options.timeout = core::Milliseconds{100};
        COMPARE_ENDING(converseTls(peer.port(), options).attempt.ending, Who::Nobody, How::Silence,
                       Phase::TlsHandshake);
    }

    void foreignBytesAreAProtocolError()
    {
        RawPeer peer([](RawSocket& s) {
            s.read();
            s.send("HTTP/1.1 400 Bad Request\r\n\r\n");
            s.readToEnd();
        });
        const TlsSeen seen = converseTls(peer.port());
        COMPARE_ENDING(seen.attempt.ending, Who::Peer, How::ProtocolError, Phase::TlsHandshake);
        QCOMPARE(seen.attempt.ending.detail, QStringLiteral("not-tls"));
        QVERIFY(seen.attempt.observations.value(u"answerStart").toString().startsWith(u"HTTP/"));
        QVERIFY(seen.facts.alertSent.isEmpty());
    }

    void serverThatWantsAnotherNameIsHeard()
    {
        RawPeer peer([](RawSocket& s) {
            RawTlsOptions options = serverOptions();
            options.onlyName = "other.test";
            RawTls tls(s, options);
            tls.accept();
        });
        const TlsSeen seen = converseTls(peer.port());
        QVERIFY(!seen.completed);
        COMPARE_ENDING(seen.attempt.ending, Who::Peer, How::TlsAlert, Phase::TlsHandshake);
        QCOMPARE(seen.attempt.ending.detail, QStringLiteral("unrecognized_name"));
        net::TlsClientOptions right = clientOptions();
        right.serverName = QStringLiteral("other.test");
        QVERIFY(converseTls(peer.port(), right, false).completed);
    }

    void versionsThatDoNotMeet()
    {
        RawPeer oldPeer([](RawSocket& s) {
            RawTlsOptions options = serverOptions();
            options.onlyVersion = TLS1_VERSION;
            RawTls tls(s, options);
            if (tls.accept())
                tls.closeNotify();
            s.halfClose();
            s.readToEnd();
        });
        const TlsSeen refused = converseTls(oldPeer.port());
        QVERIFY(!refused.completed);
        COMPARE_ENDING(refused.attempt.ending, Who::Peer, How::TlsAlert, Phase::TlsHandshake);
        QCOMPARE(refused.facts.alertReceived, QStringLiteral("protocol_version"));
        net::TlsClientOptions old = clientOptions();
        old.minimum = net::TlsVersion::V1_0;
        old.maximum = net::TlsVersion::V1_0;
        old.allowWeak = true;
        const TlsSeen met = converseTls(oldPeer.port(), old, false);
        QVERIFY(met.completed);
        QCOMPARE(met.facts.version, QStringLiteral("1.0"));
        RawPeer newPeer([](RawSocket& s) {
            RawTlsOptions options = serverOptions();
            options.onlyVersion = TLS1_3_VERSION;
            RawTls tls(s, options);
            tls.accept();
        });
        const TlsSeen tooOld = converseTls(newPeer.port(), old);
        COMPARE_ENDING(tooOld.attempt.ending, Who::Peer, How::TlsAlert, Phase::TlsHandshake);
        QCOMPARE(tooOld.attempt.ending.detail, QStringLiteral("protocol_version"));
    }

    /// A server that picks a version we did not offer is refused by us, with an alert of our own.
    void versionThatWeRefuseIsOurAlert()
    {
        RawPeer peer([](RawSocket& s) {
            s.read();
            // ServerHello, TLS 1.0, 32 random bytes, no session, ECDHE-ECDSA-AES128-SHA, no compression.
            s.send(QByteArray::fromHex("160301002a"
                                       "02000026"
                                       "0301") +
                   QByteArray(32, 'r') +
                   QByteArray::fromHex("00"
                                       "c009"
                                       "00"));
            s.readToEnd();
        });
        const TlsSeen seen = converseTls(peer.port());
        QVERIFY(!seen.completed);
        COMPARE_ENDING(seen.attempt.ending, Who::Us, How::TlsAlert, Phase::TlsHandshake);
        QCOMPARE(seen.attempt.ending.detail, QStringLiteral("protocol_version"));
        QCOMPARE(seen.facts.alertSent, QStringLiteral("protocol_version"));
        QVERIFY(seen.facts.alertReceived.isEmpty());
    }

    void clientCertificateRefusedAfterTheHandshake_data()
    {
        QTest::addColumn<int>("version");
        QTest::addColumn<bool>("completes"); // TLS 1.3 is complete for the client before the server has looked
        QTest::addColumn<QString>("alert");
        QTest::newRow("1.2") << TLS1_2_VERSION << false << QStringLiteral("handshake_failure");
        QTest::newRow("1.3") << TLS1_3_VERSION << true << QStringLiteral("certificate_required");
    }

    void clientCertificateRefusedAfterTheHandshake()
    {
        QFETCH(int, version);
        QFETCH(bool, completes);
        QFETCH(QString, alert);
        RawPeer peer([version](RawSocket& s) {
            RawTlsOptions options = serverOptions();
            options.onlyVersion = version;
            options.requireClientCertificate = true;
            RawTls tls(s, options);
            if (tls.accept())
                tls.write("welcome");
            s.halfClose();
            s.readToEnd();
        });
        const TlsSeen without = converseTls(peer.port(), clientOptions(), false);
        QCOMPARE(without.completed, completes);
        QVERIFY(without.facts.clientCertificateRequested);
        QCOMPARE(without.attempt.ending.detail, alert);
        COMPARE_ENDING(without.attempt.ending, Who::Peer, How::TlsAlert, Phase::TlsHandshake);
        net::TlsClientOptions with = clientOptions();
        with.clientCertificate = identity();
        const TlsSeen accepted = converseTls(peer.port(), with, false);
        QVERIFY(accepted.completed);
        QVERIFY(accepted.facts.clientCertificateRequested);
        QCOMPARE(accepted.bytes, QByteArray("welcome"));
    }

    /// The client writes on, the server's alert and its reset race: the alert must win.
    void clientCertificateAlertSurvivesTheReset()
    {
        RawPeer peer([](RawSocket& s) {
            RawTlsOptions options = serverOptions();
            options.onlyVersion = TLS1_3_VERSION;
            options.requireClientCertificate = true;
            RawTls tls(s, options);
            tls.accept();
            s.waitUnread(1);
            s.closeNow();
        });
        for (int i = 0; i < 30; ++i) {
            const TlsSeen seen = converseTls(peer.port());
            COMPARE_ENDING(seen.attempt.ending, Who::Peer, How::TlsAlertThenReset, Phase::TlsHandshake);
            QCOMPARE(seen.attempt.ending.detail, QStringLiteral("certificate_required"));
        }
    }

    void factsAreTold()
    {
        RawPeer peer(afterOneMessage(Goodbye::CloseNotify));
        net::TlsClientOptions options = clientOptions();
        options.maximum = net::TlsVersion::V1_3;
        const TlsSeen seen = converseTls(peer.port(), options);
        QCOMPARE(seen.facts.version, QStringLiteral("1.3"));
        QVERIFY(seen.facts.cipher.startsWith(u"TLS_"));
        QVERIFY(!seen.facts.group.isEmpty());
        QVERIFY(!seen.facts.clientCertificateRequested);
        QCOMPARE(seen.facts.chain.size(), 1U);
        const net::Certificate& certificate = seen.facts.chain.front();
        QCOMPARE(certificate.subject, QStringLiteral("CN=practice.test"));
        QVERIFY(certificate.selfSigned);
        QCOMPARE(certificate.names, QStringList({QStringLiteral("practice.test"), QStringLiteral("127.0.0.1")}));
        QVERIFY(certificate.notAfter > QDateTime::currentDateTimeUtc().addDays(29));
        QVERIFY(certificate.notBefore < QDateTime::currentDateTimeUtc().addDays(-29));
        QVERIFY(seen.facts.trustProblem.contains(u"self-signed"));
        const QJsonObject json = seen.facts.toJson();
        QCOMPARE(json.value(u"tlsVersion").toString(), QStringLiteral("1.3"));
        QCOMPARE(json.value(u"chain").toArray().size(), 1);
        QVERIFY(seen.attempt.timings.tlsMs.value_or(-1) > 0);
        QVERIFY(seen.attempt.tcp->bytesReceived.value_or(0) > seen.attempt.bytesReceived.value_or(0));
    }

    void wordsOfAlerts()
    {
        QCOMPARE(net::alertName(0), QStringLiteral("close_notify"));
        QCOMPARE(net::alertName(120), QStringLiteral("no_application_protocol"));
        QCOMPARE(net::alertName(201), QStringLiteral("alert-201"));
        QCOMPARE(net::toWord(net::TlsVersion::V1_1), QStringLiteral("1.1"));
    }

    void impossibleOptionsAreOurFailure()
    {
        RawPeer peer([](RawSocket& s) { s.readToEnd(); });
        net::TlsClientOptions options = clientOptions();
        options.cipherList = QStringLiteral("NO-SUCH-CIPHER");
        const TlsSeen seen = converseTls(peer.port(), options);
        COMPARE_ENDING(seen.attempt.ending, Who::Nobody, How::LocalFailure, Phase::TlsHandshake);
        QCOMPARE(seen.attempt.ending.detail, QStringLiteral("tls-setup"));
    }
};

QTEST_GUILESS_MAIN(TestNetTls)
#include "test_net_tls.moc"
