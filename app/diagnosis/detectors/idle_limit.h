// SPDX-License-Identifier: GPL-3.0-or-later
// What one quiet connection showed, and what several say about the limit. Shared by the detectors of quiet times.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Servers that look for quiet connections once a second end them up to this much late.
inline constexpr double RoundOfReaper = 1.1;

/// Connections that began at least this far apart end as far apart when each is ended for its own age, in seconds.
inline constexpr double TellingStarts = 0.25;

/// The line that was kept in use with words that nobody answered, if it was ended at this age (seconds) too: whatever
/// did that was no limit on quiet.
[[nodiscard]] Sightings endedInUseAt(const core::Session& session, double age);
/// Kept in use on purpose, so that no idle limit can end it.
[[nodiscard]] bool isInUse(const core::Attempt& attempt);
/// Quiet time in seconds.
[[nodiscard]] double ageOf(const core::Attempt& attempt);
/// The connection got as far as being quiet; what ends sooner than 0.3 s belongs to the exchange before.
[[nodiscard]] bool cameToRest(const core::Attempt& attempt);
[[nodiscard]] bool endedInQuiet(const core::Attempt& attempt);
[[nodiscard]] bool isAlive(const core::Attempt& attempt);
/// Silent when woken, though the other side's system took the words: a program that is busy with others looks the same.
[[nodiscard]] bool isLeftUnanswered(const core::Attempt& attempt);
/// Dead when woken, and not merely left unanswered.
[[nodiscard]] bool diedOnWake(const core::Attempt& attempt);
/// Alive when woken, or quiet to the end and still open though nobody tried to wake it.
[[nodiscard]] bool outlivedRest(const core::Attempt& attempt);

/// The limit behind the ages at which connections ended: the lowest, because limits act late and never early. One that
/// stands far apart from all others ended for another reason. Where `survived` comes close, it lies between the two.
[[nodiscard]] double limitOf(std::vector<double> ages, double survived = 0);
/// Two digits after the point: limits are measured to a tenth of a second.
[[nodiscard]] double hundredth(double value);

/// Protocol word that the service test found; empty when it did not run.
[[nodiscard]] QString protocolOf(const core::Session& session);

} // namespace doctor::diagnosis
