// SPDX-License-Identifier: GPL-3.0-or-later
// What all rungs of an idle ladder have learnt together, and whether that is enough. Pure.
#pragma once

#include <QtGlobal>
#include <optional>
#include <vector>

namespace doctor::probes
{

/// An ending in the quiet: quiet for `age` seconds when it came, at `moment` (seconds on the run's clock).
struct QuietEnd {
    double age = 0;
    double moment = 0;
};

/// The common knowledge of sockets that are quiet side by side. Times in seconds.
class IdleWatch
{
public:
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
    /// All endings in the quiet came at one moment, as a restart brings them; a limit has not been seen to act again.
    [[nodiscard]] bool endedAtOneMoment() const;
    [[nodiscard]] const std::vector<QuietEnd>& quietEnds() const { return m_quietEnds; }
    /// Shortest quiet time that ended a connection, in whichever way.
    [[nodiscard]] std::optional<double> shortestEnd() const;
    /// A quiet time after which a connection that still lives has outlived the limit beyond doubt.
    [[nodiscard]] std::optional<double> outlivedAfter() const;

private:
    std::vector<QuietEnd> m_quietEnds;
    double m_longestAlive = 0;
    std::optional<double> m_shortestDead;
    int m_dead = 0;
};

/// How wide a bracket may stay around a limit: 0.1 s, or 2 % of it, to either side.
[[nodiscard]] double idleTolerance(double limit);

/// Servers that look for quiet connections only now and then end them late by up to one such round, each by another
/// part of it. Moments at which `count` fresh connections must fall quiet so that the next round meets them at ages
/// that split what is still unknown about the limit. Empty when it is known within the tolerance, or when the ages
/// follow no round.
[[nodiscard]] std::vector<double> finerStarts(const IdleWatch& watch, double now, int count);

} // namespace doctor::probes
