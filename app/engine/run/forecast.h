// SPDX-License-Identifier: GPL-3.0-or-later
// How long a run still takes, from what its tests were expected to take and what they have done so far.
#pragma once

#include <QMap>
#include <QString>
#include <mutex>

namespace doctor::engine
{

/// Thread-safe; moments in seconds into the run, pauses left out. Tests that run at the same time do not add up.
class Forecast
{
public:
    void begin(const QString& testId, double moment, double expectedSeconds);
    /// `part` of the test is done, 0…1.
    void advance(const QString& testId, double part);
    void end(const QString& testId);
    /// The test goes on while others run.
    void goesOnBeside(const QString& testId);
    /// What the tests that have not begun are expected to take.
    void setAhead(double seconds);

    [[nodiscard]] double secondsLeft(double moment) const;
    /// Share of the whole run that is over.
    [[nodiscard]] double fraction(double moment) const;

private:
    struct Entry {
        double began = 0;
        double expected = 0;
        double part = 0;
        bool beside = false;
    };
    [[nodiscard]] static double left(const Entry& entry, double moment);

    mutable std::mutex m_mutex;
    QMap<QString, Entry> m_running;
    double m_ahead = 0;
};

} // namespace doctor::engine
