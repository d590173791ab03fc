// SPDX-License-Identifier: GPL-3.0-or-later
// Servers that say nothing, never stop talking or talk nonsense: every test ends in its time, and at once when stopped.
#include "app/net/listener.h"
#include "app/practice/practice.h"
#include "tests/unit/probes/probe_bench.h"

#include <QElapsedTimer>
#include <QtTest>
#include <algorithm>
#include <atomic>
#include <thread>

using namespace doctor;
using namespace doctor::tests;
using namespace Qt::StringLiterals;

namespace
{

enum class Manner { Silent, Endless, Nonsense };

net::Task<> behave(net::Net& net, std::unique_ptr<net::Connection> connection, Manner manner)
{
    if (manner == Manner::Nonsense) {
        co_await connection->write(QByteArray("\x00\xff\x13\x37 nonsense", 13), core::Milliseconds{1000});
        co_await connection->read(core::Milliseconds{10'000});
        co_await connection->close();
        co_return;
    }
    const QByteArray chunk(64 * 1024, manner == Manner::Endless ? 'e' : '\0');
    while (connection->isOpen() && !net.stopped()) {
        if (manner == Manner::Endless) {
            QByteArray more = chunk;
            co_await connection->write(std::move(more), core::Milliseconds{1000});
        } else {
            co_await connection->read(core::Milliseconds{10'000});
        }
    }
}

/// Accepts on loopback in a thread of its own until destroyed.
class RudeServer
{
public:
    explicit RudeServer(Manner manner) : m_thread([this, manner](const std::stop_token& stop) { serve(stop, manner); })
    {
        while (m_port == 0)
            std::this_thread::yield();
    }
    [[nodiscard]] int port() const { return m_port; }

private:
    void serve(const std::stop_token& stop, Manner manner)
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
                doors.push_back(serveDoor(net, **listener, manner));
            co_await net.all(std::move(doors));
        });
    }
    static net::Task<> serveDoor(net::Net& net, net::Listener& listener, Manner manner)
    {
        while (!net.stopped()) {
            auto connection = co_await listener.accept();
            if (!connection)
                co_return;
            co_await behave(net, std::move(connection), manner);
        }
    }

    std::atomic<int> m_port = 0;
    std::jthread m_thread;
};

core::TestRecord doneBefore(const QString& id, const QJsonObject& facts)
{
    core::TestRecord record;
    record.id = id;
    record.state = core::TestState::Done;
    record.facts = facts;
    core::Attempt attempt;
    attempt.purpose = id == u"exchange" ? u"fresh"_s : id;
    attempt.address = u"127.0.0.1"_s;
    attempt.phaseReached = core::Phase::Established;
    attempt.succeeded = true;
    record.attempts.push_back(attempt);
    return record;
}

/// A session that makes every test applicable.
core::Session hopefulSession(int port, core::Protocol protocol)
{
    core::Session session;
    session.target = local(port, protocol);
    session.target.addresses = QStringList{u"127.0.0.1"_s};
    const bool tls = protocol == core::Protocol::Https;
    session.tests.push_back(doneBefore(u"connect"_s, {}));
    session.tests.push_back(doneBefore(u"service"_s, {{u"protocol"_s, tls ? u"https"_s : u"http"_s}, {u"tls"_s, tls}}));
    core::TestRecord handshake = doneBefore(u"tls-handshake"_s, {});
    handshake.attempts.front().purpose = u"default"_s;
    session.tests.push_back(handshake);
    session.tests.push_back(doneBefore(u"exchange"_s, {}));
    session.symptoms.insert(u"when"_s, u"tls"_s);
    return session;
}

} // namespace

class TestProbesHostile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void endsInTime_data();
    void endsInTime();
    void stopsAtOnce_data();
    void stopsAtOnce();
};

void TestProbesHostile::endsInTime_data()
{
    QTest::addColumn<int>("manner");
    QTest::addColumn<QString>("id");
    const std::vector<std::pair<const char*, Manner>> manners{
        {"silent", Manner::Silent}, {"endless", Manner::Endless}, {"nonsense", Manner::Nonsense}};
    for (const auto& [name, manner] : manners)
        for (const auto& probe : probes::allProbes())
            QTest::addRow("%s, %s", name, qPrintable(probe->id())) << static_cast<int>(manner) << probe->id();
}

void TestProbesHostile::endsInTime()
{
    QFETCH(int, manner);
    QFETCH(QString, id);
    constexpr double Seconds = 2.5;
    const RudeServer server(static_cast<Manner>(manner));
    core::Session session = hopefulSession(server.port(), core::Protocol::Http);
    QElapsedTimer timer;
    timer.start();
    measureOne(session, id, {.seconds = Seconds, .connections = 20, .thorough = false, .stop = {}});
    QVERIFY2(static_cast<double>(timer.elapsed()) < Seconds * 1000 + 1500,
             qPrintable(QString::number(timer.elapsed())));
}

void TestProbesHostile::stopsAtOnce_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("fault");
    for (const auto& probe : probes::allProbes())
        for (const QString& fault : {u"healthy-http"_s, u"healthy-tls"_s, u"slow-healthy"_s})
            QTest::addRow("%s, %s", qPrintable(probe->id()), qPrintable(fault)) << probe->id() << fault;
}

void TestProbesHostile::stopsAtOnce()
{
    QFETCH(QString, id);
    QFETCH(QString, fault);
    auto server = practice::Server::start(fault);
    QVERIFY(server);
    const bool tls = fault == u"healthy-tls";
    core::Session session = hopefulSession((*server)->port(), tls ? core::Protocol::Https : core::Protocol::Http);
    std::stop_source stop;
    std::atomic<qint64> stoppedAt = 0;
    const core::SystemClock clock;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{150});
        stoppedAt = clock.now().monotonicUs;
        stop.request_stop();
    });
    measureOne(session, id, {.seconds = 20, .connections = 20, .thorough = false, .stop = stop.get_token()});
    const qint64 ended = clock.now().monotonicUs;
    stopper.join();
    if (stoppedAt < ended)
        QVERIFY2(ended - stoppedAt < 100'000, qPrintable(QString::number(ended - stoppedAt)));
}

QTEST_GUILESS_MAIN(TestProbesHostile)
#include "test_probes_hostile.moc"
