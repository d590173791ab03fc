// SPDX-License-Identifier: GPL-3.0-or-later
// The server's side: listening, accepting, TLS with its demands; and foreign TLS peers (openssl s_server, s_client).
#include "app/net/listener.h"

#include "app/net/http.h"
#include "tests/support/raw_peer.h"
#include "tests/unit/net/net_fixture.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <cerrno>

using namespace doctor;
using namespace doctor::testing;
using core::How;
using core::Phase;
using core::Who;

namespace
{

const net::Identity& identity()
{
    static const net::Identity made =
        net::makeSelfSigned(QStringLiteral("practice.test"), {QStringLiteral("practice.test")});
    return made;
}

net::TlsServerOptions serverOptions()
{
    net::TlsServerOptions out;
    out.identity = identity();
    out.timeout = patience;
    return out;
}

net::TlsClientOptions clientOptions()
{
    net::TlsClientOptions out;
    out.serverName = QStringLiteral("practice.test");
    out.timeout = patience;
    return out;
}

struct BothSides {
    bool clientDone = false;
    bool serverDone = false;
    core::Ending client;
    core::Ending server;
    net::TlsFacts clientFacts;
    net::TlsFacts serverFacts;
    QByteArray clientGot;
};

/// One handshake between our two sides; the server says "welcome" when it is content, and both close in order.
BothSides shakeHands(const net::TlsServerOptions& serving, const net::TlsClientOptions& asking)
{
    BothSides out;
    inNet([&](net::Net& net) -> net::Task<> {
        auto listener = net::Listener::listen(net, QStringLiteral("127.0.0.1"), 0);
        const auto server = [&]() -> net::Task<> {
            auto connection = co_await (*listener)->accept();
            out.serverDone = co_await connection->acceptTls(serving);
            if (out.serverDone)
                co_await connection->write("welcome", patience);
            co_await connection->close();
            out.server = connection->ending();
            out.serverFacts = connection->tls();
        };
        const auto client = [&]() -> net::Task<> {
            auto connection = co_await net.connect(loopback((*listener)->port()));
            out.clientDone = co_await connection->startTls(asking);
            for (;;) {
                const net::ReadResult got = co_await connection->read(patience);
                out.clientGot += got.bytes;
                if (got.state != net::ReadResult::State::Data)
                    break;
            }
            out.client = connection->ending();
            out.clientFacts = connection->tls();
        };
        std::vector<net::Task<>> both;
        both.push_back(server());
        both.push_back(client());
        co_await net.all(std::move(both));
    });
    return out;
}

/// A port that a foreign server can be told to take; taken by nobody else for the moment.
QString freePort()
{
    return QString::number(closedPort());
}

struct ForeignServer {
    QTemporaryDir folder;
    QProcess process;
    int port = 0;

    bool start(const QStringList& more)
    {
        const QString openssl = QStandardPaths::findExecutable(QStringLiteral("openssl"));
        if (openssl.isEmpty())
            return false;
        const auto save = [this](const QString& name, const QByteArray& text) {
            QFile file(folder.filePath(name));
            return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        };
        if (!save(QStringLiteral("c.pem"), identity().certificatePem) ||
            !save(QStringLiteral("k.pem"), identity().keyPem))
            return false;
        const QString chosen = freePort();
        port = chosen.toInt();
        process.start(openssl, QStringList{QStringLiteral("s_server"), QStringLiteral("-accept"),
                                           QStringLiteral("127.0.0.1:") + chosen, QStringLiteral("-cert"),
                                           folder.filePath(QStringLiteral("c.pem")), QStringLiteral("-key"),
                                           folder.filePath(QStringLiteral("k.pem"))} +
                                   more);
        if (!process.waitForStarted())
            return false;
        QByteArray said;
        while (!said.contains("ACCEPT") && process.waitForReadyRead(5000))
            said += process.readAllStandardOutput();
        return said.contains("ACCEPT");
    }

    ~ForeignServer()
    {
        process.kill();
        process.waitForFinished();
    }
};

} // namespace

class TestNetListener : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        // Our own certificate as the only authority of this process, so that trust can be seen to work.
        QVERIFY(m_authority.open());
        m_authority.write(identity().certificatePem);
        QVERIFY(m_authority.flush());
        qputenv("SSL_CERT_FILE", m_authority.fileName().toLocal8Bit());
    }

    void takenPortIsOneClearSentence()
    {
        inNet([&](net::Net& net) -> net::Task<> {
            auto first = net::Listener::listen(net, QStringLiteral("127.0.0.1"), 0);
            auto second = net::Listener::listen(net, QStringLiteral("127.0.0.1"), (*first)->port());
            [&] {
                QVERIFY(!second);
                QCOMPARE(static_cast<int>(second.error().code), static_cast<int>(core::ErrorCode::Unavailable));
                QVERIFY(second.error().message.contains(QString::number((*first)->port())));
                auto wrong = net::Listener::listen(net, QStringLiteral("nowhere"), 1);
                QVERIFY(!wrong);
                QCOMPARE(static_cast<int>(wrong.error().code), static_cast<int>(core::ErrorCode::InvalidInput));
            }();
            co_return;
        });
    }

    void bothFamiliesOnOnePort()
    {
        int reached = 0;
        bool haveV6 = false;
        inNet([&](net::Net& net) -> net::Task<> {
            auto v4 = net::Listener::listen(net, QStringLiteral("127.0.0.1"), 0);
            auto v6 = net::Listener::listen(net, QStringLiteral("::1"), (*v4)->port());
            haveV6 = v6.has_value();
            if (!haveV6)
                co_return;
            for (const QString& address : {QStringLiteral("127.0.0.1"), QStringLiteral("::1")}) {
                net::ConnectOptions options = loopback((*v4)->port());
                options.address = address;
                auto connection = co_await net.connect(options);
                net::Listener& listener = address == u"::1" ? **v6 : **v4;
                auto accepted = co_await listener.accept();
                if (accepted->attempt().address == address && connection->isOpen())
                    ++reached;
            }
        });
        if (!haveV6)
            QSKIP("no IPv6 loopback on this machine");
        QCOMPARE(reached, 2);
    }

    void closingWakesAccept()
    {
        bool gotNothing = false;
        int port = 0;
        core::Ending after;
        inNet([&](net::Net& net) -> net::Task<> {
            auto listener = net::Listener::listen(net, QStringLiteral("127.0.0.1"), 0);
            port = (*listener)->port();
            const auto accepting = [&]() -> net::Task<> {
                const auto connection = co_await (*listener)->accept();
                gotNothing = connection == nullptr;
            };
            const auto closing = [&]() -> net::Task<> {
                co_await net.sleep(core::Milliseconds{20});
                (*listener)->close();
            };
            std::vector<net::Task<>> both;
            both.push_back(accepting());
            both.push_back(closing());
            co_await net.all(std::move(both));
            auto late = co_await net.connect(loopback(port));
            after = late->ending();
        });
        QVERIFY(gotNothing);
        COMPARE_ENDING(after, Who::Peer, How::Refused, Phase::Connect);
    }

    void tlsBetweenOurSides()
    {
        net::TlsServerOptions serving = serverOptions();
        serving.alpn = {QStringLiteral("http/1.1")};
        net::TlsClientOptions asking = clientOptions();
        asking.alpn = {QStringLiteral("h2"), QStringLiteral("http/1.1")};
        const BothSides seen = shakeHands(serving, asking);
        QVERIFY(seen.clientDone && seen.serverDone);
        QCOMPARE(seen.clientGot, QByteArray("welcome"));
        COMPARE_ENDING(seen.client, Who::Peer, How::Fin, Phase::TlsHandshake);
        QCOMPARE(seen.clientFacts.alpn, QStringLiteral("http/1.1"));
        QCOMPARE(seen.serverFacts.version, QStringLiteral("1.3"));
    }

    void everyVersionCanBeServed_data()
    {
        QTest::addColumn<int>("version");
        for (const auto version :
             {net::TlsVersion::V1_0, net::TlsVersion::V1_1, net::TlsVersion::V1_2, net::TlsVersion::V1_3})
            QTest::newRow(qPrintable(net::toWord(version))) << static_cast<int>(version);
    }

    void everyVersionCanBeServed()
    {
        QFETCH(int, version);
        const auto only = static_cast<net::TlsVersion>(version);
        net::TlsServerOptions serving = serverOptions();
        serving.minimum = only;
        serving.maximum = only;
        net::TlsClientOptions asking = clientOptions();
        asking.minimum = net::TlsVersion::V1_0;
        asking.allowWeak = true;
        const BothSides seen = shakeHands(serving, asking);
        QVERIFY(seen.clientDone);
        QCOMPARE(seen.clientFacts.version, net::toWord(only));
        if (only < net::TlsVersion::V1_2) {
            const BothSides refused = shakeHands(serving, clientOptions());
            QVERIFY(!refused.clientDone);
            QCOMPARE(refused.client.detail, QStringLiteral("protocol_version"));
        }
    }

    void nameIsDemanded_data()
    {
        QTest::addColumn<QString>("required");
        QTest::addColumn<QString>("sent");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("right") << QStringLiteral("Practice.test") << QStringLiteral("practice.test") << true;
        QTest::newRow("other") << QStringLiteral("practice.test") << QStringLiteral("other.test") << false;
        QTest::newRow("none") << QStringLiteral("practice.test") << QString() << false;
        QTest::newRow("any, one sent") << QStringLiteral("*") << QStringLiteral("other.test") << true;
        QTest::newRow("any, none sent") << QStringLiteral("*") << QString() << false;
        QTest::newRow("none needed") << QString() << QString() << true;
    }

    void nameIsDemanded()
    {
        QFETCH(QString, required);
        QFETCH(QString, sent);
        QFETCH(bool, accepted);
        net::TlsServerOptions serving = serverOptions();
        serving.requiredServerName = required;
        net::TlsClientOptions asking = clientOptions();
        asking.serverName = sent;
        const BothSides seen = shakeHands(serving, asking);
        QCOMPARE(seen.clientDone, accepted);
        if (accepted)
            return;
        COMPARE_ENDING(seen.client, Who::Peer, How::TlsAlert, Phase::TlsHandshake);
        QCOMPARE(seen.client.detail, QStringLiteral("unrecognized_name"));
        COMPARE_ENDING(seen.server, Who::Us, How::TlsAlert, Phase::TlsHandshake);
        QCOMPARE(seen.serverFacts.alertSent, QStringLiteral("unrecognized_name"));
    }

    void clientCertificateIsDemanded()
    {
        net::TlsServerOptions serving = serverOptions();
        serving.requireClientCertificate = true;
        const BothSides without = shakeHands(serving, clientOptions());
        QVERIFY(without.clientDone); // TLS 1.3: the client is through before the server has looked
        QVERIFY(!without.serverDone);
        QVERIFY(without.clientFacts.clientCertificateRequested);
        COMPARE_ENDING(without.client, Who::Peer, How::TlsAlert, Phase::TlsHandshake);
        QCOMPARE(without.client.detail, QStringLiteral("certificate_required"));
        net::TlsClientOptions asking = clientOptions();
        asking.clientCertificate = net::makeSelfSigned(QStringLiteral("client"), {});
        const BothSides with = shakeHands(serving, asking);
        QVERIFY(with.clientDone && with.serverDone);
        QCOMPARE(with.serverFacts.chain.size(), 1U);
        QCOMPARE(with.clientGot, QByteArray("welcome"));
    }

    void noCommonCipher()
    {
        net::TlsServerOptions serving = serverOptions();
        serving.maximum = net::TlsVersion::V1_2;
        serving.cipherList = QStringLiteral("ECDHE-ECDSA-AES256-GCM-SHA384");
        net::TlsClientOptions asking = clientOptions();
        asking.cipherList = QStringLiteral("ECDHE-ECDSA-AES128-GCM-SHA256");
        const BothSides seen = shakeHands(serving, asking);
        COMPARE_ENDING(seen.client, Who::Peer, How::TlsAlert, Phase::TlsHandshake);
        QCOMPARE(seen.client.detail, QStringLiteral("handshake_failure"));
    }

    void trustIsToldAndNeverInTheWay()
    {
        const BothSides right = shakeHands(serverOptions(), clientOptions());
        QVERIFY(right.clientDone);
        QCOMPARE(right.clientFacts.trustProblem, QString());
        net::TlsClientOptions asking = clientOptions();
        asking.serverName = QStringLiteral("wrong.test");
        const BothSides wrongName = shakeHands(serverOptions(), asking);
        QVERIFY(wrongName.clientDone);
        QCOMPARE(wrongName.clientFacts.trustProblem.toLower(), QStringLiteral("hostname mismatch"));
        net::TlsServerOptions stranger = serverOptions();
        stranger.identity = net::makeSelfSigned(QStringLiteral("practice.test"), {QStringLiteral("practice.test")});
        const BothSides unknown = shakeHands(stranger, clientOptions());
        QVERIFY(unknown.clientDone);
        QVERIFY(unknown.clientFacts.trustProblem.contains(u"self-signed"));
    }

    void foreignServerCompletesAndCloses()
    {
        ForeignServer server;
        if (!server.start({QStringLiteral("-www")}))
            QSKIP("openssl s_server is not to be had");
        net::HttpResult result;
        core::Attempt attempt;
        inNet([&](net::Net& net) -> net::Task<> {
            auto connection = co_await net.connect(loopback(server.port));
            if (co_await connection->startTls(clientOptions())) {
                net::HttpRequest request;
                request.host = QStringLiteral("practice.test");
                result = co_await net::exchange(*connection, request);
            }
            attempt = connection->attempt();
        });
        QCOMPARE(static_cast<int>(result.state), static_cast<int>(net::HttpResult::State::Answered));
        QCOMPARE(result.status, 200);
        QVERIFY(result.bodyStart.contains("s_server"));
    }

    void foreignServerRefusesVersionAndCertificate()
    {
        ForeignServer server;
        if (!server.start({QStringLiteral("-tls1_3"), QStringLiteral("-Verify"), QStringLiteral("1")}))
            QSKIP("openssl s_server is not to be had");
        core::Ending version;
        core::Ending certificate;
        bool requested = false;
        inNet([&](net::Net& net) -> net::Task<> {
            net::TlsClientOptions old = clientOptions();
            old.maximum = net::TlsVersion::V1_2;
            auto first = co_await net.connect(loopback(server.port));
            co_await first->startTls(old);
            version = first->ending();
            auto second = co_await net.connect(loopback(server.port));
            if (co_await second->startTls(clientOptions()))
                co_await second->read(patience);
            certificate = second->ending();
            requested = second->tls().clientCertificateRequested;
        });
        QCOMPARE(version.detail, QStringLiteral("protocol_version"));
        QCOMPARE(certificate.detail, QStringLiteral("certificate_required"));
        QVERIFY(certificate.how == How::TlsAlert || certificate.how == How::TlsAlertThenReset);
        QVERIFY(requested);
    }

private:
    QTemporaryFile m_authority;
};

QTEST_GUILESS_MAIN(TestNetListener)
#include "test_net_listener.moc"
