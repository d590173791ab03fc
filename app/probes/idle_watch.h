// SPDX-License-Identifier: GPL-3.0-or-later
// What all rungs of an idle ladder have learnt together, and whether that is enough. Pure.
#pragma once

#include <QtGlobal>
#include <optional>
#include <vector>

namespace doctor::probes
{

/// The common knowledge of sockets that are quiet side by side. Times in seconds.
class IdleWatch
{
public:
    /// Ended in the quiet at this age, at this moment of the run.
    void endedInQuiet(double age, double moment);
    /// Woken after this quiet time.
    void woken(double age, bool alive);

    /// True once the limit is known so well that waiting for the longer rungs teaches nothing more.
    [[nodiscard]] bool isEnough() const;
    /// Longest quiet time that was survived; 0 when none was.
    [[nodiscard]] double longestAlive() const { return m_longestAlive; }
    /// Shortest quiet time that was found dead on waking.
    [[nodiscard]] std::optional<double> shortestDead() const { return m_shortestDead; }
    [[nodiscard]] bool diedInQuiet() const { return !m_quietEnds.empty(); }

private:
    struct QuietEnd {
        double age;
        double moment;
    };
    std::vector<QuietEnd> m_quietEnds;
    double m_longestAlive = 0;
    std::optional<double> m_shortestDead;
    int m_dead = 0;
};

} // namespace doctor::probes
