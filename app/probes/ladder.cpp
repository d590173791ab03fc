// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of every ladder.
#include "app/probes/ladder.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace doctor::probes
{

namespace
{

constexpr std::array IdleSteps{1.0,  2.0,   3.0,   5.0,   8.0,   12.0,  16.0,  21.0,  31.0,  46.0,   62.0,   78.0,
                               95.0, 125.0, 185.0, 245.0, 305.0, 355.0, 425.0, 610.0, 910.0, 1210.0, 1810.0, 3610.0};

/// Canary before and after, and one for the recovery.
constexpr int LoadOverhead = 3;

std::vector<double> thinned(const std::vector<double>& steps, int count)
{
    if (count <= 1)
        return {steps.back()};
    std::vector<double> kept;
    const double stride = static_cast<double>(steps.size() - 1) / (count - 1);
    for (int i = 0; i < count; ++i)
        kept.push_back(steps[static_cast<std::size_t>(std::lround(i * stride))]);
    return kept;
}

} // namespace

std::vector<double> idleLadder(double longest, int sockets)
{
    if (sockets < 1 || longest < 0.5)
        return {};
    std::vector<double> steps;
    std::copy_if(IdleSteps.begin(), IdleSteps.end(), std::back_inserter(steps),
                 [&](double step) { return step <= longest; });
    // The time is there anyway: use it to the end, but not for a rung that tells next to nothing new.
    const double top = std::floor(longest * 2) / 2;
    if (steps.empty() || top > steps.back() * 1.1)
        steps.push_back(top);
    return static_cast<int>(steps.size()) > sockets ? thinned(steps, sockets) : steps;
}

std::vector<double> between(double low, double high, int count)
{
    std::vector<double> steps;
    for (int i = 1; i <= count; ++i)
        steps.push_back(std::round((low + (high - low) * i / (count + 1)) * 100) / 100);
    return steps;
}

int linesForWave(double bracket, double fine, int lines, bool lastWave)
{
    const int needed = std::max(1, static_cast<int>(std::ceil(bracket / fine)) - 1);
    if (lines >= needed)
        return needed;
    return lastWave ? lines : (lines + 1) / 2;
}

IdleSplit splitIdle(int connections, bool asks, bool asksFirst)
{
    constexpr int MostRungs = 10;
    constexpr int MostNarrowing = 13;
    IdleSplit split;
    split.keepAlive = connections >= 10 ? 2 : connections >= 4 ? 1 : 0;
    split.beforeRequest = asksFirst && connections >= 10 ? 1 : 0;
    split.busy = !asks ? 0 : connections >= 14 ? 2 : connections >= 9 ? 1 : 0;
    const int rest = std::max(connections, 0) - split.keepAlive - split.beforeRequest - split.busy;
    // More rungs than waves to come: a finer first bracket is worth more than a later one.
    split.plain = std::clamp((rest * 3 + 2) / 5, std::min(rest, 3), MostRungs);
    split.narrowing = std::min(rest - split.plain, MostNarrowing);
    return split;
}

std::vector<double> raceGaps(double limit, double roundTripSeconds, int count)
{
    constexpr double Margin = 0.05; // as far as timers of ordinary programs stray
    std::vector<double> gaps;
    const int inside = std::max(count - 2, std::min(count, 1));
    // The window's edges are blurred by jitter on the way, its middle is not.
    for (int i = 0; i < inside; ++i)
        gaps.push_back(limit - roundTripSeconds * (i + 0.7) / (inside + 0.4));
    if (count >= 2)
        gaps.push_back(std::max(limit * 0.9, limit - roundTripSeconds - Margin));
    if (count >= 3)
        gaps.push_back(limit + Margin);
    std::sort(gaps.begin(), gaps.end());
    return gaps;
}

std::vector<qint64> sizeLadder(bool thorough)
{
    std::vector<qint64> sizes{1'024, 16'384, 65'536, 262'144, 1'048'576};
    if (thorough)
        sizes.push_back(8'388'608);
    return sizes;
}

LoadSplit splitLoad(int connections, bool thorough)
{
    const int spendable = std::max(connections - LoadOverhead, 0);
    const int burst = std::min(spendable * 2 / 5, 10);
    // One is kept for the try that confirms the first harm.
    const int simultaneous = std::min(spendable - burst - 1, thorough ? 50 : 10);
    return {std::max(simultaneous, 0), burst};
}

} // namespace doctor::probes
