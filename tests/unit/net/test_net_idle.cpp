// SPDX-License-Identifier: GPL-3.0-or-later
// Holding still: FIN, RST and data are noticed within 50 ms, and what was quiet before is measured.
#include "app/net/hold_many.h"
#include "app/net/listener.h"
#include "tests/support/raw_peer.h"
#include "tests/support/raw_tls.h"
#include "tests/unit/net/net_fixture.h"

#include <future>

using namespace doctor;
using namespace doctor::testing;
using core::How;
using core::Phase;
using core::Who;
using Act = std::function<void(RawSocket&)>;

namespace
{

constexpr int noticeLimitMs = 50;

struct HeldLink {
    net::HoldResult result = net::HoldResult::StillOpen;
    core::Attempt attempt;
    qint64 noticedAfterMs = 0;
    qint64 quietMs = 0; ///< from the connect to the peer's act, by the test's own clock
    double heldMs = 0;
};

/// Holds a connection for `duration` at most; the peer acts after `peerWaitMs`.
HeldLink hold(int peerWaitMs, const Act& act, core::Milliseconds duration = core::Milliseconds{20'000})
{
    HeldLink out;
    QElapsedTimer clock;
    clock.start();
    std::atomic<qint64> actedAt{0};
    std::promise<void> release;
    auto released = release.get_future().share();
    {
        RawPeer peer([&](RawSocket& s) {
            std::this_thread::sleep_for(core::Milliseconds{peerWaitMs}); // what is measured, not a wait for luck
            actedAt = clock.elapsed();
            act(s);
            released.wait();
        });
        inNet([&](net::Net& net) -> net::Task<> {
            auto connection = co_await net.connect(loopback(peer.port()));
            connection->enter(Phase::Idle);
            QElapsedTimer held;
            held.start();
            const qint64 connectedAt = clock.elapsed();
            out.result = co_await connection->holdIdle(duration);
            out.heldMs = static_cast<double>(held.nsecsElapsed()) / 1e6;
            out.noticedAfterMs = clock.elapsed() - actedAt;
            out.quietMs = actedAt - connectedAt;
            out.attempt = connection->attempt();
        });
        release.set_value();
    }
    return out;
}

} // namespace

class TestNetIdle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endingsAreNoticedAtOnce_data()
    {
        QTest::addColumn<int>("way");
        QTest::addColumn<int>("how");
        QTest::newRow("fin") << 0 << static_cast<int>(How::Fin);
        QTest::newRow("reset") << 1 << static_cast<int>(How::Reset);
        QTest::newRow("fin then reset") << 2 << static_cast<int>(How::FinThenReset);
    }

    void endingsAreNoticedAtOnce()
    {
        QFETCH(int, way);
        QFETCH(int, how);
        const HeldLink held = hold(200, [way](RawSocket& s) {
            if (way == 0)
                s.halfClose();
            if (way == 2)
                s.halfClose();
            if (way != 0)
                s.reset();
        });
        QVERIFY(held.result == net::HoldResult::Ended);
        COMPARE_ENDING(held.attempt.ending, Who::Peer, static_cast<How>(how), Phase::Idle);
        QVERIFY2(held.noticedAfterMs < noticeLimitMs, qPrintable(QString::number(held.noticedAfterMs)));
        const double idle = held.attempt.timings.idleMs.value_or(-1);
        const auto quiet = static_cast<double>(held.quietMs);
        QVERIFY2(idle > quiet - 20 && idle < quiet + noticeLimitMs, qPrintable(QString::number(idle)));
    }

    void dataIsNoticedAndLeftToRead()
    {
        const HeldLink held = hold(100, [](RawSocket& s) { s.send("news"); });
        QVERIFY(held.result == net::HoldResult::DataArrived);
        QVERIFY(held.noticedAfterMs < noticeLimitMs);
        QCOMPARE(held.attempt.bytesReceived.value_or(-1), 0);
    }

    void quietStaysOpen()
    {
        const HeldLink held = hold(
            0, [](RawSocket&) {}, core::Milliseconds{150});
        QVERIFY(held.result == net::HoldResult::StillOpen);
        QVERIFY(held.heldMs >= 149 && held.heldMs < 300);
        QCOMPARE(static_cast<int>(held.attempt.ending.how), static_cast<int>(How::Open));
        QVERIFY(!held.attempt.timings.idleMs);
    }

    /// Quiet time counts from the last byte, also when the holding is done in slices.
    void idleTimeSpansSlices()
    {
        RawPeer peer([](RawSocket& s) {
            std::this_thread::sleep_for(core::Milliseconds{300});
            s.reset();
        });
        double idle = 0;
        QElapsedTimer all;
        all.start();
        inNet([&](net::Net& net) -> net::Task<> {
            auto connection = co_await net.connect(loopback(peer.port()));
            net::HoldResult result = net::HoldResult::StillOpen;
            while (result == net::HoldResult::StillOpen)
                result = co_await connection->holdIdle(core::Milliseconds{40});
            idle = connection->attempt().timings.idleMs.value_or(-1);
        });
        QVERIFY2(idle > 280 && idle <= static_cast<double>(all.elapsed()) + 1, qPrintable(QString::number(idle)));
    }

    /// Many connections in one coroutine: each with its own result, the quiet ones left open.
    void manyAreHeldTogether()
    {
        constexpr std::size_t count = 200;
        std::vector<net::HoldResult> results;
        std::vector<core::Attempt> attempts;
        std::vector<double> noticedAfterMs(count, -1);
        inNet([&](net::Net& net) -> net::Task<> {
            auto listener = net::Listener::listen(net, QStringLiteral("127.0.0.1"), 0, 512);
            std::vector<std::unique_ptr<net::Connection>> clients;
            std::vector<std::unique_ptr<net::Connection>> served;
            std::vector<net::Connection*> pointers;
            for (std::size_t i = 0; i < count; ++i) {
                clients.push_back(co_await net.connect(loopback((*listener)->port())));
                clients.back()->enter(Phase::Idle);
                served.push_back(co_await (*listener)->accept());
                pointers.push_back(clients.back().get());
            }
            std::vector<qint64> actedUs(count, 0);
            const auto acting = [&]() -> net::Task<> {
                co_await net.sleep(core::Milliseconds{100});
                for (std::size_t i = 0; i < count; ++i) {
                    actedUs[i] = net.nowUs();
                    if (i % 4 == 1)
                        served[i]->closeNow();
                    if (i % 4 == 2)
                        served[i]->reset();
                    if (i % 4 == 3)
                        co_await served[i]->write("news", patience);
                }
            };
            const auto holding = [&]() -> net::Task<> {
                results = co_await net::holdManyIdle(
                    net, pointers, core::Milliseconds{400}, [&](std::size_t i, net::HoldResult) {
                        noticedAfterMs[i] = static_cast<double>(net.nowUs() - actedUs[i]) / 1000;
                    });
            };
            std::vector<net::Task<>> both;
            both.push_back(acting());
            both.push_back(holding());
            co_await net.all(std::move(both));
            for (const auto& client : clients)
                attempts.push_back(client->attempt());
        });
        const How expected[] = {How::Open, How::Fin, How::Reset, How::Open};
        const net::HoldResult outcome[] = {net::HoldResult::StillOpen, net::HoldResult::Ended, net::HoldResult::Ended,
                                           net::HoldResult::DataArrived};
        QCOMPARE(results.size(), count);
        for (std::size_t i = 0; i < count; ++i) {
            QVERIFY(results[i] == outcome[i % 4]);
            QCOMPARE(static_cast<int>(attempts[i].ending.how), static_cast<int>(expected[i % 4]));
            QCOMPARE(attempts[i].timings.idleMs.has_value(), results[i] == net::HoldResult::Ended);
            QVERIFY2(noticedAfterMs[i] < noticeLimitMs, qPrintable(QString::number(noticedAfterMs[i])));
        }
    }

    void manyStopAtOnce()
    {
        std::stop_source stop;
        std::vector<net::HoldResult> results;
        core::Ending ending;
        QElapsedTimer sinceStop;
        inNet(
            [&](net::Net& net) -> net::Task<> {
                auto listener = net::Listener::listen(net, QStringLiteral("127.0.0.1"), 0, 512);
                std::vector<std::unique_ptr<net::Connection>> clients;
                std::vector<net::Connection*> pointers;
                for (int i = 0; i < 50; ++i) {
                    clients.push_back(co_await net.connect(loopback((*listener)->port())));
                    pointers.push_back(clients.back().get());
                }
                const auto stopping = [&]() -> net::Task<> {
                    co_await net.sleep(core::Milliseconds{30});
                    sinceStop.start();
                    stop.request_stop();
                };
                const auto holding = [&]() -> net::Task<> {
                    results = co_await net::holdManyIdle(net, pointers, core::Milliseconds{60'000});
                };
                std::vector<net::Task<>> both;
                both.push_back(stopping());
                both.push_back(holding());
                co_await net.all(std::move(both));
                ending = clients.back()->ending();
            },
            stop.get_token());
        QVERIFY(sinceStop.elapsed() < 100);
        QCOMPARE(results.size(), 50U);
        for (const net::HoldResult result : results)
            QVERIFY(result == net::HoldResult::Ended);
        QCOMPARE(static_cast<int>(ending.how), static_cast<int>(How::Cancelled));
    }

    /// TLS 1.3 session tickets come late and are no data.
    void ticketsAreNoData()
    {
        net::HoldResult result = net::HoldResult::Ended;
        const net::Identity identity = net::makeSelfSigned(QStringLiteral("practice.test"), {});
        inNet([&](net::Net& net) -> net::Task<> {
            auto listener = net::Listener::listen(net, QStringLiteral("127.0.0.1"), 0);
            std::unique_ptr<net::Connection> served;
            const auto serving = [&]() -> net::Task<> {
                served = co_await (*listener)->accept();
                net::TlsServerOptions options;
                options.identity = identity;
                co_await served->acceptTls(options);
            };
            const auto holding = [&]() -> net::Task<> {
                auto connection = co_await net.connect(loopback((*listener)->port()));
                net::TlsClientOptions options;
                co_await connection->startTls(options);
                result = co_await connection->holdIdle(core::Milliseconds{100});
            };
            std::vector<net::Task<>> both;
            both.push_back(serving());
            both.push_back(holding());
            co_await net.all(std::move(both));
        });
        QVERIFY(result == net::HoldResult::StillOpen);
    }
};

QTEST_GUILESS_MAIN(TestNetIdle)
#include "test_net_idle.moc"
