// SPDX-License-Identifier: GPL-3.0-or-later
// From a test's measurements to the snapshot that views draw.
#include "app/engine/run/recorder.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::engine
{

namespace
{

/// Before this the estimate rests on nothing but the plan.
constexpr double SoundAfterSeconds = 5;

core::TestRecord* recordOf(Snapshot& snapshot, const QString& id)
{
    auto& tests = snapshot.session.tests;
    const auto found = std::find_if(tests.begin(), tests.end(), [&](const auto& test) { return test.id == id; });
    return found == tests.end() ? nullptr : &*found;
}

} // namespace

LiveRecorder::LiveRecorder(LiveState& state, const core::Clock& clock, QString testId, Progress progress)
    : m_state(state), m_clock(clock), m_testId(std::move(testId)), m_progress(progress)
{
}

void LiveRecorder::attempt(const core::Attempt& attempt)
{
    m_state.change([&](Snapshot& snapshot) {
        if (core::TestRecord* record = recordOf(snapshot, m_testId))
            record->attempts.push_back(attempt);
    });
}

void LiveRecorder::fact(const QString& name, const QJsonValue& value)
{
    m_state.change([&](Snapshot& snapshot) {
        if (core::TestRecord* record = recordOf(snapshot, m_testId))
            record->facts.insert(name, value);
    });
}

void LiveRecorder::progress(double fraction, const QString& activity, const QJsonObject& values)
{
    m_state.change([&](Snapshot& snapshot) {
        if (!activity.isEmpty())
            snapshot.activity = activity;
        snapshot.activityValues = values;
        const double part = std::clamp(fraction, 0.0, 1.0);
        const double elapsed = static_cast<double>(m_clock.now().monotonicUs - m_progress.runStartUs) / 1e6;
        const double whole = m_progress.before + m_progress.test + m_progress.after;
        raiseFraction(snapshot, (m_progress.before + m_progress.test * part) / std::max(whole, 0.1));
        if (elapsed >= SoundAfterSeconds)
            snapshot.secondsLeft = std::max(0.0, m_progress.test * (1 - part) + m_progress.after);
    });
}

void raiseFraction(Snapshot& snapshot, double fraction)
{
    constexpr double Almost = 0.99;
    snapshot.fraction = std::max(snapshot.fraction, std::min(fraction, Almost));
}

} // namespace doctor::engine
