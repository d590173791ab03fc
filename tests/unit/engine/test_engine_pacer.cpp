// SPDX-License-Identifier: GPL-3.0-or-later
// The pace and the budget that protect a target.
#include "app/engine/run/pacer.h"

#include <QtTest>
#include <algorithm>
#include <thread>

using namespace doctor;
using engine::Pacer;

namespace
{

qint64 farFuture()
{
    return core::SystemClock().now().monotonicUs + 60'000'000;
}

struct Share {
    int connections = 100;
    qint64 deadlineUs = farFuture();
};

struct Granted {
    std::vector<qint64> moments;
    int refused = 0;
};

net::Task<> takeTurn(net::Net& net, Pacer::Allowance& allowance, bool ladder, Granted& granted)
{
    const bool mine = co_await allowance.turn(net, ladder);
    if (mine)
        granted.moments.push_back(net.nowUs());
    else
        ++granted.refused;
}

Granted takeTurns(Pacer& pacer, int count, bool ladder, Share share = {}, std::stop_token stop = {})
{
    const core::SystemClock clock;
    net::Net net(std::move(stop), clock);
    Granted granted;
    Pacer::Allowance allowance(pacer, share.connections, share.deadlineUs, net.nowUs());
    net.run([&]() -> net::Task<> {
        std::vector<net::Task<>> tasks;
        for (int i = 0; i < count; ++i)
            tasks.push_back(takeTurn(net, allowance, ladder, granted));
        co_await net.all(std::move(tasks));
    });
    return granted;
}

} // namespace

class TestEnginePacer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsThePace();
    void keepsThePaceAcrossTests();
    void laddersDoNotWait();
    void neverExceedsTheBudget();
    void neverExceedsTheTestsShare();
    void refusesAfterTheDeadline();
    void stopsAtOnce();
};

void TestEnginePacer::keepsThePace()
{
    Pacer pacer(40, 20);
    const Granted granted = takeTurns(pacer, 10, false);
    QCOMPARE(granted.moments.size(), std::size_t{10});
    for (std::size_t i = 1; i < granted.moments.size(); ++i)
        QVERIFY(granted.moments[i] >= granted.moments[0] + static_cast<qint64>(i) * 50'000 - 5'000);
}

void TestEnginePacer::keepsThePaceAcrossTests()
{
    Pacer pacer(40, 10);
    const Granted first = takeTurns(pacer, 1, false);
    const Granted second = takeTurns(pacer, 1, false);
    QVERIFY(second.moments.front() - first.moments.front() >= 95'000);
}

void TestEnginePacer::laddersDoNotWait()
{
    Pacer pacer(40, 0.1);
    const Granted granted = takeTurns(pacer, 10, true);
    const auto [first, last] = std::minmax_element(granted.moments.begin(), granted.moments.end());
    QVERIFY(*last - *first < 1'000'000);
}

void TestEnginePacer::neverExceedsTheBudget()
{
    Pacer pacer(7, 1000);
    const Granted granted = takeTurns(pacer, 12, false);
    QCOMPARE(granted.moments.size(), std::size_t{7});
    QCOMPARE(granted.refused, 5);
    QCOMPARE(takeTurns(pacer, 3, true).refused, 3);
    QCOMPARE(pacer.left(), 0);
}

void TestEnginePacer::neverExceedsTheTestsShare()
{
    Pacer pacer(40, 1000);
    QCOMPARE(takeTurns(pacer, 5, true, {.connections = 3}).moments.size(), std::size_t{3});
    QCOMPARE(pacer.left(), 37);
}

void TestEnginePacer::refusesAfterTheDeadline()
{
    Pacer pacer(40, 2);
    const Granted granted = takeTurns(pacer, 5, false, {.deadlineUs = core::SystemClock().now().monotonicUs + 700'000});
    QCOMPARE(granted.moments.size(), std::size_t{2}); // at 0 and 0.5 s
    QCOMPARE(granted.refused, 3);
}

void TestEnginePacer::stopsAtOnce()
{
    Pacer pacer(40, 0.01);
    std::stop_source stop;
    const qint64 begin = core::SystemClock().now().monotonicUs;
    std::jthread stopper([&] { stop.request_stop(); });
    const Granted granted = takeTurns(pacer, 5, false, {.deadlineUs = farFuture() * 2}, stop.get_token());
    QVERIFY(granted.refused >= 4);
    QVERIFY(core::SystemClock().now().monotonicUs - begin < 5'000'000);
}

QTEST_GUILESS_MAIN(TestEnginePacer)
#include "test_engine_pacer.moc"
