// SPDX-License-Identifier: GPL-3.0-or-later
// A watch: what it takes for a failure and what not, how often it tells of one, and that it stops at once.
#include "app/engine/watch/watch_rules.h"
#include "app/engine/watch/watcher.h"
#include "app/practice/practice.h"
#include "tests/support/raw_peer.h"

#include <QElapsedTimer>
#include <QtTest>
#include <arpa/inet.h>
#include <atomic>
#include <mutex>
#include <netinet/in.h>
#include <sys/socket.h>

using namespace doctor;
using namespace doctor::engine;
using namespace Qt::StringLiterals;
using core::WatchOutcome;

namespace
{

constexpr int Soon = 20'000; ///< milliseconds that a busy machine may take

/// The machine's clock, which can be set.
class SettableClock final : public core::Clock
{
public:
    [[nodiscard]] core::Instant now() const override
    {
        core::Instant instant = core::SystemClock().now();
        instant.wallMs += aheadMs;
        return instant;
    }
    std::atomic<qint64> aheadMs = 0;
};

WatchRequest requestFor(int port, core::Protocol protocol = core::Protocol::Http)
{
    WatchRequest request;
    request.target.host = u"127.0.0.1"_s;
    request.target.port = port;
    request.target.protocol = protocol;
    request.interval = core::Milliseconds{50};
    return request;
}

struct Watching {
    explicit Watching(const WatchRequest& request, Watcher::HasNetwork network = {})
        : watcher(std::make_unique<Watcher>(request, clock, std::move(network)))
    {
        QObject::connect(watcher.get(), &Watcher::rounded, watcher.get(),
                         [this](const core::WatchRound& round) { rounds.push_back(round); });
    }
    [[nodiscard]] int count(WatchOutcome outcome) const
    {
        return static_cast<int>(std::count_if(rounds.begin(), rounds.end(),
                                              [outcome](const auto& round) { return round.outcome == outcome; }));
    }
    bool waitFor(WatchOutcome outcome, int times = 1)
    {
        return QTest::qWaitFor([&] { return count(outcome) >= times; }, Soon);
    }

    std::shared_ptr<SettableClock> clock = std::make_shared<SettableClock>();
    std::vector<core::WatchRound> rounds;
    std::unique_ptr<Watcher> watcher;
};

core::WatchRound roundAt(qint64 minutes, WatchOutcome outcome)
{
    core::WatchRound round;
    round.atMs = 1'000'000'000'000 + minutes * 60'000;
    round.untilMs = round.atMs + 100;
    round.outcome = outcome;
    return round;
}

/// Numeric address at the other end.
QString clientOf(const testing::RawSocket& socket)
{
    sockaddr_in other{};
    socklen_t size = sizeof other;
    char text[INET_ADDRSTRLEN] = {};
    ::getpeername(socket.descriptor(), reinterpret_cast<sockaddr*>(&other), &size);
    return QString::fromLatin1(::inet_ntop(AF_INET, &other.sin_addr, text, sizeof text));
}

core::Attempt failedWith(core::How how, const QString& detail = {})
{
    core::Attempt attempt;
    attempt.startedAt = {1'000, 1'000'000};
    attempt.ending.how = how;
    attempt.ending.detail = detail;
    return attempt;
}

} // namespace

class TestEngineWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFailureIsToldOnceAndThenAtMostHourly()
    {
        WatchAlarm alarm;
        QVERIFY(!alarm.take(roundAt(0, WatchOutcome::Worked)));
        QVERIFY(alarm.take(roundAt(1, WatchOutcome::Failed)));
        QVERIFY(!alarm.take(roundAt(2, WatchOutcome::Failed)));
        QVERIFY(!alarm.take(roundAt(3, WatchOutcome::Worked)));
        QVERIFY(!alarm.take(roundAt(60, WatchOutcome::Failed)));
        QVERIFY(alarm.take(roundAt(61, WatchOutcome::Failed)));
        QVERIFY(!alarm.take(roundAt(62, WatchOutcome::Failed)));
    }

    void whatIsNoFailureOfTheServiceIsNotTold()
    {
        WatchAlarm alarm;
        for (const WatchOutcome outcome :
             {WatchOutcome::Asleep, WatchOutcome::NoNetwork, WatchOutcome::NotTried, WatchOutcome::Worked})
            QVERIFY(!alarm.take(roundAt(0, outcome)));
        QVERIFY(alarm.take(roundAt(1, WatchOutcome::Failed)));
    }

    void aClockSetBackDoesNotSilence()
    {
        WatchAlarm alarm;
        QVERIFY(alarm.take(roundAt(600, WatchOutcome::Failed)));
        QVERIFY(alarm.take(roundAt(0, WatchOutcome::Failed)));
    }

    void sleepShowsInTheDifferenceOfTheClocks()
    {
        const core::Instant before{1'000'000, 5'000'000};
        const core::Instant after{1'000'000 + 3'600'000, 5'000'000 + 1'000'000};
        const auto gap = gapBetween(before, after, core::Milliseconds{1'000});
        QVERIFY(gap);
        QCOMPARE(gap->outcome, WatchOutcome::Asleep);
        QCOMPARE(gap->atMs, 1'000'000);
        QCOMPARE(gap->untilMs, after.wallMs);
    }

    void sleepShowsWhereBothClocksGoOnThroughIt()
    {
        const core::Instant before{1'000'000, 5'000'000};
        const core::Instant after{1'000'000 + 120'000, 5'000'000 + 120'000'000};
        QVERIFY(gapBetween(before, after, core::Milliseconds{1'000}));
        QVERIFY(!gapBetween(before, after, core::Milliseconds{100'000})); // so long was planned
    }

    void aClockSetBackOrABusyComputerIsNoSleep()
    {
        const core::Instant before{1'000'000, 5'000'000};
        QVERIFY(!gapBetween(before, {1'000'000 - 3'600'000, 6'000'000}, core::Milliseconds{1'000}));
        QVERIFY(!gapBetween(before, {1'000'000 + 9'000, 14'000'000}, core::Milliseconds{1'000}));
    }

    void noWayOutIsNoFailureOfTheService()
    {
        const core::Instant now{2'000, 2'000'000};
        QCOMPARE(roundOf(failedWith(core::How::TimedOut), now, false).outcome, WatchOutcome::NoNetwork);
        QCOMPARE(roundOf(failedWith(core::How::Unreachable, u"net-unreachable"_s), now, true).outcome,
                 WatchOutcome::NoNetwork);
        QCOMPARE(roundOf(failedWith(core::How::Unreachable, u"host-unreachable"_s), now, true).outcome,
                 WatchOutcome::Failed);
        QCOMPARE(roundOf(failedWith(core::How::LocalFailure), now, true).outcome, WatchOutcome::NotTried);
        QCOMPARE(roundOf(failedWith(core::How::Reset), now, true).outcome, WatchOutcome::Failed);
    }

    void anEndAtTheProxyIsNoFailureOfTheService()
    {
        const core::Instant now{2'000, 2'000'000};
        for (const auto& [stage, outcome] :
             {std::pair(u"connect"_s, WatchOutcome::NoProxy), std::pair(u"asked"_s, WatchOutcome::NoProxy),
              std::pair(u"open"_s, WatchOutcome::Failed)}) {
            core::Attempt attempt = failedWith(core::How::Reset);
            attempt.observations.insert(u"proxyStage"_s, stage);
            QCOMPARE(roundOf(attempt, now, true).outcome, outcome);
            QCOMPARE(roundOf(attempt, now, false).outcome, WatchOutcome::NoNetwork);
        }
        WatchAlarm alarm;
        QVERIFY(!alarm.take(roundAt(0, WatchOutcome::NoProxy)));
    }

    void aWatchGoesThroughTheProxy()
    {
        std::atomic<bool> letsThrough = true;
        std::atomic<int> askedForTarget = 0;
        testing::RawPeer proxy([&](testing::RawSocket& socket) {
            const QByteArray asked = socket.read();
            askedForTarget += asked.startsWith("CONNECT service.test:4711 ") ? 1 : 0;
            if (!letsThrough) {
                socket.send("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
                return;
            }
            socket.send("HTTP/1.1 200 OK\r\n\r\n");
            socket.readUntil("\r\n\r\n");
            socket.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            socket.readToEnd();
        });
        WatchRequest request = requestFor(4711);
        request.target.host = u"service.test"_s; // only the proxy would know where that is
        request.target.proxy = u"http://127.0.0.1:%1"_s.arg(proxy.port());
        Watching watching(request);
        QVERIFY(watching.waitFor(WatchOutcome::Worked, 2));
        QVERIFY(askedForTarget >= 2);
        letsThrough = false;
        QVERIFY(watching.waitFor(WatchOutcome::NoProxy));
        QCOMPARE(watching.count(WatchOutcome::Failed), 0);
        request.target.proxy = u"http://127.0.0.1:%1"_s.arg(testing::closedPort());
        Watching none(request);
        QVERIFY(none.waitFor(WatchOutcome::NoProxy));
        QCOMPARE(none.count(WatchOutcome::Failed), 0);
    }

    void theSourceAddressIsKeptToAndNeverBlamesTheService()
    {
        QStringList seen;
        std::mutex mutex;
        testing::RawPeer peer([&](testing::RawSocket& socket) {
            {
                const std::lock_guard lock(mutex);
                seen << clientOf(socket);
            }
            socket.readUntil("\r\n\r\n");
            socket.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            socket.readToEnd();
        });
        WatchRequest request = requestFor(peer.port());
        request.target.sourceAddress = u"127.0.0.77"_s;
        {
            Watching watching(request);
            QVERIFY(watching.waitFor(WatchOutcome::Worked, 2));
        }
        {
            const std::lock_guard lock(mutex);
            QVERIFY(seen.size() >= 2);
            for (const QString& one : std::as_const(seen))
                QCOMPARE(one, request.target.sourceAddress);
        }
        request.target.sourceAddress = u"::1"_s;
        Watching otherFamily(request);
        QVERIFY(otherFamily.waitFor(WatchOutcome::NotTried));
        QCOMPARE(otherFamily.count(WatchOutcome::Failed), 0);
        request.target.sourceAddress = u"203.0.113.9"_s;
        Watching goneAddress(request);
        QVERIFY(goneAddress.waitFor(WatchOutcome::NoNetwork));
        QCOMPARE(goneAddress.count(WatchOutcome::Failed), 0);
    }

    void whatWorksIsCountedAndItsEndSeen()
    {
        auto server = practice::Server::start(u"healthy-http"_s);
        QVERIFY(server);
        Watching watching(requestFor((*server)->port()));
        QVERIFY(watching.waitFor(WatchOutcome::Worked, 2));
        QCOMPARE(watching.count(WatchOutcome::Failed), 0);
        QVERIFY(watching.rounds.front().waitMs.has_value());
        server->reset();
        QVERIFY(watching.waitFor(WatchOutcome::Failed, 2)); // the first may have been under way, and cut
        QCOMPARE(watching.rounds.back().ending.how, core::How::Refused);
    }

    void aProtocolNobodyNamedIsAskedForOnce()
    {
        auto server = practice::Server::start(u"healthy-tls"_s);
        QVERIFY(server);
        Watching watching(requestFor((*server)->port(), core::Protocol::Auto));
        QVERIFY(watching.waitFor(WatchOutcome::Worked));
        const int learnt = (*server)->connectionsServed();
        const int before = watching.count(WatchOutcome::Worked);
        QVERIFY(watching.waitFor(WatchOutcome::Worked, before + 3));
        const int rounds = watching.count(WatchOutcome::Worked) - before;
        QVERIFY2((*server)->connectionsServed() - learnt <= rounds + 1, "more than one connection a round");
        QCOMPARE(watching.count(WatchOutcome::Failed), 0);
    }

    void aHardCutIsSeenAsSuch()
    {
        auto server = practice::Server::start(u"reset-mid-response"_s);
        QVERIFY(server);
        Watching watching(requestFor((*server)->port()));
        QVERIFY(watching.waitFor(WatchOutcome::Failed));
        QCOMPARE(watching.rounds.front().ending.how, core::How::Reset);
    }

    void aJumpOfTheClockIsAGapAndNoFailure()
    {
        auto server = practice::Server::start(u"healthy-http"_s);
        QVERIFY(server);
        Watching watching(requestFor((*server)->port()));
        QVERIFY(watching.waitFor(WatchOutcome::Worked));
        watching.clock->aheadMs = 2 * 3'600'000;
        QVERIFY(watching.waitFor(WatchOutcome::Asleep));
        const int before = watching.count(WatchOutcome::Worked);
        QVERIFY(watching.waitFor(WatchOutcome::Worked, before + 1)); // and it goes on
        QCOMPARE(watching.count(WatchOutcome::Failed), 0);
        QCOMPARE(watching.count(WatchOutcome::Asleep), 1);
    }

    void withoutANetworkNothingIsOpened()
    {
        auto server = practice::Server::start(u"healthy-http"_s);
        QVERIFY(server);
        Watching watching(requestFor((*server)->port()), [](const core::Target&) { return false; });
        QVERIFY(watching.waitFor(WatchOutcome::NoNetwork, 2));
        QCOMPARE((*server)->connectionsServed(), 0);
        QCOMPARE(watching.count(WatchOutcome::Failed), 0);
    }

    void whileItRestsNothingIsOpened()
    {
        auto server = practice::Server::start(u"healthy-http"_s);
        QVERIFY(server);
        auto elsewhere = practice::Server::start(u"healthy-http"_s);
        QVERIFY(elsewhere);
        Watching watching(requestFor((*server)->port()));
        watching.watcher->setResting(true);
        watching.watcher->setResting(true);                  // said twice is said once
        Watching restless(requestFor((*elsewhere)->port())); // tells how much could have happened
        QVERIFY(restless.waitFor(WatchOutcome::Worked, 3));  // the first round may have been under way
        const int served = (*server)->connectionsServed();
        const auto seen = watching.rounds.size();
        QVERIFY(restless.waitFor(WatchOutcome::Worked, restless.count(WatchOutcome::Worked) + 4));
        QCOMPARE((*server)->connectionsServed(), served);
        QCOMPARE(watching.rounds.size(), seen);
        watching.watcher->setResting(false);
        QVERIFY(watching.waitFor(WatchOutcome::Worked, watching.count(WatchOutcome::Worked) + 1));
    }

    void itStopsAtOnceInTheMiddleOfAnExchange()
    {
        auto server = practice::Server::start(u"slow-healthy"_s, 0, {{u"delaySeconds"_s, 10.0}});
        QVERIFY(server);
        Watching watching(requestFor((*server)->port()));
        QVERIFY(QTest::qWaitFor([&] { return (*server)->connectionsServed() > 0; }, Soon));
        QElapsedTimer timer;
        timer.start();
        watching.watcher.reset();
        QVERIFY2(timer.elapsed() < 2'000, qPrintable(QString::number(timer.elapsed())));
        QCoreApplication::processEvents(); // a round on its way would arrive now
        QVERIFY(watching.rounds.empty());
    }
};

QTEST_GUILESS_MAIN(TestEngineWatch)
#include "test_engine_watch.moc"
