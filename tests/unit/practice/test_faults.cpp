// SPDX-License-Identifier: GPL-3.0-or-later
// Each fault shows its ending on the wire, and nothing else.
#include "tests/unit/practice/client.h"

#include <QTest>

using namespace doctor;
using namespace doctor::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

using State = net::HttpResult::State;

net::Task<> justRead(net::Net&, net::Connection& connection, Seen& seen)
{
    const net::ReadResult got = co_await connection.read(1s);
    seen.bytes = got.bytes;
}

net::Task<> request(net::Net&, net::Connection& connection, Seen& seen)
{
    note(seen, co_await get(connection, 2s));
    co_await connection.holdIdle(100ms);
}

net::Task<> requestUntilEnd(net::Net&, net::Connection& connection, Seen& seen)
{
    note(seen, co_await get(connection, 2s));
    co_await connection.holdIdle(5s);
}

net::Task<> plainBytes(net::Net&, net::Connection& connection, Seen& seen)
{
    QByteArray bytes("hello\r\n");
    co_await connection.write(std::move(bytes), 1s);
    const net::ReadResult got = co_await connection.read(800ms);
    seen.bytes = got.bytes;
}

net::Task<> requestThenQuiet(net::Net&, net::Connection& connection, Seen& seen)
{
    note(seen, co_await get(connection, 2s));
    co_await connection.holdIdle(1s);
}

net::Task<> requestQuietRequest(net::Net& net, net::Connection& connection, Seen& seen)
{
    co_await get(connection, 2s);
    co_await net.sleep(600ms);
    note(seen, co_await get(connection, 400ms));
}

net::Task<> unfinishedRequest(net::Net&, net::Connection& connection, Seen&)
{
    QByteArray bytes("GET / HTTP/1.1\r\nHost: localhost\r\n");
    co_await connection.write(std::move(bytes), 1s);
    co_await connection.holdIdle(1s);
}

net::Task<> bigBody(net::Net&, net::Connection& connection, Seen& seen)
{
    QByteArray body(4 * 1024 * 1024, 'x');
    note(seen, co_await get(connection, 5s, std::move(body)));
}

net::Task<> bigBodyUntilEnd(net::Net&, net::Connection& connection, Seen& seen)
{
    QByteArray body(4 * 1024 * 1024, 'x');
    note(seen, co_await get(connection, 5s, std::move(body)));
    co_await connection.holdIdle(5s);
}

net::Task<> smallBody(net::Net&, net::Connection& connection, Seen& seen)
{
    QByteArray body(16 * 1024, 'x');
    note(seen, co_await get(connection, 5s, std::move(body)));
}

net::Task<> tlsWith(net::Connection& connection, Seen& seen, net::TlsClientOptions options)
{
    options.timeout = 2s;
    seen.tls = co_await connection.startTls(std::move(options));
    if (seen.tls)
        note(seen, co_await get(connection, 2s));
}

net::Task<> tlsDefault(net::Net&, net::Connection& connection, Seen& seen)
{
    net::TlsClientOptions options;
    co_await tlsWith(connection, seen, std::move(options));
}

net::Task<> tlsNamed(net::Net&, net::Connection& connection, Seen& seen)
{
    net::TlsClientOptions options;
    options.serverName = u"localhost"_s;
    co_await tlsWith(connection, seen, std::move(options));
}

net::Task<> tlsOld(net::Net&, net::Connection& connection, Seen& seen)
{
    net::TlsClientOptions options;
    options.minimum = net::TlsVersion::V1_0;
    options.maximum = net::TlsVersion::V1_0;
    options.allowWeak = true;
    co_await tlsWith(connection, seen, std::move(options));
}

net::Task<> tlsCertified(net::Net&, net::Connection& connection, Seen& seen)
{
    net::TlsClientOptions options;
    options.clientCertificate = net::makeSelfSigned(u"client"_s, {u"client"_s});
    co_await tlsWith(connection, seen, std::move(options));
}

net::Task<> manyRequests(net::Net&, net::Connection& connection, Seen& seen)
{
    for (int i = 0; i < 3; ++i)
        note(seen, co_await get(connection, 2s));
    co_await connection.holdIdle(1s);
}

net::Task<> requestEachTenth(net::Net&, net::Connection& connection, Seen& seen)
{
    for (int i = 0; i < 20 && connection.isOpen(); ++i) {
        note(seen, co_await get(connection, 2s));
        co_await connection.holdIdle(100ms);
    }
}

net::Task<> requestAtTheClose(net::Net& net, net::Connection& connection, Seen& seen)
{
    co_await get(connection, 2s);
    co_await net.sleep(450ms); // past the limit, before the close has arrived
    note(seen, co_await get(connection, 1s));
}

const QJsonObject Idle{{u"idleSeconds"_s, 0.3}};

} // namespace

class TestFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsItsEnding_data();
    void showsItsEnding();
    void idleLimitIsKept_data();
    void idleLimitIsKept();
    void slowAnswerIsWhole();
    void tableIsComplete();
};

void TestFaults::showsItsEnding_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QJsonObject>("options");
    QTest::addColumn<Script>("script");
    QTest::addColumn<State>("state");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("how");
    const auto row = [](const char* fault, const char* tag, Script script, State state, int status, const char* how,
                        const QJsonObject& options = {}) {
        QTest::addRow("%s, %s", fault, tag)
            << QString::fromLatin1(fault) << options << script << state << status << QString::fromLatin1(how);
    };
    row("healthy-tcp", "read", justRead, State::NoAnswer, 0, "open");
    row("healthy-tcp", "bytes", plainBytes, State::NoAnswer, 0, "open");
    row("healthy-http", "request", request, State::Answered, 200, "open");
    row("healthy-http", "big body", bigBody, State::Answered, 200, "open");
    row("healthy-http", "other protocol", plainBytes, State::NoAnswer, 0, "open");
    row("healthy-tls", "request", tlsDefault, State::Answered, 200, "open");
    row("slow-healthy", "request", request, State::Answered, 200, "open", {{u"delaySeconds"_s, 0.3}});
    row("orderly-fin", "request", requestUntilEnd, State::Answered, 200, "fin");
    row("reset-at-accept", "read", justRead, State::NoAnswer, 0, "reset");
    row("reset-after-first-bytes", "read", justRead, State::NoAnswer, 0, "open");
    row("reset-after-first-bytes", "bytes", plainBytes, State::NoAnswer, 0, "reset");
    row("close-with-unread-data", "request", requestUntilEnd, State::Answered, 200, "reset");
    row("reset-mid-response", "request", requestUntilEnd, State::Truncated, 200, "reset");
    row("idle-fin", "quiet", requestUntilEnd, State::Answered, 200, "fin", Idle);
    row("idle-reset", "quiet", requestUntilEnd, State::Answered, 200, "reset", Idle);
    row("idle-forgotten-reset", "quiet", requestThenQuiet, State::Answered, 200, "open", Idle);
    row("idle-forgotten-reset", "wake-up", requestQuietRequest, State::NoAnswer, 0, "reset", Idle);
    row("idle-forgotten-silence", "quiet", requestThenQuiet, State::Answered, 200, "open", Idle);
    row("idle-forgotten-silence", "wake-up", requestQuietRequest, State::NoAnswer, 0, "silence", Idle);
    row("request-time-limit", "request", request, State::Answered, 200, "open", {{u"requestSeconds"_s, 0.3}});
    row("request-time-limit", "unfinished", unfinishedRequest, State::NoAnswer, 0, "reset",
        {{u"requestSeconds"_s, 0.3}});
    row("answer-time-limit", "request", request, State::NoAnswer, 0, "fin", {{u"answerSeconds"_s, 0.3}});
    row("keep-alive-race", "quiet", requestUntilEnd, State::Answered, 200, "fin",
        {{u"idleSeconds"_s, 0.3}, {u"wayMilliseconds"_s, 300}});
    row("keep-alive-race", "request at the close", requestAtTheClose, State::NoAnswer, 0, "reset",
        {{u"idleSeconds"_s, 0.3}, {u"wayMilliseconds"_s, 400}});
    row("request-count-limit", "up to it", manyRequests, State::Answered, 200, "fin", {{u"limit"_s, 3}});
    row("request-count-limit", "below it", manyRequests, State::Answered, 200, "open", {{u"limit"_s, 4}});
    row("connection-age-limit", "in use", requestEachTenth, State::Answered, 200, "reset", {{u"ageSeconds"_s, 0.5}});
    row("request-too-large", "small", smallBody, State::Answered, 200, "open");
    // The kernel resets at the close if bytes wait unread, else at the first that comes after its FIN.
    row("request-too-large", "big", bigBodyUntilEnd, State::Answered, 413, "reset|fin-then-reset");
    row("tls-old-only", "default", tlsDefault, State::NoAnswer, 0, "tls-alert");
    row("tls-old-only", "1.0", tlsOld, State::Answered, 200, "open");
    row("tls-name-required", "no name", tlsDefault, State::NoAnswer, 0, "tls-alert");
    row("tls-name-required", "name", tlsNamed, State::Answered, 200, "open");
    row("tls-client-certificate", "none", tlsDefault, State::NoAnswer, 0, "tls-alert");
    row("tls-client-certificate", "one", tlsCertified, State::Answered, 200, "open");
    row("tls-reset-on-hello", "hello", tlsDefault, State::NoAnswer, 0, "reset");
    row("tls-reset-on-hello", "bytes", plainBytes, State::NoAnswer, 0, "open");
    row("wrong-protocol", "request", requestUntilEnd, State::NotHttp, 0, "reset");
}

void TestFaults::showsItsEnding()
{
    QFETCH(QString, fault);
    QFETCH(QJsonObject, options);
    QFETCH(Script, script);
    QFETCH(State, state);
    QFETCH(QString, how);
    const auto server = practice::Server::start(fault, 0, options);
    QVERIFY2(server, qPrintable(server ? QString() : server.error().message));
    const Seen seen = play(**server, script);
    QVERIFY2(how.split(u'|').contains(seen.how), qPrintable(seen.how));
    QCOMPARE(int(seen.state), int(state));
    QTEST(seen.status, "status");
}

void TestFaults::idleLimitIsKept_data()
{
    QTest::addColumn<QString>("fault");
    QTest::newRow("fin") << u"idle-fin"_s;
    QTest::newRow("reset") << u"idle-reset"_s;
}

void TestFaults::idleLimitIsKept()
{
    QFETCH(QString, fault);
    const auto server = practice::Server::start(fault, 0, {{u"idleSeconds"_s, 0.5}});
    QVERIFY(server);
    const Seen seen = play(**server, requestUntilEnd);
    QVERIFY2(seen.idleMs > 450 && seen.idleMs < 1500, qPrintable(QString::number(seen.idleMs)));
}

void TestFaults::slowAnswerIsWhole()
{
    const auto server = practice::Server::start(u"slow-healthy"_s, 0, {{u"delaySeconds"_s, 0.4}});
    QVERIFY(server);
    const Seen seen = play(**server, request);
    QCOMPARE(seen.status, 200);
    QVERIFY2(seen.firstByteMs >= 390, qPrintable(QString::number(seen.firstByteMs)));
}

void TestFaults::tableIsComplete()
{
    QStringList ids;
    for (const practice::Fault& fault : practice::allFaults()) {
        QVERIFY(!fault.cause.isEmpty());
        QVERIFY(core::fromWord<core::Protocol>(fault.protocol));
        QCOMPARE(fault.when.isEmpty(), fault.cause == u"no-fault-found");
        QVERIFY(!ids.contains(fault.id));
        ids << fault.id;
        QCOMPARE(practice::findFault(fault.id)->id, fault.id);
        for (const practice::FaultOption& option : practice::optionsOf(fault.id))
            QVERIFY(option.standard >= option.minimum && option.standard <= option.maximum);
    }
    QVERIFY(ids.size() >= 23);
}

QTEST_GUILESS_MAIN(TestFaults)
#include "test_faults.moc"
