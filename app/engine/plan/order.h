// SPDX-License-Identifier: GPL-3.0-or-later
// Fixed knowledge about the order of tests: what builds on what, what waits longest, what a symptom points to. Pure.
#pragma once

#include "app/engine/plan/planner.h"

namespace doctor::engine
{

inline const QString LongWait = QStringLiteral("idle-survival");
/// Makes do with few connections and uses many.
inline const QString TakesTheRest = QStringLiteral("load-ramp");
/// Connections that are kept for the long wait while others are planned.
inline constexpr int IdleConnections = 5;

/// Tests that all others build on, run first and in their natural order.
[[nodiscard]] bool isGroundwork(const QString& id);
/// Tests that must come before this one.
[[nodiscard]] QStringList foundations(const QString& id);
/// The user asked for it, or for one that builds on it, and did not exclude it.
[[nodiscard]] bool isWanted(const QString& id, const RunRequest& request);
/// The user's "when" points to this test.
[[nodiscard]] bool isHinted(const QString& id, const QString& when);
/// Seconds that are kept for the long wait: most of the run when quiet times are the trouble, half when nobody knows.
[[nodiscard]] double idleReserve(const RunRequest& request);

} // namespace doctor::engine
