// SPDX-License-Identifier: GPL-3.0-or-later
// A test and its watchdog, side by side on one network.
#include "app/engine/run/test_runner.h"

#include <algorithm>

namespace doctor::engine
{

namespace
{

constexpr qint64 GraceUs = 500'000;
constexpr core::Milliseconds Glance{100}; ///< how soon the deadline follows a pause

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

net::Task<> watch(probes::ProbeContext& context, const Pacer::Allowance& allowance, Watched& watched,
                  std::stop_source stop)
{
    net::Net& net = context.net;
    while (!watched.over && !net.stopped()) {
        context.deadlineUs = allowance.deadlineUs(net.nowUs());
        const qint64 leftUs = context.deadlineUs + GraceUs - net.nowUs();
        if (leftUs <= 0) {
            watched.overdue = true;
            stop.request_stop();
            co_return;
        }
        co_await net.sleep(std::min(Glance, core::Milliseconds{leftUs / 1000 + 1}));
    }
}

} // namespace

TestEnd runTest(const TestJob& job, std::stop_source stop, Pacer& pacer, probes::Recorder& recorder,
                const core::Clock& clock)
{
    Watched watched;
    try {
        net::Net net(stop.get_token(), clock);
        Pacer::Allowance allowance(pacer, job.share.connectionsLeft, job.deadlineUs, net.nowUs());
        probes::ProbeContext context{.net = net,
                                     .recorder = recorder,
                                     .situation = job.situation,
                                     .limits = job.share,
                                     .deadlineUs = job.deadlineUs,
                                     .turn = [&](bool ladder) { return allowance.turn(net, ladder); },
                                     .goOnBeside =
                                         [&] {
                                             allowance.giveWay();
                                             job.goesOnBeside();
                                         },
                                     .isLast = job.isLast,
                                     .ownPorts = job.ownPorts};
        net.run([&]() -> net::Task<> {
            std::vector<net::Task<>> both;
            both.push_back(measure(job.probe, context, watched, stop));
            both.push_back(watch(context, allowance, watched, stop));
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
