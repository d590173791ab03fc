// SPDX-License-Identifier: GPL-3.0-or-later
// One run: a thread that plans, starts tests, settles their results and diagnoses until nothing is left to do.
#pragma once

#include "app/engine/run/forecast.h"
#include "app/engine/run/lane.h"
#include "app/engine/run/live_state.h"

#include <condition_variable>
#include <thread>

namespace doctor::engine
{

/// Starts with construction and ends by itself; destruction stops it and waits. Results are in the live state, which
/// says Finished last. One test holds the line at a time; those that went on beside and companions run along.
class Run
{
public:
    /// `session` may hold records of an earlier run; they are kept.
    Run(RunRequest request, core::Session session, std::shared_ptr<LiveState> state,
        std::shared_ptr<const core::Clock> clock);
    ~Run();

    /// Ends the running test; from any thread.
    void skipTest();
    /// Ends the run; from any thread, also while it rests.
    void stop();
    /// Starts nothing new, no test and no connection, until resume(); what is under way goes on to its next step. The
    /// time does not count. From any thread.
    void pause();
    void resume();

private:
    struct Running {
        std::unique_ptr<Lane> lane;
        double began = 0; ///< seconds into the run
        bool skipped = false;
        bool slept = false; ///< this computer slept while it was open
    };

    void work(const std::stop_token& stop);
    void settleProxy(const std::stop_token& stop);
    void testAll(const std::stop_token& stop);
    bool startNext(const std::stop_token& stop);
    void start(const QString& id, const std::stop_token& stop);
    void settleEnded(const std::stop_token& stop);
    void settleLane(const Running& ended);
    void lookAtClocks();
    void settleSpoilt(const Running& ended);
    [[nodiscard]] std::vector<Running> takeAll();
    void showRunning();
    void waitForChange(const std::stop_token& stop);
    void noteChange();
    [[nodiscard]] Running* shown();
    [[nodiscard]] bool isLineBusy() const;
    [[nodiscard]] bool hasCompany() const;

    void settle(const QString& id, core::TestState state, const QString& reason);
    void diagnose();
    void finish(bool stopped);
    bool protectsItself(const QString& id, const std::stop_token& stop);
    [[nodiscard]] probes::Limits limits() const;
    [[nodiscard]] double elapsed() const;
    [[nodiscard]] double spent() const;

    const RunRequest m_request;
    const std::shared_ptr<LiveState> m_state;
    const std::shared_ptr<const core::Clock> m_clock;
    const qint64 m_startUs;
    const double m_earlierSeconds; ///< of the session that is continued
    mutable Pacer m_pacer;
    Forecast m_forecast;
    std::atomic<bool> m_onlyCompanions = false;
    QString m_closedBy;     ///< reason for which no further test is started
    core::Instant m_looked; ///< last look at the clocks

    std::mutex m_mutex; ///< guards the three below
    std::condition_variable_any m_wake;
    bool m_changed = false;
    std::vector<Running> m_running;

    std::jthread m_thread; // last: everything else must outlive it
};

} // namespace doctor::engine
