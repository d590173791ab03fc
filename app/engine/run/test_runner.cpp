// SPDX-License-Identifier: GPL-3.0-or-later
// A test and its watchdog, side by side on one network.
#include "app/engine/run/test_runner.h"

#include <algorithm>

namespace doctor::engine
{

namespace
{

constexpr qint64 GraceUs = 500'000;

struct Watched {
    bool over = false;
    bool overdue = false;
    bool threw = false;
    bool stoppedBefore = false;
};

net::Task<> measure(const probes::Probe& probe, probes::ProbeContext& context, Watched& watched, std::stop_source stop)
{
    try {
        co_await probe.run(context);
    } catch (const std::exception&) {
        watched.threw = true;
    }
    watched.stoppedBefore = stop.stop_requested();
    watched.over = true;
    stop.request_stop(); // wakes the watchdog
}

net::Task<> watch(net::Net& net, qint64 deadlineUs, Watched& watched, std::stop_source stop)
{
    const core::Milliseconds left{std::max<qint64>(1, (deadlineUs + GraceUs - net.nowUs()) / 1000)};
    co_await net.sleep(left);
    if (watched.over || net.stopped())
        co_return;
    watched.overdue = true;
    stop.request_stop();
}

} // namespace

TestEnd runTest(const TestJob& job, std::stop_source stop, Pacer& pacer, probes::Recorder& recorder,
                const core::Clock& clock)
{
    Watched watched;
    try {
        net::Net net(stop.get_token(), clock);
        pacer.beginTest(job.share.connectionsLeft, job.deadlineUs);
        probes::ProbeContext context{.net = net,
                                     .recorder = recorder,
                                     .situation = job.situation,
                                     .limits = job.share,
                                     .deadlineUs = job.deadlineUs,
                                     .turn = [&](bool ladder) { return pacer.turn(net, ladder); }};
        net.run([&]() -> net::Task<> {
            std::vector<net::Task<>> both;
            both.push_back(measure(job.probe, context, watched, stop));
            both.push_back(watch(net, job.deadlineUs, watched, stop));
            co_await net.all(std::move(both));
        });
    } catch (const std::exception&) {
        watched.threw = true;
    }
    if (watched.threw)
        return TestEnd::Threw;
    if (watched.overdue)
        return TestEnd::Overdue;
    return watched.stoppedBefore ? TestEnd::Stopped : TestEnd::Finished;
}

} // namespace doctor::engine
