// SPDX-License-Identifier: GPL-3.0-or-later
// Stopping and deadlines: every operation that waits ends when told to, and when its time is over.
#include "app/net/http.h"
#include "app/net/listener.h"
#include "tests/support/raw_peer.h"
#include "tests/unit/net/net_fixture.h"

#include <future>

using namespace doctor;
using namespace doctor::testing;
using core::How;
using core::Phase;
using core::Who;

namespace
{

constexpr core::Milliseconds forever{60'000};
using Operation = std::function<net::Task<>(net::Net&, net::Connection&, core::Milliseconds)>;

/// More than the buffers of both ends take.
const QByteArray& tooMuch()
{
    static const QByteArray bytes(16 * 1024 * 1024, 'x');
    return bytes;
}

struct NamedOperation {
    const char* name;
    Operation run;
};

/// Everything that can wait for a peer that neither takes nor says anything.
std::vector<NamedOperation> waitingOperations()
{
    return {
        {"read", [](auto&, auto& c, auto t) -> net::Task<> { co_await c.read(t); }},
        {"peek", [](auto&, auto& c, auto t) -> net::Task<> { co_await c.peek(t); }},
        {"write", [](auto&, auto& c, auto t) -> net::Task<> { co_await c.write(tooMuch(), t); }},
        {"holdIdle", [](auto&, auto& c, auto t) -> net::Task<> { co_await c.holdIdle(t); }},
        {"startTls",
         [](auto&, auto& c, auto t) -> net::Task<> {
             net::TlsClientOptions options;
             options.timeout = t;
             co_await c.startTls(options);
         }},
        {"exchange",
         [](auto&, auto& c, auto t) -> net::Task<> {
             net::HttpRequest request;
             request.host = QStringLiteral("practice.test");
             request.timeout = t;
             co_await net::exchange(c, request);
         }},
        {"exchange with a large body",
         [](auto&, auto& c, auto t) -> net::Task<> {
             net::HttpRequest request;
             request.host = QStringLiteral("practice.test");
             request.body = tooMuch();
             request.timeout = t;
             co_await net::exchange(c, request);
         }},
        {"read and write at once",
         [](auto& n, auto& c, auto t) -> net::Task<> {
             const auto reading = [&]() -> net::Task<> { co_await c.read(t); };
             const auto writing = [&]() -> net::Task<> { co_await c.write(tooMuch(), t); };
             std::vector<net::Task<>> both;
             both.push_back(reading());
             both.push_back(writing());
             co_await n.all(std::move(both));
         }},
    };
}

/// Holds its connection without reading until released.
class MutePeer
{
public:
    MutePeer() : m_released(m_release.get_future().share()), m_peer([this](RawSocket&) { m_released.wait(); }) {}
    ~MutePeer() { m_release.set_value(); }
    [[nodiscard]] int port() const { return m_peer.port(); }

private:
    std::promise<void> m_release;
    std::shared_future<void> m_released;
    RawPeer m_peer;
};

void operationsAsRows()
{
    QTest::addColumn<int>("index");
    const auto operations = waitingOperations();
    for (std::size_t i = 0; i < operations.size(); ++i)
        QTest::newRow(operations[i].name) << static_cast<int>(i);
}

} // namespace

class TestNetStop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(!tooMuch().isEmpty()); } // made before anything is timed

    void everyOperationStops_data() { operationsAsRows(); }

    void everyOperationStops()
    {
        QFETCH(int, index);
        const Operation run = waitingOperations()[static_cast<std::size_t>(index)].run;
        MutePeer peer;
        std::stop_source stop;
        QElapsedTimer sinceStop;
        std::thread stopper;
        core::Ending ending;
        inNet(
            [&](net::Net& net) -> net::Task<> {
                auto connection = co_await net.connect(loopback(peer.port()));
                stopper = std::thread([&] {
                    std::this_thread::sleep_for(
                        core::Milliseconds{60}); // by then the operation waits; sooner is fine too
                    sinceStop.start();
                    stop.request_stop();
                });
                co_await run(net, *connection, forever);
                ending = connection->ending();
            },
            stop.get_token());
        const qint64 took = sinceStop.elapsed();
        stopper.join();
        QVERIFY2(took < 100, qPrintable(QString::number(took)));
        QCOMPARE(static_cast<int>(ending.how), static_cast<int>(How::Cancelled));
        QCOMPARE(static_cast<int>(ending.who), static_cast<int>(Who::Us));
        QVERIFY(!ending.isFailure());
    }

    void everyOperationKeepsItsDeadline_data() { operationsAsRows(); }

    void everyOperationKeepsItsDeadline()
    {
        QFETCH(int, index);
        const Operation run = waitingOperations()[static_cast<std::size_t>(index)].run;
        MutePeer peer;
        double took = 0;
        inNet([&](net::Net& net) -> net::Task<> {
            auto connection = co_await net.connect(loopback(peer.port()));
            QElapsedTimer timer;
            timer.start();
            co_await run(net, *connection, core::Milliseconds{150});
            took = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        });
        QVERIFY2(took >= 149 && took < 400, qPrintable(QString::number(took)));
    }

    void closingStops()
    {
        MutePeer peer;
        std::stop_source stop;
        QElapsedTimer sinceStop;
        std::thread stopper;
        core::Ending ending;
        inNet(
            [&](net::Net& net) -> net::Task<> {
                auto connection = co_await net.connect(loopback(peer.port()));
                stopper = std::thread([&] {
                    std::this_thread::sleep_for(core::Milliseconds{60});
                    sinceStop.start();
                    stop.request_stop();
                });
                co_await connection->close(forever);
                ending = connection->ending();
            },
            stop.get_token());
        const qint64 took = sinceStop.elapsed();
        stopper.join();
        QVERIFY(took < 100);
        COMPARE_ENDING(ending, Who::Us, How::Fin, Phase::Close);
    }

    void sleepAndAcceptStop()
    {
        std::stop_source stop;
        QElapsedTimer sinceStop;
        std::thread stopper;
        bool slept = true;
        bool accepted = true;
        bool sleptLater = true;
        core::Ending later;
        inNet(
            [&](net::Net& net) -> net::Task<> {
                auto listener = net::Listener::listen(net, QStringLiteral("127.0.0.1"), 0);
                stopper = std::thread([&] {
                    std::this_thread::sleep_for(core::Milliseconds{60});
                    sinceStop.start();
                    stop.request_stop();
                });
                const auto sleeping = [&]() -> net::Task<> { slept = co_await net.sleep(forever); };
                const auto accepting = [&]() -> net::Task<> {
                    const auto connection = co_await (*listener)->accept();
                    accepted = connection != nullptr;
                };
                std::vector<net::Task<>> both;
                both.push_back(sleeping());
                both.push_back(accepting());
                co_await net.all(std::move(both));
                sleptLater = co_await net.sleep(forever);
                auto connection = co_await net.connect(loopback((*listener)->port()));
                later = connection->ending();
            },
            stop.get_token());
        const qint64 took = sinceStop.elapsed();
        stopper.join();
        QVERIFY(took < 100);
        QVERIFY(!slept);
        QVERIFY(!accepted);
        QVERIFY(!sleptLater);
        COMPARE_ENDING(later, Who::Us, How::Cancelled, Phase::Connect);
    }

    void stoppedBeforeTheRun()
    {
        std::stop_source stop;
        stop.request_stop();
        bool ran = false;
        inNet([&](net::Net& net) -> net::Task<> { ran = net.stopped() && !co_await net.sleep(forever); },
              stop.get_token());
        QVERIFY(ran);
    }

    void thousandSleepersStopAtOnce()
    {
        std::stop_source stop;
        QElapsedTimer sinceStop;
        std::thread stopper;
        int stopped = 0;
        inNet(
            [&](net::Net& net) -> net::Task<> {
                const auto sleeping = [&](int i) -> net::Task<> {
                    if (!co_await net.sleep(forever + core::Milliseconds{i * 7919 % 1000}))
                        ++stopped;
                };
                std::vector<net::Task<>> all;
                for (int i = 0; i < 1000; ++i)
                    all.push_back(sleeping(i));
                stopper = std::thread([&] {
                    std::this_thread::sleep_for(core::Milliseconds{60});
                    sinceStop.start();
                    stop.request_stop();
                });
                co_await net.all(std::move(all));
            },
            stop.get_token());
        const qint64 took = sinceStop.elapsed();
        stopper.join();
        QCOMPARE(stopped, 1000);
        QVERIFY(took < 100);
    }

    void sleepersWakeInOrder()
    {
        std::vector<int> order;
        inNet([&](net::Net& net) -> net::Task<> {
            const auto sleeping = [&](int i) -> net::Task<> {
                co_await net.sleep(core::Milliseconds{i * 5});
                order.push_back(i);
            };
            std::vector<net::Task<>> all;
            for (const int i : {7, 3, 9, 1, 5, 8, 2, 6, 4})
                all.push_back(sleeping(i));
            co_await net.all(std::move(all));
        });
        QVERIFY(order == std::vector<int>({1, 2, 3, 4, 5, 6, 7, 8, 9}));
    }

    void whatIsThrownComesOut()
    {
        int finished = 0;
        const auto run = [&] {
            inNet([&](net::Net& net) -> net::Task<> {
                const auto throwing = [&]() -> net::Task<> {
                    co_await net.sleep(core::Milliseconds{1});
                    throw std::runtime_error("on purpose");
                };
                const auto working = [&]() -> net::Task<> {
                    co_await net.sleep(core::Milliseconds{30});
                    ++finished;
                };
                std::vector<net::Task<>> both;
                both.push_back(throwing());
                both.push_back(working());
                co_await net.all(std::move(both));
            });
        };
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, run());
        QCOMPARE(finished, 1); // the others are waited for
    }

    void closingALinkWakesItsReader()
    {
        MutePeer peer;
        net::ReadResult::State state = net::ReadResult::State::Data;
        inNet([&](net::Net& net) -> net::Task<> {
            auto connection = co_await net.connect(loopback(peer.port()));
            const auto reading = [&]() -> net::Task<> {
                const net::ReadResult got = co_await connection->read(forever);
                state = got.state;
            };
            const auto closing = [&]() -> net::Task<> {
                co_await net.sleep(core::Milliseconds{20});
                connection->reset();
            };
            std::vector<net::Task<>> both;
            both.push_back(reading());
            both.push_back(closing());
            co_await net.all(std::move(both));
        });
        QCOMPARE(static_cast<int>(state), static_cast<int>(net::ReadResult::State::Ended));
    }
};

QTEST_GUILESS_MAIN(TestNetStop)
#include "test_net_stop.moc"
