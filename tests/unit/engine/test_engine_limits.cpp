// SPDX-License-Identifier: GPL-3.0-or-later
// What protects the target and the user's time: connections, pace, and the whole run's duration.
#include "app/net/listener.h"
#include "tests/unit/engine/run_fixture.h"

#include <QSet>
#include <algorithm>
#include <atomic>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace doctor;
using namespace doctor::engine;
using namespace doctor::tests;
using namespace Qt::StringLiterals;

namespace
{

/// A port whose accept queue is full, so that the system drops further connection requests without a word.
class DeafPort
{
public:
    DeafPort()
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        socklen_t length = sizeof address;
        if (::bind(m_listener, generic, length) != 0 || ::listen(m_listener, 0) != 0)
            qFatal("cannot listen on loopback");
        ::getsockname(m_listener, generic, &length);
        m_port = ntohs(address.sin_port);
        for (int& filler : m_fillers) {
            filler = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
            ::connect(filler, generic, length);
        }
    }
    ~DeafPort()
    {
        for (const int filler : m_fillers)
            ::close(filler);
        ::close(m_listener);
    }
    [[nodiscard]] int port() const { return m_port; }

private:
    int m_listener = -1;
    int m_port = 0;
    int m_fillers[3] = {-1, -1, -1};
};

/// Accepts and then talks without end, or says nothing; counts what comes.
class CountingServer
{
public:
    explicit CountingServer(bool endless)
        : m_thread([this, endless](const std::stop_token& stop) { serve(stop, endless); })
    {
        while (m_port == 0)
            std::this_thread::yield();
    }
    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] int accepted() const { return m_accepted; }

private:
    void serve(const std::stop_token& stop, bool endless)
    {
        const core::SystemClock clock;
        net::Net net(stop, clock);
        auto listener = net::Listener::listen(net, u"127.0.0.1"_s, 0);
        if (!listener)
            qFatal("%s", qPrintable(listener.error().message));
        m_port = (*listener)->port();
        net.run([&]() -> net::Task<> {
            std::vector<net::Task<>> doors;
            for (int i = 0; i < 24; ++i)
                doors.push_back(door(net, **listener, endless));
            co_await net.all(std::move(doors));
        });
    }
    net::Task<> door(net::Net& net, net::Listener& listener, bool endless)
    {
        while (!net.stopped()) {
            const auto connection = co_await listener.accept();
            if (!connection)
                co_return;
            ++m_accepted;
            while (connection->isOpen() && !net.stopped()) {
                if (endless) {
                    QByteArray chunk(64 * 1024, 'e');
                    co_await connection->write(std::move(chunk), core::Milliseconds{500});
                } else {
                    co_await connection->read(core::Milliseconds{10'000});
                }
            }
        }
    }
    std::atomic<int> m_port = 0;
    std::atomic<int> m_accepted = 0;
    std::jthread m_thread;
};

/// Starts of the connections that are bound to the pace; requests of one connection share its local port.
std::vector<qint64> pacedStarts(const core::Session& session)
{
    static const QStringList ladders{u"idle-survival"_s, u"load-ramp"_s};
    QSet<int> ports;
    std::vector<qint64> starts;
    for (const core::TestRecord& test : session.tests) {
        if (ladders.contains(test.id) || test.id == u"name-lookup")
            continue;
        for (const core::Attempt& attempt : test.attempts)
            if (attempt.localPort && !ports.contains(*attempt.localPort)) {
                ports.insert(*attempt.localPort);
                starts.push_back(attempt.startedAt.monotonicUs);
            }
    }
    std::sort(starts.begin(), starts.end());
    return starts;
}

} // namespace

class TestEngineLimits : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void durationIsKept_data();
    void durationIsKept();
    void connectionsAndPaceAreKept();
    void smallBudgetIsKept();
    void unansweredPortTellsItselfSoon();
};

void TestEngineLimits::durationIsKept_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<double>("seconds");
    for (const char* server : {"deaf", "silent", "endless", "slow-healthy", "healthy-http"})
        for (const double seconds : {3.0, 8.0})
            QTest::addRow("%s, %.0f s", server, seconds) << QString::fromLatin1(server) << seconds;
}

void TestEngineLimits::durationIsKept()
{
    QFETCH(QString, server);
    QFETCH(double, seconds);
    std::unique_ptr<DeafPort> deaf;
    std::unique_ptr<CountingServer> rude;
    std::unique_ptr<practice::Server> practising;
    int port = 0;
    if (server == u"deaf") {
        deaf = std::make_unique<DeafPort>();
        port = deaf->port();
    } else if (server == u"silent" || server == u"endless") {
        rude = std::make_unique<CountingServer>(server == u"endless");
        port = rude->port();
    } else {
        practising = std::move(*practice::Server::start(server));
        port = practising->port();
    }
    Runner runner;
    RunRequest request = requestFor(port, core::Protocol::Http, seconds);
    request.connectionsPerSecond = 2;
    QElapsedTimer timer;
    timer.start();
    runner.controller.start(request);
    QVERIFY(runner.wait(static_cast<int>(seconds * 1000) + 10'000));
    const double spent = static_cast<double>(timer.elapsed()) / 1000;
    QVERIFY2(spent <= seconds + 2, qPrintable(QString::number(spent)));
    QVERIFY(runner.session().complete);
    QVERIFY(runner.session().durationSeconds <= seconds + 2);
}

void TestEngineLimits::connectionsAndPaceAreKept()
{
    auto server = practice::Server::start(u"healthy-http"_s);
    QVERIFY(server);
    Runner runner;
    RunRequest request = requestFor((*server)->port(), core::Protocol::Http, 30);
    request.connectionsPerSecond = 2;
    request.symptoms.insert(u"when"_s, u"load"_s);
    runner.controller.start(request);
    QVERIFY(runner.wait(40'000));
    QVERIFY2((*server)->connectionsServed() <= 40, qPrintable(QString::number((*server)->connectionsServed())));
    QVERIFY((*server)->connectionsServed() >= 15);
    const std::vector<qint64> starts = pacedStarts(runner.session());
    QVERIFY(starts.size() >= 8);
    for (std::size_t i = 2; i < starts.size(); ++i)
        QVERIFY2(starts[i] - starts[i - 2] >= 900'000, qPrintable(QString::number(starts[i] - starts[i - 2])));
}

void TestEngineLimits::smallBudgetIsKept()
{
    auto server = practice::Server::start(u"healthy-http"_s);
    QVERIFY(server);
    Runner runner;
    RunRequest request = requestFor((*server)->port(), core::Protocol::Http, 12);
    request.maxConnections = 8;
    runner.controller.start(request);
    QVERIFY(runner.wait(20'000));
    QVERIFY((*server)->connectionsServed() <= 8);
    QVERIFY(runner.session().complete);
}

void TestEngineLimits::unansweredPortTellsItselfSoon()
{
    const DeafPort deaf;
    Runner runner;
    RunRequest request = requestFor(deaf.port(), core::Protocol::Http, 60);
    request.connectionsPerSecond = 2;
    QElapsedTimer timer;
    timer.start();
    runner.controller.start(request);
    QVERIFY(runner.wait(30'000));
    QVERIFY2(timer.elapsed() < 12'000, "five attempts side by side, not one after another");
    const core::TestRecord* connect = core::findTest(runner.session(), u"connect"_s);
    QVERIFY(connect && connect->attempts.size() == 5);
    for (const core::Attempt& attempt : connect->attempts)
        QCOMPARE(attempt.ending.how, core::How::Silence);
}

QTEST_GUILESS_MAIN(TestEngineLimits)
#include "test_engine_limits.moc"
