// SPDX-License-Identifier: GPL-3.0-or-later
// Writes what a test measures into the live state, and turns its progress into the run's.
#pragma once

#include "app/engine/run/live_state.h"
#include "app/probes/probe.h"

namespace doctor::engine
{

/// Where this test lies in the whole run.
struct Progress {
    qint64 runStartUs = 0;
    double before = 0; ///< seconds into the run when the test began
    double test = 0;   ///< seconds that it is expected to take
    double after = 0;  ///< seconds that the tests after it are expected to take
};

class LiveRecorder final : public probes::Recorder
{
public:
    LiveRecorder(LiveState& state, const core::Clock& clock, QString testId, Progress progress);
    void attempt(const core::Attempt& attempt) override;
    void fact(const QString& name, const QJsonValue& value) override;
    void progress(double fraction, const QString& activity, const QJsonObject& values) override;

private:
    LiveState& m_state;
    const core::Clock& m_clock;
    QString m_testId;
    Progress m_progress;
};

/// Raises the fraction, never lowers it, and keeps 1 for the end.
void raiseFraction(Snapshot& snapshot, double fraction);

} // namespace doctor::engine
