// SPDX-License-Identifier: GPL-3.0-or-later
// The one watch of the program: runs it whatever page is in view, keeps its record, and says whom to tell of a failure.
#pragma once

#include "app/engine/plan/planner.h"
#include "app/engine/watch/watch_rules.h"
#include "app/engine/watch/watcher.h"

#include <QDateTime>
#include <QObject>
#include <memory>
#include <optional>
#include <vector>

namespace doctor::ui
{

class AppContext;

/// Lives on the window's thread.
class WatchDesk final : public QObject
{
    Q_OBJECT
public:
    struct Wish {
        engine::WatchRequest request;
        QString typed;          ///< what the user wrote for the target; empty: its host and port say all
        bool diagnoses = false; ///< a failure starts a whole diagnosis, at most one an hour
        bool operator==(const Wish&) const = default;
    };

    explicit WatchDesk(AppContext& context, QObject* parent = nullptr);
    ~WatchDesk() override; ///< ends the watch (under 100 ms)

    /// Ends the watch under way first. The wish is remembered for the next start of the program.
    void start(const Wish& wish);
    /// Nothing is tried any more; the record stays.
    void stop();
    [[nodiscard]] bool isWatching() const { return m_watcher != nullptr; }
    /// When the watch under way began.
    [[nodiscard]] const QDateTime& since() const { return m_since; }
    /// Of the watch under way or the last one; of the settings before the first.
    [[nodiscard]] const Wish& wish() const { return m_wish; }
    /// Of the last 24 hours, oldest first.
    [[nodiscard]] const std::vector<core::WatchRound>& rounds() const { return m_rounds; }
    [[nodiscard]] qint64 nowMs() const;
    /// Reads the record of that service again, the last program's too.
    void readRecord();

Q_SIGNALS:
    void changed();
    /// The first failure, and later ones at most once an hour.
    void alarmed(const doctor::core::WatchRound& round);
    /// With alarmed(), where the user allowed it.
    void diagnosisRequested(const doctor::engine::RunRequest& request);

private:
    void take(const core::WatchRound& round);
    void followRuns();

    AppContext& m_context;
    Wish m_wish;
    engine::WatchAlarm m_alarm;
    std::vector<core::WatchRound> m_rounds;
    quint64 m_asked = 0; ///< an answer about another service is dropped
    bool m_followsRuns = false;
    QDateTime m_since;
    std::unique_ptr<engine::Watcher> m_watcher;
};

} // namespace doctor::ui
