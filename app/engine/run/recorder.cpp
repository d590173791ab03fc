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

LiveRecorder::LiveRecorder(LiveState& state, Forecast& forecast, std::function<double()> moment, QString testId)
    : m_state(state), m_forecast(forecast), m_moment(std::move(moment)), m_testId(std::move(testId))
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

void LiveRecorder::packets(const QByteArray& file)
{
    m_state.change([&](Snapshot& snapshot) { snapshot.packets = std::make_shared<const QByteArray>(file); });
}

void LiveRecorder::progress(double fraction, const QString& activity, const QJsonObject& values)
{
    m_forecast.advance(m_testId, fraction);
    m_state.change([&](Snapshot& snapshot) {
        if (snapshot.runningTest == m_testId) { // the window tells of one test at a time
            if (!activity.isEmpty())
                snapshot.activity = activity;
            snapshot.activityValues = values;
        }
        renewProgress(snapshot, m_forecast, m_moment());
    });
}

void renewProgress(Snapshot& snapshot, const Forecast& forecast, double moment)
{
    constexpr double Almost = 0.99;
    snapshot.fraction = std::max(snapshot.fraction, std::min(forecast.fraction(moment), Almost));
    if (moment >= SoundAfterSeconds)
        snapshot.secondsLeft = forecast.secondsLeft(moment);
}

} // namespace doctor::engine
