// SPDX-License-Identifier: GPL-3.0-or-later
// Limits on how many and how fast, restarts, and clients that mean harm.
#include "tests/unit/practice/client.h"

#include <QTest>
#include <algorithm>

using namespace doctor;
using namespace doctor::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

using Connections = std::vector<std::unique_ptr<net::Connection>>;

std::unique_ptr<practice::Server> started(const QString& fault, const QJsonObject& options = {})
{
    auto server = practice::Server::start(fault, 0, options);
    if (!server)
        qFatal("%s", qPrintable(server.error().message));
    return std::move(*server);
}

net::Task<int> statusOf(net::Net& net, int port)
{
    const std::unique_ptr<net::Connection> connection = co_await open(net, port);
    const net::HttpResult result = co_await get(*connection, 2s);
    co_await connection->close();
    co_return result.status;
}

net::Task<> openMany(net::Net& net, int port, int count, Connections& all)
{
    for (int i = 0; i < count; ++i)
        all.push_back(co_await open(net, port));
}

} // namespace

class TestLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fifthConnectionIsResetUntilOneCloses();
    void burstIsResetAndPacedConnectionsPass();
    void restartsCutRefuseAndReturn();
    void endlessHeaderIsEnded();
    void endlessLineIsForgotten();
    void crowdIsTurnedAwayAndServiceSurvives();
};

void TestLimits::fifthConnectionIsResetUntilOneCloses()
{
    const auto server = started(u"connection-cap"_s);
    QList<int> status;
    QString fifth;
    int afterwards = 0;
    withNet([&](net::Net& net) -> net::Task<> {
        Connections all;
        co_await openMany(net, server->port(), 4, all);
        for (const auto& connection : all)
            status << (co_await get(*connection, 2s)).status;
        const std::unique_ptr<net::Connection> tooMany = co_await open(net, server->port());
        co_await tooMany->read(1s);
        fifth = core::toWord(tooMany->ending().how);
        co_await all.back()->close();
        co_await net.sleep(50ms);
        afterwards = co_await statusOf(net, server->port());
    });
    QCOMPARE(status, QList<int>({200, 200, 200, 200}));
    QCOMPARE(fifth, u"reset"_s);
    QCOMPARE(afterwards, 200);
}

void TestLimits::burstIsResetAndPacedConnectionsPass()
{
    const auto server = started(u"rate-cap"_s);
    QList<int> burst;
    QList<int> paced;
    withNet([&](net::Net& net) -> net::Task<> {
        for (int i = 0; i < 5; ++i)
            burst << co_await statusOf(net, server->port());
        for (int i = 0; i < 4; ++i) {
            co_await net.sleep(i == 0 ? 1100ms : 500ms);
            paced << co_await statusOf(net, server->port());
        }
    });
    QCOMPARE(burst, QList<int>({200, 200, 200, 0, 0}));
    QCOMPARE(paced, QList<int>({200, 200, 200, 200}));
}

void TestLimits::restartsCutRefuseAndReturn()
{
    const auto server = started(u"restarting"_s, {{u"upSeconds"_s, 0.6}, {u"downSeconds"_s, 0.6}});
    int before = 0;
    QString held;
    QString during;
    int afterwards = 0;
    withNet([&](net::Net& net) -> net::Task<> {
        const std::unique_ptr<net::Connection> connection = co_await open(net, server->port());
        before = (co_await get(*connection, 2s)).status;
        co_await connection->holdIdle(3s);
        held = core::toWord(connection->ending().how);
        co_await net.sleep(100ms);
        const std::unique_ptr<net::Connection> refused = co_await open(net, server->port());
        during = core::toWord(refused->ending().how);
        co_await net.sleep(700ms);
        afterwards = co_await statusOf(net, server->port());
    });
    QCOMPARE(before, 200);
    QCOMPARE(held, u"reset"_s);
    QCOMPARE(during, u"refused"_s);
    QCOMPARE(afterwards, 200);
}

void TestLimits::endlessHeaderIsEnded()
{
    const auto server = started(u"healthy-http"_s);
    qint64 sent = 0;
    QByteArray answer;
    withNet([&](net::Net& net) -> net::Task<> {
        const std::unique_ptr<net::Connection> connection = co_await open(net, server->port());
        QByteArray line("GET / HTTP/1.1\r\n");
        while (sent < 4 * 1024 * 1024 && co_await connection->write(line, 2s)) {
            sent += line.size();
            line = "X-More: " + QByteArray(1000, 'x') + "\r\n";
            const net::ReadResult got = co_await connection->read(0ms);
            if (got.state == net::ReadResult::State::Data)
                answer += got.bytes;
            if (!answer.isEmpty())
                break;
        }
    });
    QVERIFY2(answer.startsWith("HTTP/1.1 431"), answer.left(40).constData());
    QVERIFY(sent < 1024 * 1024);
}

void TestLimits::endlessLineIsForgotten()
{
    const auto server = started(u"healthy-tcp"_s);
    QByteArray echoed;
    withNet([&](net::Net& net) -> net::Task<> {
        const std::unique_ptr<net::Connection> connection = co_await open(net, server->port());
        co_await connection->read(1s);
        QByteArray endless(200 * 1024, 'x');
        co_await connection->write(std::move(endless), 2s);
        QByteArray end("\r\n");
        co_await connection->write(std::move(end), 2s);
        const net::ReadResult got = co_await connection->read(2s);
        echoed = got.bytes;
    });
    QVERIFY(!echoed.isEmpty());
    QVERIFY2(echoed.size() < 16 * 1024, qPrintable(QString::number(echoed.size())));
}

void TestLimits::crowdIsTurnedAwayAndServiceSurvives()
{
    constexpr int Crowd = 300;
    const auto server = started(u"healthy-http"_s);
    qsizetype turnedAway = 0;
    int afterwards = 0;
    withNet([&](net::Net& net) -> net::Task<> {
        Connections all;
        co_await openMany(net, server->port(), Crowd, all);
        co_await net.sleep(300ms);
        for (const auto& connection : all)
            if (co_await connection->holdIdle(0ms) == net::HoldResult::Ended)
                ++turnedAway;
        for (const auto& connection : all)
            connection->reset();
        co_await net.sleep(200ms);
        afterwards = co_await statusOf(net, server->port());
    });
    QCOMPARE(turnedAway, qsizetype(100));
    QCOMPARE(afterwards, 200);
    QVERIFY(server->connectionsServed() > Crowd);
}

QTEST_GUILESS_MAIN(TestLimits)
#include "test_limits.moc"
