// SPDX-License-Identifier: GPL-3.0-or-later
// Runs one test on a network of its own, with a watchdog, and says how that went.
#pragma once

#include "app/engine/run/pacer.h"
#include "app/probes/probe.h"

#include <stop_token>

namespace doctor::engine
{

/// What one test is given.
struct TestJob {
    const probes::Probe& probe;
    const probes::Situation& situation;
    probes::Limits share;
    qint64 deadlineUs = 0; ///< the test should have ended by then; half a second later it is stopped
    std::function<void()> goesOnBeside = [] {};
    std::function<bool()> isLast = [] { return true; };
    std::function<QSet<int>()> ownPorts = [] { return QSet<int>(); };
};

enum class TestEnd {
    Finished,
    Overdue, ///< the watchdog had to stop it
    Stopped, ///< somebody else did
    Threw,   ///< a fault of our own
};

/// Runs on the calling thread until the test has ended. `stop` ends it from any thread within milliseconds; the
/// watchdog uses the same source. While the pacer rests, the deadline moves on.
[[nodiscard]] TestEnd runTest(const TestJob& job, std::stop_source stop, Pacer& pacer, probes::Recorder& recorder,
                              const core::Clock& clock);

} // namespace doctor::engine
