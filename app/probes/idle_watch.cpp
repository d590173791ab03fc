// SPDX-License-Identifier: GPL-3.0-or-later
// Decides when an idle limit is known well enough, and where to look if it is not.
#include "app/probes/idle_watch.h"

#include <algorithm>
#include <cmath>

namespace doctor::probes
{

namespace
{

constexpr double AgeTolerance = 0.1;       ///< seconds
constexpr double RelativeTolerance = 0.02; ///< of the age
constexpr double SameMoment = 0.12;        ///< seconds; starts are further apart than that
constexpr int DeadOnWakeEnough = 2;
constexpr double UsualRound = 1;    ///< seconds: most servers look once a second (redis, Apache)
constexpr double LongestRound = 30; ///< a rarer look cannot be waited for

/// Moments at which connections ended, those of one round taken together; rising.
std::vector<double> roundsOf(const std::vector<QuietEnd>& ends)
{
    std::vector<double> moments;
    for (const QuietEnd& end : ends)
        moments.push_back(end.moment);
    std::sort(moments.begin(), moments.end());
    std::vector<double> rounds;
    for (const double moment : moments)
        if (rounds.empty() || moment - rounds.back() > SameMoment)
            rounds.push_back(moment);
    return rounds;
}

double roundLength(const std::vector<double>& rounds)
{
    double length = UsualRound;
    for (std::size_t i = 1; i < rounds.size(); ++i)
        length = i == 1 ? rounds[1] - rounds[0] : std::min(length, rounds[i] - rounds[i - 1]);
    // Timers run on whole seconds; what is missing or too much is the delay of single looks.
    const double whole = std::round(length);
    return whole >= 1 && std::abs(length - whole) <= SameMoment ? whole : length;
}

/// The least delayed look of all, as a moment from which to count whole rounds.
double anchorOf(const std::vector<double>& rounds, double length)
{
    double earliest = 0;
    for (const double moment : rounds) {
        const double since = moment - rounds.front();
        earliest = std::min(earliest, since - length * std::round(since / length));
    }
    return rounds.front() + earliest;
}

} // namespace

double idleTolerance(double limit)
{
    return std::max(AgeTolerance, RelativeTolerance * limit);
}

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
            const bool sameAge = apart <= idleTolerance(m_quietEnds[i].age);
            if (sameAge && std::abs(m_quietEnds[i].moment - m_quietEnds[j].moment) > SameMoment)
                return true;
        }
    return m_dead >= DeadOnWakeEnough && m_shortestDead > m_longestAlive;
}

bool IdleWatch::endedAtOneMoment() const
{
    return diedInQuiet() && roundsOf(m_quietEnds).size() == 1;
}

std::optional<double> IdleWatch::shortestEnd() const
{
    std::optional<double> shortest = m_shortestDead;
    for (const QuietEnd& end : m_quietEnds)
        shortest = std::min(shortest.value_or(end.age), end.age);
    return shortest;
}

std::optional<double> IdleWatch::outlivedAfter() const
{
    std::optional<double> end = m_shortestDead;
    for (const QuietEnd& one : m_quietEnds)
        end = std::max(end.value_or(one.age), one.age);
    return end ? std::optional(std::max(*end * 1.15, *end + 0.7)) : std::nullopt;
}

std::vector<double> finerStarts(const IdleWatch& watch, double now, int count)
{
    const std::vector<QuietEnd>& ends = watch.quietEnds();
    if (ends.size() < 2 || count < 1)
        return {};
    const auto [youngest, oldest] = std::minmax_element(
        ends.begin(), ends.end(), [](const QuietEnd& a, const QuietEnd& b) { return a.age < b.age; });
    const std::vector<double> rounds = roundsOf(ends);
    const double round = roundLength(rounds);
    const double high = youngest->age;
    // Whoever ended at one round was not yet old enough at the round before.
    const double low = std::max(oldest->age - round, watch.longestAlive());
    if (oldest->age - high <= idleTolerance(high) || high - low <= idleTolerance(high) || round > LongestRound ||
        oldest->age - high > round * 1.2)
        return {};
    constexpr double Notice = 0.1;
    double next = anchorOf(rounds, round);
    while (next - high < now + Notice)
        next += round;
    std::vector<double> starts;
    for (int i = 1; i <= count; ++i)
        starts.push_back(next - high + (high - low) * i / (count + 1));
    return starts;
}

} // namespace doctor::probes
