// SPDX-License-Identifier: GPL-3.0-or-later
// Rounds and holds the estimate.
#include "ui/run/time_left.h"

#include <cmath>

namespace doctor::ui
{

namespace
{
constexpr double SettleSeconds = 5;
constexpr double HoldSeconds = 2;
} // namespace

QString TimeLeft::words(double secondsLeft)
{
    if (secondsLeft < 10)
        return tr("Less than 10 seconds left");
    if (secondsLeft <= 110)
        return tr("About %n second(s) left", nullptr, static_cast<int>(std::ceil(secondsLeft / 10) * 10));
    if (secondsLeft > 570)
        return tr("About %n minute(s) left", nullptr, static_cast<int>(std::ceil(secondsLeft / 60)));
    const int halves = static_cast<int>(std::ceil(secondsLeft / 30));
    if (halves % 2 == 1)
        return tr("About %n and a half minutes left", nullptr, halves / 2);
    return tr("About %n minute(s) left", nullptr, halves / 2);
}

QString TimeLeft::text(double elapsedSeconds, std::optional<double> secondsLeft)
{
    const bool settled = elapsedSeconds >= SettleSeconds && secondsLeft.has_value();
    if (!settled && m_text.isEmpty())
        return tr("Working out how long this takes");
    if (settled && elapsedSeconds - m_changedAt >= HoldSeconds) {
        m_text = words(*secondsLeft);
        m_changedAt = elapsedSeconds;
    }
    return m_text;
}

void TimeLeft::reset()
{
    *this = {};
}

} // namespace doctor::ui
