// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP exchanges against peers that answer early, late, too long, wrongly or not at all.
#include "app/net/http.h"

#include "tests/support/raw_peer.h"
#include "tests/unit/net/net_fixture.h"

#include <future>
#include <mutex>
#include <sys/resource.h>
#include <sys/socket.h>

using namespace doctor;
using namespace doctor::testing;
using core::How;
using core::Phase;
using core::Who;
using State = net::HttpResult::State;

namespace
{

net::HttpRequest getRequest()
{
    net::HttpRequest request;
    request.host = QStringLiteral("practice.test");
    request.timeout = patience;
    return request;
}

struct HttpSeen {
    net::HttpResult result;
    core::Attempt attempt;
    bool open = false;
    double milliseconds = 0;
};

HttpSeen ask(int port, const net::HttpRequest& request)
{
    HttpSeen seen;
    QElapsedTimer timer;
    timer.start();
    inNet([&](net::Net& net) -> net::Task<> {
        auto connection = co_await net.connect(loopback(port));
        seen.result = co_await net::exchange(*connection, request);
        seen.open = connection->isOpen();
        seen.attempt = connection->attempt();
    });
    seen.milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    return seen;
}

/// Takes one request header, answers with `answer`, then does `then`.
RawPeer::Script answering(const QByteArray& answer, const std::function<void(RawSocket&)>& then = {})
{
    return [answer, then](RawSocket& s) {
        s.readUntil("\r\n\r\n");
        s.send(answer);
        if (then)
            then(s);
        else
            s.readToEnd();
    };
}

void closeInOrder(RawSocket& s)
{
    s.halfClose();
    s.readToEnd();
}

void compareState(State actual, State expected)
{
    QCOMPARE(static_cast<int>(actual), static_cast<int>(expected));
}

qint64 peakMemoryKb()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

} // namespace

class TestNetHttp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noAnswer_data()
    {
        QTest::addColumn<int>("way");
        QTest::addColumn<int>("how");
        QTest::newRow("fin") << 0 << static_cast<int>(How::Fin);
        QTest::newRow("reset") << 1 << static_cast<int>(How::Reset);
        QTest::newRow("silence") << 2 << static_cast<int>(How::Silence);
    }

    void noAnswer()
    {
        QFETCH(int, way);
        QFETCH(int, how);
        RawPeer peer([way](RawSocket& s) {
            s.readUntil("\r\n\r\n");
            if (way == 0)
                s.halfClose();
            if (way == 1)
                s.reset();
            else
                s.readToEnd();
        });
        net::HttpRequest request = getRequest();
        request.timeout = core::Milliseconds{200};
        const HttpSeen seen = ask(peer.port(), request);
        compareState(seen.result.state, State::NoAnswer);
        QCOMPARE(static_cast<int>(seen.attempt.ending.how), how);
        QCOMPARE(static_cast<int>(seen.attempt.ending.phase), static_cast<int>(Phase::Response));
        QVERIFY(!seen.result.keepsAlive);
    }

    void truncated_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("reset");
        QTest::newRow("header, fin") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le") << false;
        QTest::newRow("header, reset") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le") << true;
        QTest::newRow("body, fin") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc") << false;
        QTest::newRow("body, reset") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc") << true;
        QTest::newRow("chunks, fin") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
                                     << false;
        QTest::newRow("no length, reset") << QByteArray("HTTP/1.1 200 OK\r\n\r\nabc") << true;
    }

    void truncated()
    {
        QFETCH(QByteArray, answer);
        QFETCH(bool, reset);
        RawPeer peer(answering(answer, [reset](RawSocket& s) { reset ? s.reset() : closeInOrder(s); }));
        const HttpSeen seen = ask(peer.port(), getRequest());
        compareState(seen.result.state, State::Truncated);
        COMPARE_ENDING(seen.attempt.ending, Who::Peer, reset ? How::Reset : How::Fin, Phase::Response);
        QCOMPARE(seen.result.firstBytes, answer);
        if (answer.contains("abc"))
            QCOMPARE(seen.result.bodyStart, QByteArray("abc"));
    }

    void notHttp()
    {
        RawPeer peer(answering("SSH-2.0-OpenSSH_9.2\r\n"));
        const HttpSeen seen = ask(peer.port(), getRequest());
        compareState(seen.result.state, State::NotHttp);
        QCOMPARE(seen.result.firstBytes, QByteArray("SSH-2.0-OpenSSH_9.2\r\n"));
        QCOMPARE(seen.result.status, 0);
    }

    void badChunkIsTruncated()
    {
        RawPeer peer(answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc"));
        const HttpSeen seen = ask(peer.port(), getRequest());
        compareState(seen.result.state, State::Truncated);
        QVERIFY(seen.attempt.observations.value(u"malformed").toBool());
    }

    /// The answer comes while the body is on its way, then the connection is cut: the answer must be seen.
    void earlyAnswerThenResetIsSeen()
    {
        RawPeer peer([](RawSocket& s) {
            s.readUntil("\r\n\r\n");
            s.send("HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            s.closeNow(); // the body is unread: RST
        });
        net::HttpRequest request = getRequest();
        request.method = QStringLiteral("POST");
        request.body = QByteArray(8 * 1024 * 1024, 'x');
        for (int i = 0; i < 30; ++i) {
            const HttpSeen seen = ask(peer.port(), request);
            compareState(seen.result.state, State::Answered);
            QCOMPARE(seen.result.status, 413);
            QVERIFY(seen.result.early);
            QVERIFY(!seen.result.keepsAlive);
            QVERIFY(seen.attempt.bytesSent.value_or(0) < request.body.size());
        }
    }

    void earlyAnswerWithoutAnyEndingStopsTheBody()
    {
        std::promise<void> release;
        auto released = release.get_future().share();
        HttpSeen seen;
        net::HttpRequest request = getRequest();
        request.method = QStringLiteral("PUT");
        request.body = QByteArray(16 * 1024 * 1024, 'x');
        {
            RawPeer peer([&](RawSocket& s) {
                s.readUntil("\r\n\r\n");
                s.send("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 4\r\n\r\nslow");
                released.wait(); // reads nothing more
            });
            seen = ask(peer.port(), request);
            release.set_value();
        }
        compareState(seen.result.state, State::Answered);
        QCOMPARE(seen.result.status, 429);
        QVERIFY(seen.result.early);
        QVERIFY(!seen.result.keepsAlive);
        QVERIFY2(seen.milliseconds < 1000, qPrintable(QString::number(seen.milliseconds)));
    }

    void expectContinue_data()
    {
        QTest::addColumn<int>("way");
        QTest::addColumn<int>("status");
        QTest::newRow("continue") << 0 << 200;
        QTest::newRow("refused") << 1 << 417;
        QTest::newRow("no word, so the body comes after a second") << 2 << 200;
    }

    void expectContinue()
    {
        QFETCH(int, way);
        QFETCH(int, status);
        std::atomic<int> bodyBytes{0};
        RawPeer peer([&](RawSocket& s) {
            s.readUntil("\r\n\r\n");
            if (way == 0)
                s.send("HTTP/1.1 100 Continue\r\n\r\n");
            if (way == 1)
                s.send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
            else
                bodyBytes = static_cast<int>(s.read().size());
            if (way != 1)
                s.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            s.readToEnd();
        });
        net::HttpRequest request = getRequest();
        request.method = QStringLiteral("POST");
        request.body = "body";
        request.expectContinue = true;
        const HttpSeen seen = ask(peer.port(), request);
        compareState(seen.result.state, State::Answered);
        QCOMPARE(seen.result.status, status);
        QCOMPARE(bodyBytes.load(), way == 1 ? 0 : 4);
        QCOMPARE(seen.milliseconds > 950, way == 2);
    }

    void endlessHeaderIsBounded_data()
    {
        QTest::addColumn<QByteArray>("piece");
        QTest::newRow("many fields") << QByteArray("X-Endless: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n");
        QTest::newRow("one field") << QByteArray(4096, 'a');
    }

    void endlessHeaderIsBounded()
    {
        QFETCH(QByteArray, piece);
        RawPeer peer([piece](RawSocket& s) {
            s.readUntil("\r\n\r\n");
            s.send("HTTP/1.1 200 OK\r\nX-Long: ");
            for (qint64 sent = 0; sent < 1024LL * 1024 * 1024; sent += 1024 * piece.size()) {
                const auto before = s.descriptor();
                s.send(piece.repeated(1024));
                char byte = 0;
                if (before < 0 || ::recv(before, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
                    return; // the client has gone
                if (errno != EAGAIN)
                    return;
            }
        });
        const qint64 before = peakMemoryKb();
        const HttpSeen seen = ask(peer.port(), getRequest());
        compareState(seen.result.state, State::Truncated);
        QCOMPARE(seen.attempt.observations.value(u"stoppedAt").toString(), QStringLiteral("header-limit"));
        QCOMPARE(static_cast<int>(seen.attempt.ending.who), static_cast<int>(Who::Us));
        QVERIFY(seen.attempt.bytesReceived.value_or(0) < 1024 * 1024);
        QVERIFY2(peakMemoryKb() - before < 32 * 1024, "memory grew with the header");
    }

    void endlessBodyIsBounded()
    {
        RawPeer peer([](RawSocket& s) {
            s.readUntil("\r\n\r\n");
            s.send("HTTP/1.1 200 OK\r\n\r\n");
            const QByteArray piece(1024 * 1024, 'b');
            for (int i = 0; i < 64; ++i)
                s.send(piece);
        });
        const HttpSeen seen = ask(peer.port(), getRequest());
        compareState(seen.result.state, State::Truncated);
        QCOMPARE(seen.result.status, 200);
        QCOMPARE(seen.attempt.observations.value(u"stoppedAt").toString(), QStringLiteral("body-limit"));
        QVERIFY(seen.attempt.bytesReceived.value_or(0) <= 9 * 1024 * 1024);
        QCOMPARE(seen.result.bodyStart.size(), 1024);
    }

    void answered_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("closes");
        QTest::addColumn<bool>("keepsAlive");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc") << false << true
                                << QByteArray("abc");
        QTest::newRow("chunked")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            << false << true << QByteArray("abcde");
        QTest::newRow("to the end") << QByteArray("HTTP/1.1 200 OK\r\n\r\nabc") << true << false << QByteArray("abc");
        QTest::newRow("announced close") << QByteArray(
                                                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc")
                                         << false << false << QByteArray("abc");
        QTest::newRow("HTTP/1.0") << QByteArray("HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc") << false << false
                                  << QByteArray("abc");
        QTest::newRow("no content") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << false << true << QByteArray();
        QTest::newRow("after an interim answer")
            << QByteArray("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na")
            << false << true << QByteArray("a");
    }

    void answered()
    {
        QFETCH(QByteArray, answer);
        QFETCH(bool, closes);
        QFETCH(bool, keepsAlive);
        QFETCH(QByteArray, body);
        RawPeer peer(answering(answer, [closes](RawSocket& s) { closes ? closeInOrder(s) : s.readToEnd(); }));
        const HttpSeen seen = ask(peer.port(), getRequest());
        compareState(seen.result.state, State::Answered);
        QCOMPARE(seen.result.status / 100, 2);
        QCOMPARE(seen.result.keepsAlive, keepsAlive);
        QCOMPARE(seen.result.bodyStart, body);
        QCOMPARE(seen.result.bodyBytes, body.size());
        QCOMPARE(seen.open, !closes);
        QVERIFY(!seen.result.early);
    }

    /// Byte by byte, so that every state of the parser meets the end of what is there.
    void answerInSingleBytes()
    {
        RawPeer peer([](RawSocket& s) {
            s.readUntil("\r\n\r\n");
            for (const char c : QByteArray("HTTP/1.1 404 Not Found\r\nServer: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                           "3\r\nabc\r\n0\r\n\r\n"))
                s.send(QByteArray(1, c));
            s.readToEnd();
        });
        const HttpSeen seen = ask(peer.port(), getRequest());
        compareState(seen.result.state, State::Answered);
        QCOMPARE(seen.result.status, 404);
        QCOMPARE(seen.result.reason, QStringLiteral("Not Found"));
        QCOMPARE(seen.result.headers.value(QStringLiteral("server")), QStringLiteral("x"));
        QCOMPARE(seen.result.bodyStart, QByteArray("abc"));
    }

    void headHasNoBody()
    {
        RawPeer peer(answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
        net::HttpRequest request = getRequest();
        request.method = QStringLiteral("HEAD");
        const HttpSeen seen = ask(peer.port(), request);
        compareState(seen.result.state, State::Answered);
        QVERIFY(seen.result.keepsAlive);
    }

    void requestIsExact()
    {
        std::mutex mutex;
        QByteArray got;
        RawPeer peer([&](RawSocket& s) {
            QByteArray all;
            while (!all.contains("\r\n\r\nbody"))
                all += s.read();
            {
                const std::scoped_lock lock(mutex);
                got = all;
            }
            s.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            s.readToEnd();
        });
        net::HttpRequest request = getRequest();
        request.path = QStringLiteral("/a b?q=\u00e4\r\nX: y");
        request.headers = {{QStringLiteral("User-Agent"), QStringLiteral("test")},
                           {QStringLiteral("X-One"), QStringLiteral("1\r\nX-Smuggled: 2")}};
        request.body = "body";
        request.keepAlive = false;
        ask(peer.port(), request);
        const std::scoped_lock lock(mutex);
        QCOMPARE(got, QByteArray("GET /a%20b?q=%C3%A4%0D%0AX:%20y HTTP/1.1\r\n"
                                 "Host: practice.test\r\n"
                                 "User-Agent: test\r\n"
                                 "X-One: 1X-Smuggled: 2\r\n"
                                 "Content-Length: 4\r\n"
                                 "Connection: close\r\n"
                                 "\r\n"
                                 "body"));
    }

    void reuseAndPhases()
    {
        RawPeer peer([](RawSocket& s) {
            for (int i = 0; i < 2; ++i) {
                s.readUntil("\r\n\r\n");
                s.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
            s.waitUnread(1);
            s.closeNow();
        });
        std::vector<int> statuses;
        core::Attempt attempt;
        State last = State::Answered;
        inNet([&](net::Net& net) -> net::Task<> {
            auto connection = co_await net.connect(loopback(peer.port()));
            for (int i = 0; i < 2; ++i) {
                const net::HttpResult result = co_await net::exchange(*connection, getRequest());
                statuses.push_back(result.status);
            }
            const net::HttpResult cut = co_await net::exchange(*connection, getRequest());
            last = cut.state;
            attempt = connection->attempt();
        });
        QVERIFY(statuses == std::vector<int>({200, 200}));
        compareState(last, State::NoAnswer);
        COMPARE_ENDING(attempt.ending, Who::Peer, How::Reset, Phase::Response);
    }

    void overAnEndedConnection()
    {
        const HttpSeen seen = ask(closedPort(), getRequest());
        compareState(seen.result.state, State::NoAnswer);
        COMPARE_ENDING(seen.attempt.ending, Who::Peer, How::Refused, Phase::Connect);
    }
};

QTEST_GUILESS_MAIN(TestNetHttp)
#include "test_net_http.moc"
