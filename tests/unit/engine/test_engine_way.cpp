// SPDX-License-Identifier: GPL-3.0-or-later
// The way that connections take: from which address of this computer, and by the proxy that the system names.
#include "app/core/model/names.h"
#include "app/engine/computer_look.h"
#include "app/engine/source_check.h"
#include "tests/support/raw_peer.h"
#include "tests/unit/engine/run_fixture.h"

#include <mutex>

using namespace doctor;
using namespace Qt::StringLiterals;
using tests::requestFor;
using tests::Runner;

namespace
{

/// The environment's proxies as a test wants them; the machine's own come back at its end.
class Environment
{
public:
    Environment()
    {
        for (const QByteArray& name : Names) {
            m_before.insert(name, qgetenv(name.constData()));
            qunsetenv(name.constData());
        }
        qputenv("XDG_CURRENT_DESKTOP", "none");
    }
    ~Environment()
    {
        for (auto it = m_before.cbegin(); it != m_before.cend(); ++it)
            it.value().isNull() ? qunsetenv(it.key().constData()) : qputenv(it.key().constData(), it.value());
    }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

private:
    static inline const QList<QByteArray> Names{"http_proxy",  "HTTP_PROXY", "https_proxy",
                                                "HTTPS_PROXY", "all_proxy",  "ALL_PROXY",
                                                "no_proxy",    "NO_PROXY",   "XDG_CURRENT_DESKTOP"};
    QMap<QByteArray, QByteArray> m_before;
};

core::Target targetAt(const QString& host, const QString& source)
{
    core::Target target;
    target.host = host;
    target.port = 80;
    target.sourceAddress = source;
    return target;
}

/// Takes the way of a proxy and plays the target itself.
testing::RawPeer::Script proxyThatAnswers(QStringList& asked, std::mutex& mutex)
{
    return [&asked, &mutex](testing::RawSocket& socket) {
        const QByteArray request = socket.read();
        {
            const std::lock_guard lock(mutex);
            asked << QString::fromLatin1(request.left(request.indexOf('\r')));
        }
        socket.send("HTTP/1.1 200 Connection established\r\n\r\n");
        socket.readUntil("\r\n\r\n");
        socket.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    };
}

} // namespace

class TestEngineWay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sourcesThatCannotBeUsedAreSaid_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("word"); ///< empty: nothing to say
        const QString name = u"db.example.org"_s;
        QTest::newRow("none") << name << QString() << QString();
        QTest::newRow("own") << name << u"192.0.2.20"_s << QString();
        QTest::newRow("own v6") << name << u"2001:db8::20"_s << QString();
        QTest::newRow("own, written at length") << name << u"2001:db8:0:0::20"_s << QString();
        QTest::newRow("loopback") << u"127.0.0.1"_s << u"127.0.0.77"_s << QString();
        QTest::newRow("a name") << name << u"eth0"_s << u"“eth0”"_s;
        QTest::newRow("half an address") << name << u"192.0.2"_s << u"192.168.1.20"_s;
        QTest::newRow("another computer's") << name << u"192.0.2.99"_s << u"192.0.2.20"_s;
        QTest::newRow("all of them") << name << u"0.0.0.0"_s << u"192.0.2.20"_s;
        QTest::newRow("link-local without its interface") << name << u"fe80::20"_s << u"fe80::20%eth7"_s;
        QTest::newRow("link-local") << name << u"fe80::20%eth7"_s << QString();
        QTest::newRow("other family") << u"2001:db8::1"_s << u"192.0.2.20"_s << u"IPv6"_s;
        QTest::newRow("other family, v6") << u"192.0.2.1"_s << u"2001:db8::20"_s << u"IPv4"_s;
    }

    void sourcesThatCannotBeUsedAreSaid()
    {
        QFETCH(QString, host);
        QFETCH(QString, source);
        QFETCH(QString, word);
        const QStringList own{u"192.0.2.20"_s, u"2001:db8::20"_s, u"fe80::20%eth7"_s, u"127.0.0.1"_s};
        const QString problem = engine::sourceProblem(targetAt(host, source), own);
        QCOMPARE(problem.isEmpty(), word.isEmpty());
        QVERIFY2(problem.contains(word), qPrintable(problem));
    }

    void theProxyDecidesTheFamily()
    {
        const QStringList own{u"192.0.2.20"_s};
        core::Target target = targetAt(u"2001:db8::1"_s, own.first());
        target.proxy = u"http://192.0.2.7:3128"_s;
        QVERIFY(engine::sourceProblem(target, own).isEmpty());
        target.proxy = u"http://[2001:db8::7]:3128"_s;
        QVERIFY(!engine::sourceProblem(target, own).isEmpty());
        target = targetAt(u"db.example.org"_s, own.first());
        target.family = core::Family::V6;
        QVERIFY(engine::sourceProblem(target, own).contains(u"IPv6"));
    }

    void everyConnectionComesFromTheSourceAddress()
    {
        auto server = practice::Server::start(u"healthy-http"_s);
        QVERIFY(server);
        engine::RunRequest request = requestFor((*server)->port(), core::Protocol::Http, 12);
        request.target.sourceAddress = u"127.0.0.77"_s;
        Runner runner;
        runner.controller.start(request);
        QVERIFY(runner.wait(40'000));
        int opened = 0;
        for (const core::TestRecord& test : runner.session().tests)
            for (const core::Attempt& attempt : test.attempts) {
                if (attempt.purpose == u"lookup")
                    continue;
                ++opened;
                QVERIFY2(attempt.localAddress == request.target.sourceAddress,
                         qPrintable(test.id + u' ' + attempt.purpose + u' ' + attempt.localAddress));
            }
        QVERIFY(opened > 10);
        QCOMPARE(runner.session().target.sourceAddress, request.target.sourceAddress);
    }

    /// Nobody else is blamed for an address that is gone when the run begins.
    void aMissingSourceAddressIsThisComputersMatter()
    {
        auto server = practice::Server::start(u"healthy-http"_s);
        QVERIFY(server);
        engine::RunRequest request = requestFor((*server)->port(), core::Protocol::Http, 6);
        request.target.sourceAddress = u"203.0.113.9"_s;
        Runner runner;
        runner.controller.start(request);
        QVERIFY(runner.wait(30'000));
        const core::Session& session = runner.session();
        const auto kind = std::find_if(session.findings.begin(), session.findings.end(),
                                       [](const auto& finding) { return finding.question == u"local-failure-kind"; });
        QVERIFY(kind != session.findings.end());
        QCOMPARE(kind->answer, u"no-source"_s);
        const QString closer = core::toWord(session.diagnosis.verdict.closedBy);
        QVERIFY2(closer == u"this-computer" || closer == u"unknown" || closer == u"nobody", qPrintable(closer));
        QVERIFY(session.diagnosis.causes.front().id != u"ephemeral-port-exhaustion");
        QVERIFY(session.diagnosis.causes.front().id != u"no-fault-found");
    }

    void addressesOfTheOtherFamilyAreLeftOutAndSaid()
    {
        engine::RunRequest request = requestFor(9, core::Protocol::Http, 6);
        request.target.host = u"::1"_s;
        request.target.sourceAddress = u"127.0.0.1"_s;
        Runner runner;
        runner.controller.start(request);
        QVERIFY(runner.wait(30'000));
        QCOMPARE(core::leftOutAddresses(runner.session()), QStringList{u"::1"_s});
        QVERIFY(core::leftOutSentence(runner.session()).contains(u"127.0.0.1"));
        const core::TestRecord* connect = core::findTest(runner.session(), u"connect"_s);
        QVERIFY(connect && connect->attempts.empty());
        QCOMPARE(connect->reason, u"source-family"_s);
    }

    void theSystemsProxyIsTakenAndRecorded()
    {
        const Environment environment;
        QStringList asked;
        std::mutex mutex;
        testing::RawPeer proxy(proxyThatAnswers(asked, mutex));
        const QString url = u"http://127.0.0.1:%1"_s.arg(proxy.port());
        qputenv("http_proxy", url.toLatin1());
        engine::RunRequest request = requestFor(8080, core::Protocol::Http, 4);
        request.target.host = u"service.test"_s; // only the proxy knows where that is
        request.target.systemProxy = true;
        request.target.proxy = u"http://192.0.2.1:1"_s; // what they said for an earlier run
        request.onlyTests = {u"name-lookup"_s, u"connect"_s, u"service"_s, u"exchange"_s};
        QCOMPARE(engine::systemProxyFor(request.target).value(), url);
        Runner runner;
        runner.controller.start(request);
        QVERIFY(runner.wait(30'000));
        QCOMPARE(runner.session().target.proxy, url);
        QVERIFY(runner.session().target.systemProxy);
        const std::lock_guard lock(mutex);
        QVERIFY(asked.contains(u"CONNECT service.test:8080 HTTP/1.1"_s));
    }

    void aProxyThatIsNotThereIsNotTakenForTheService()
    {
        engine::RunRequest request = requestFor(8080, core::Protocol::Http, 6);
        request.target.proxy = u"http://127.0.0.1:%1"_s.arg(testing::closedPort());
        Runner runner;
        runner.controller.start(request);
        QVERIFY(runner.wait(30'000));
        const core::Diagnosis& diagnosis = runner.session().diagnosis;
        const QString said = diagnosis.causes.front().id + u' ' + core::toWord(diagnosis.verdict.closedBy);
        QVERIFY2(diagnosis.causes.front().id == u"proxy-interference" ||
                     diagnosis.causes.front().id == u"something-else",
                 qPrintable(said));
        QVERIFY2(!core::toWord(diagnosis.verdict.closedBy).startsWith(u"server"), qPrintable(said));
        for (const core::RankedCause& cause : diagnosis.causes)
            QVERIFY2(cause.id != u"port-closed" || cause.probability < 0.1, qPrintable(said));
    }

    void theSystemMayHaveNoProxyForTheTarget()
    {
        const Environment environment;
        qputenv("http_proxy", "http://192.0.2.1:1");
        qputenv("no_proxy", "127.0.0.0/8");
        auto server = practice::Server::start(u"healthy-http"_s);
        QVERIFY(server);
        engine::RunRequest request = requestFor((*server)->port(), core::Protocol::Http, 6);
        request.target.systemProxy = true;
        Runner runner;
        runner.controller.start(request);
        QVERIFY(runner.wait(30'000));
        QVERIFY(runner.session().target.proxy.isEmpty());
        QCOMPARE(runner.session().diagnosis.causes.front().id, u"no-fault-found"_s);
    }

    void settingsThatCannotBeUsedStopTheRunBeforeItBegins()
    {
        const Environment environment;
        qputenv("all_proxy", "socks4://jo:secret@192.0.2.1:1080");
        engine::RunRequest request = requestFor(8080, core::Protocol::Tcp, 4);
        request.target.systemProxy = true;
        const auto said = engine::systemProxyFor(request.target);
        QVERIFY(!said && said.error().message.contains(u"all_proxy") && !said.error().message.contains(u"secret"));
        Runner runner;
        runner.controller.start(request);
        QVERIFY(runner.wait(30'000));
        QVERIFY(!runner.session().complete);
        for (const core::TestRecord& test : runner.session().tests) {
            QVERIFY(test.attempts.empty());
            QCOMPARE(test.reason, u"system-proxy"_s);
        }
    }

    void aContinuedRunKeepsTheWayOfItsRecords()
    {
        const Environment environment;
        qputenv("all_proxy", "http://192.0.2.1:1");
        auto server = practice::Server::start(u"healthy-http"_s);
        QVERIFY(server);
        engine::RunRequest request = requestFor((*server)->port(), core::Protocol::Http, 4);
        request.onlyTests = {u"name-lookup"_s, u"connect"_s};
        Runner runner;
        runner.controller.start(request);
        QVERIFY(runner.wait(30'000));
        core::Session first = runner.session();
        first.target.systemProxy = true; // for which there was none at that time
        runner.controller.continueWith(first, request, {u"exchange"_s});
        QVERIFY(runner.wait(30'000));
        QVERIFY(runner.session().target.proxy.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestEngineWay)
#include "test_engine_way.moc"
