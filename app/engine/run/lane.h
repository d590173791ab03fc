// SPDX-License-Identifier: GPL-3.0-or-later
// One running test on a thread of its own, so that tests can run side by side and none holds up another.
#pragma once

#include "app/engine/run/test_runner.h"

#include <thread>

namespace doctor::engine
{

/// Starts with construction; destruction stops the test and waits for it (milliseconds).
class Lane
{
public:
    struct Job {
        const probes::Probe& probe;
        probes::Situation situation;
        probes::Limits share;
        qint64 deadlineUs = 0;
        std::function<bool()> isLast;
        std::function<QSet<int>()> ownPorts = [] {
            return QSet<int>();
        }; ///< local ports of the connections recorded so far
        std::unique_ptr<probes::Recorder> recorder;
        std::function<void()> changed; ///< told on the lane's thread when it goes on beside and when it is over
    };
    Lane(Job job, Pacer& pacer, const core::Clock& clock);
    ~Lane();
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    [[nodiscard]] QString id() const { return m_job.probe.id(); }
    [[nodiscard]] bool isBeside() const { return m_beside; }
    [[nodiscard]] bool isOver() const { return m_over; }
    /// How it ended; only once it is over.
    [[nodiscard]] TestEnd end() const { return m_end; }
    /// Returns once it is over.
    void wait();
    /// Ends it within milliseconds, keeping what it measured; from any thread.
    void stop() { m_stop.request_stop(); }

private:
    void work(Pacer& pacer, const core::Clock& clock);

    const Job m_job;
    std::stop_source m_stop;
    std::atomic<bool> m_beside = false;
    std::atomic<bool> m_over = false;
    TestEnd m_end = TestEnd::Finished;
    std::thread m_thread; // last: everything else must outlive it
};

} // namespace doctor::engine
