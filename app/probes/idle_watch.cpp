// SPDX-License-Identifier: GPL-3.0-or-later
// Decides when an idle limit is known well enough.
#include "app/probes/idle_watch.h"

#include <algorithm>
#include <cmath>

namespace doctor::probes
{

namespace
{

constexpr double AgeTolerance = 0.1;       ///< seconds
constexpr double RelativeTolerance = 0.02; ///< of the age
constexpr double SameMoment = 0.12;        ///< seconds; starts are a quarter of a second apart
constexpr int DeadOnWakeEnough = 2;

} // namespace

void IdleWatch::endedInQuiet(double age, double moment)
{
    m_quietEnds.push_back({age, moment});
}

void IdleWatch::woken(double age, bool alive)
{
    if (alive) {
        m_longestAlive = std::max(m_longestAlive, age);
        return;
    }
    ++m_dead;
    m_shortestDead = std::min(m_shortestDead.value_or(age), age);
}

bool IdleWatch::isEnough() const
{
    for (std::size_t i = 0; i < m_quietEnds.size(); ++i)
        for (std::size_t j = i + 1; j < m_quietEnds.size(); ++j) {
            const double apart = std::abs(m_quietEnds[i].age - m_quietEnds[j].age);
            const bool sameAge = apart <= std::max(AgeTolerance, RelativeTolerance * m_quietEnds[i].age);
            if (sameAge && std::abs(m_quietEnds[i].moment - m_quietEnds[j].moment) > SameMoment)
                return true;
        }
    return m_dead >= DeadOnWakeEnough && m_shortestDead > m_longestAlive;
}

} // namespace doctor::probes
