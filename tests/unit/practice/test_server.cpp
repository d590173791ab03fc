// SPDX-License-Identifier: GPL-3.0-or-later
// Starting, stopping and refusing to start; HTTP manners of the healthy server.
#include "tests/unit/practice/client.h"

#include <QElapsedTimer>
#include <QTest>
#include <algorithm>
#include <limits>

using namespace doctor;
using namespace doctor::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

/// Sends bytes as they are and returns all that comes until a quiet moment.
QByteArray answerTo(const practice::Server& server, const QByteArray& request)
{
    QByteArray answer;
    withNet([&](net::Net& net) -> net::Task<> {
        const std::unique_ptr<net::Connection> connection = co_await open(net, server.port());
        co_await connection->write(request, 2s);
        for (;;) {
            const net::ReadResult got = co_await connection->read(300ms);
            if (got.state != net::ReadResult::State::Data)
                break;
            answer += got.bytes;
        }
    });
    return answer;
}

/// Stops a server that holds twenty connections, one of them waiting for its answer.
qint64 millisecondsToStop()
{
    auto server = practice::Server::start(u"slow-healthy"_s);
    if (!server)
        qFatal("%s", qPrintable(server.error().message));
    qint64 took = 0;
    withNet([&](net::Net& net) -> net::Task<> {
        std::vector<std::unique_ptr<net::Connection>> held;
        for (int i = 0; i < 20; ++i)
            held.push_back(co_await open(net, (*server)->port()));
        QByteArray request("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        co_await held.front()->write(std::move(request), 1s);
        co_await net.sleep(50ms);
        QElapsedTimer timer;
        timer.start();
        server->reset();
        took = timer.elapsed();
    });
    return took;
}

} // namespace

class TestServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatItDoesNotKnow_data();
    void refusesWhatItDoesNotKnow();
    void saysThatThePortIsTaken();
    void listensOnBothAddresses();
    void stopsAtOnce();
    void answersRequests_data();
    void answersRequests();
};

void TestServer::refusesWhatItDoesNotKnow_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<int>("port");
    QTest::addColumn<QJsonObject>("options");
    QTest::addColumn<QString>("names");
    QTest::newRow("fault") << u"no-such-fault"_s << 0 << QJsonObject{} << u"no-such-fault"_s;
    QTest::newRow("port") << u"idle-fin"_s << 70000 << QJsonObject{} << u"70"_s;
    QTest::newRow("option") << u"idle-fin"_s << 0 << QJsonObject{{u"limit"_s, 3}} << u"idleSeconds"_s;
    QTest::newRow("option of none") << u"healthy-tcp"_s << 0 << QJsonObject{{u"limit"_s, 3}} << u"limit"_s;
    QTest::newRow("too small") << u"idle-fin"_s << 0 << QJsonObject{{u"idleSeconds"_s, -1}} << u"idleSeconds"_s;
    QTest::newRow("too big") << u"connection-cap"_s << 0 << QJsonObject{{u"limit"_s, 1e6}} << u"limit"_s;
    QTest::newRow("no number") << u"idle-fin"_s << 0 << QJsonObject{{u"idleSeconds"_s, u"3"_s}} << u"idleSeconds"_s;
}

void TestServer::refusesWhatItDoesNotKnow()
{
    QFETCH(QString, fault);
    QFETCH(int, port);
    QFETCH(QJsonObject, options);
    QFETCH(QString, names);
    const auto server = practice::Server::start(fault, port, options);
    QVERIFY(!server);
    QCOMPARE(server.error().code, core::ErrorCode::InvalidInput);
    QVERIFY2(server.error().message.contains(names), qPrintable(server.error().message));
}

void TestServer::saysThatThePortIsTaken()
{
    const auto first = practice::Server::start(u"healthy-tcp"_s);
    QVERIFY(first);
    const auto second = practice::Server::start(u"healthy-tcp"_s, (*first)->port());
    QVERIFY(!second);
    QCOMPARE(second.error().code, core::ErrorCode::Unavailable);
}

void TestServer::listensOnBothAddresses()
{
    const auto server = practice::Server::start(u"healthy-tcp"_s);
    QVERIFY(server);
    QByteArray v4;
    QByteArray v6;
    bool hasV6 = true;
    withNet([&](net::Net& net) -> net::Task<> {
        const std::unique_ptr<net::Connection> first = co_await open(net, (*server)->port());
        v4 = (co_await first->read(1s)).bytes;
        const std::unique_ptr<net::Connection> second = co_await open(net, (*server)->port(), u"::1"_s);
        hasV6 = second->ending().how != core::How::LocalFailure && second->ending().how != core::How::Unreachable;
        v6 = (co_await second->read(1s)).bytes;
    });
    QVERIFY(v4.contains("healthy-tcp"));
    if (!hasV6)
        QSKIP("This machine has no ::1.");
    QCOMPARE(v6, v4);
}

void TestServer::stopsAtOnce()
{
    qint64 best = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 3; ++i) // a busy machine may delay one of them
        best = std::min(best, millisecondsToStop());
    QVERIFY2(best < 100, qPrintable(QString::number(best)));
}

void TestServer::answersRequests_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArrayList>("parts");
    const auto row = [](const char* tag, const char* request, const QByteArrayList& parts) {
        QTest::newRow(tag) << QByteArray(request) << parts;
    };
    row("get", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", {"HTTP/1.1 200", "keep-alive", "playing healthy-http"});
    row("two in one go", "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        {"HTTP/1.1 200", "keep-alive", "HTTP/1.1 200", "Connection: close"});
    row("post", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        {"HTTP/1.1 200", "HTTP/1.1 200"});
    row("continue", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello",
        {"HTTP/1.1 100", "HTTP/1.1 200"});
    row("other method", "DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", {"HTTP/1.1 405", "Allow: "});
    row("chunked", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", {"HTTP/1.1 411", "close"});
    row("bad length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", {"HTTP/1.1 400", "close"});
    row("not http", "PING\r\n", {"HTTP/1.1 400", "close"});
    row("binary", "\x16\x03\x01\x02", {"HTTP/1.1 400", "close"});
    row("old version", "GET / HTTP/1.0\r\n\r\n", {"HTTP/1.1 200", "Connection: close"});
}

void TestServer::answersRequests()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArrayList, parts);
    const auto server = practice::Server::start(u"healthy-http"_s);
    QVERIFY(server);
    const QByteArray answer = answerTo(**server, request);
    qsizetype from = 0;
    for (const QByteArray& part : parts) {
        const qsizetype at = answer.indexOf(part, from);
        QVERIFY2(at >= 0, answer.constData());
        from = at + part.size();
    }
    const QByteArray head = answerTo(**server, "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(head.endsWith("\r\n\r\n"));
}

QTEST_GUILESS_MAIN(TestServer)
#include "test_server.moc"
