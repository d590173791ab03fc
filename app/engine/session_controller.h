// SPDX-License-Identifier: GPL-3.0-or-later
// The one door to the engine: plan, start, skip, stop; hands out immutable snapshots on the caller's thread.
#pragma once

#include "app/core/base/clock.h"
#include "app/core/model/session.h"
#include "app/engine/plan/planner.h"
#include "app/knowledge/knowledge.h"

#include <QObject>
#include <memory>
#include <optional>

namespace doctor::engine
{

enum class RunState { Idle, Running, Paused, Stopping, Finished };

/// What a view needs to draw a run. `session` is a whole, valid session at any moment, diagnosed so far.
struct Snapshot {
    quint64 runId = 0;
    RunState state = RunState::Idle;
    core::Session session;
    Plan plan;
    QString runningTest;
    QString activity; ///< text key of what it is doing now ("test.idle-survival.activity"), values beside
    QJsonObject activityValues;
    /// The packets of the run's own connections as a pcap file, headers only, once recorded; else null. They name
    /// addresses, so they are no part of the session and are kept nowhere.
    std::shared_ptr<const QByteArray> packets;
    QStringList spoiltBySleep;         ///< tests that were open while this computer slept; each is run once more
    double fraction = 0;               ///< of the whole run, monotone, 1 only when finished
    std::optional<double> secondsLeft; ///< absent until an estimate is sound
};

/// Lives on the thread that made it (the window's, or the command line's main thread with a Qt event loop).
/// Signals are emitted there, snapshots at most 20 times a second and once more at the end.
class SessionController final : public QObject
{
    Q_OBJECT
public:
    SessionController(std::shared_ptr<const knowledge::Knowledge> knowledge, std::shared_ptr<const core::Clock> clock,
                      QObject* parent = nullptr);
    ~SessionController() override; ///< stops a run and waits for its threads (under 100 ms)

    /// Language of the texts in later snapshots.
    void setKnowledge(std::shared_ptr<const knowledge::Knowledge> knowledge);

    /// Starts a run; a run under way is stopped first. Returns its id.
    quint64 start(const RunRequest& request);
    /// Starts at once when nothing runs, and returns its id; otherwise waits, alone, until the run under way has
    /// finished or was stopped, and returns 0. A request that waited already gives way to this one.
    quint64 startWhenFree(const RunRequest& request);
    [[nodiscard]] bool isWaiting() const; ///< a request waits
    void dropWaiting();
    /// Runs one more test on top of a finished session (What would settle it) and updates the diagnosis in place.
    quint64 continueWith(const core::Session& session, const RunRequest& request, const QStringList& tests);
    /// Tests without a whole result that could be run on this session: what "run the remaining N" hands to
    /// continueWith. Those whose consent was not given stay out.
    [[nodiscard]] static QStringList remainingTests(const core::Session& session);
    /// Rests: what is under way goes on to its next step, nothing new starts, the time does not count. Stop works.
    void pause();
    void resume();
    /// Ends the running test, keeps what it measured, goes on with the next.
    void skipTest();
    /// Ends the run, keeps what was measured: finished() follows within 100 ms.
    void stop();
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] const Snapshot& snapshot() const;

    /// The same session with texts in another language; no network. Pure.
    [[nodiscard]] static core::Session inLanguage(const core::Session& session, const knowledge::Knowledge& knowledge);

Q_SIGNALS:
    void snapshotChanged(const doctor::engine::Snapshot& snapshot);
    void finished(const doctor::core::Session& session);
    void waitingStarted(quint64 runId); ///< the request that waited runs now

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::engine
