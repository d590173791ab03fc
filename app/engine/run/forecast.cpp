// SPDX-License-Identifier: GPL-3.0-or-later
// The further a test is, the less its estimate counts and the more its own pace.
#include "app/engine/run/forecast.h"

#include <algorithm>

namespace doctor::engine
{

void Forecast::begin(const QString& testId, double moment, double expectedSeconds)
{
    const std::scoped_lock lock(m_mutex);
    m_running.insert(testId, {moment, expectedSeconds, 0, false});
}

void Forecast::advance(const QString& testId, double part)
{
    const std::scoped_lock lock(m_mutex);
    if (const auto entry = m_running.find(testId); entry != m_running.end())
        entry->part = std::max(entry->part, std::clamp(part, 0.0, 1.0));
}

void Forecast::end(const QString& testId)
{
    const std::scoped_lock lock(m_mutex);
    m_running.remove(testId);
}

void Forecast::goesOnBeside(const QString& testId)
{
    const std::scoped_lock lock(m_mutex);
    if (const auto entry = m_running.find(testId); entry != m_running.end())
        entry->beside = true;
}

void Forecast::setAhead(double seconds)
{
    const std::scoped_lock lock(m_mutex);
    m_ahead = std::max(0.0, seconds);
}

double Forecast::left(const Entry& entry, double moment)
{
    const double spent = std::max(0.0, moment - entry.began);
    const double byEstimate = std::max(entry.expected - spent, entry.expected / 10);
    return (1 - entry.part) * (byEstimate + spent); // spent * (1 - part) / part would be the test's own pace
}

double Forecast::secondsLeft(double moment) const
{
    const std::scoped_lock lock(m_mutex);
    double inLine = m_ahead;
    double beside = 0;
    for (const Entry& entry : m_running) {
        if (entry.beside)
            beside = std::max(beside, left(entry, moment));
        else
            inLine += left(entry, moment);
    }
    return std::max(inLine, beside);
}

double Forecast::fraction(double moment) const
{
    return moment / std::max(moment + secondsLeft(moment), 0.1);
}

} // namespace doctor::engine
