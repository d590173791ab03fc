// SPDX-License-Identifier: GPL-3.0-or-later
// One run: a thread that plans, tests and diagnoses in waves until nothing is left or somebody stops it.
#pragma once

#include "app/engine/run/live_state.h"
#include "app/engine/run/pacer.h"

#include <atomic>
#include <thread>

namespace doctor::engine
{

/// Starts with construction and ends by itself; destruction stops it and waits. Results are in the live state, which
/// says Finished last.
class Run
{
public:
    /// `session` may hold records of an earlier run; they are kept.
    Run(RunRequest request, core::Session session, std::shared_ptr<LiveState> state,
        std::shared_ptr<const core::Clock> clock);
    ~Run();

    /// Ends the running test; from any thread.
    void skipTest();
    /// Ends the run; from any thread.
    void stop();

private:
    enum class Asked { Nothing, Skip };

    void work(const std::stop_token& stop);
    void testAll(const std::stop_token& stop);
    void runOne(const QString& id, const std::stop_token& stop);
    void settle(const QString& id, core::TestState state, const QString& reason);
    void diagnose();
    void finish(bool stopped);
    bool protectsItself(const QString& id, const std::stop_token& stop);
    [[nodiscard]] probes::Limits limits() const;
    [[nodiscard]] double elapsed() const;

    const RunRequest m_request;
    const std::shared_ptr<LiveState> m_state;
    const std::shared_ptr<const core::Clock> m_clock;
    const qint64 m_startUs;
    const double m_earlierSeconds; ///< of the session that is continued
    Pacer m_pacer;
    std::mutex m_mutex; ///< guards the two below
    std::stop_source m_test{std::nostopstate};
    Asked m_asked = Asked::Nothing;
    QString m_closedBy;    ///< reason for which no further test is started
    std::jthread m_thread; // last: everything else must outlive it
};

} // namespace doctor::engine
