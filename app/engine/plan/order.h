// SPDX-License-Identifier: GPL-3.0-or-later
// Fixed knowledge about the order of tests: what builds on what, what waits longest, what a symptom points to. Pure.
#pragma once

#include "app/engine/plan/planner.h"

namespace doctor::engine
{

inline const QString LongWait = QStringLiteral("idle-survival");
/// Asks at the very limit that the long wait finds, so it can only begin after it.
inline const QString LimitRace = QStringLiteral("keep-alive-race");
/// Makes do with few connections and uses many.
inline const QString TakesTheRest = QStringLiteral("load-ramp");
/// Connections that are kept for the long wait while others are planned: enough for a ladder and its arm with TCP
/// keep-alive, or for a ladder alone when load is the trouble and needs them more.
[[nodiscard]] int idleConnections(const RunRequest& request);

/// When in a run a test comes.
enum class Place {
    Companion,  ///< begins as soon as its foundations are there, accompanies the others, opens no connections
    Groundwork, ///< all others build on it; in natural order
    Free,       ///< by expected gain
    Wait,       ///< uses the time that the others leave
};
[[nodiscard]] Place placeOf(const QString& id);
[[nodiscard]] bool isGroundwork(const QString& id);
[[nodiscard]] bool isCompanion(const QString& id);
/// It would be disturbed by, or disturb, other connections: it starts when no test but companions runs, and no other
/// test starts until it goes on beside or ends.
[[nodiscard]] bool standsAlone(const QString& id);
/// Tests that must come before this one.
[[nodiscard]] QStringList foundations(const QString& id);
/// The user asked for it, or for one that builds on it, and did not exclude it.
[[nodiscard]] bool isWanted(const QString& id, const RunRequest& request);
/// The user's "when" points to this test.
[[nodiscard]] bool isHinted(const QString& id, const QString& when);
/// Seconds that are kept for the long wait: most of the run when quiet times are the trouble, half when nobody knows.
[[nodiscard]] double idleReserve(const RunRequest& request);

} // namespace doctor::engine
