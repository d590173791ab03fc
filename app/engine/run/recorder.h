// SPDX-License-Identifier: GPL-3.0-or-later
// Writes what a test measures into the live state, and turns its progress into the run's.
#pragma once

#include "app/engine/run/forecast.h"
#include "app/engine/run/live_state.h"
#include "app/probes/probe.h"

namespace doctor::engine
{

class LiveRecorder final : public probes::Recorder
{
public:
    /// `moment`: seconds into the run.
    LiveRecorder(LiveState& state, Forecast& forecast, std::function<double()> moment, QString testId);
    void attempt(const core::Attempt& attempt) override;
    void fact(const QString& name, const QJsonValue& value) override;
    void packets(const QByteArray& file) override;
    void progress(double fraction, const QString& activity, const QJsonObject& values) override;

private:
    LiveState& m_state;
    Forecast& m_forecast;
    std::function<double()> m_moment;
    QString m_testId;
};

/// Renews fraction and time left: the fraction is never lowered and keeps 1 for the end.
void renewProgress(Snapshot& snapshot, const Forecast& forecast, double moment);

} // namespace doctor::engine
