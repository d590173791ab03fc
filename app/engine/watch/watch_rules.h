// SPDX-License-Identifier: GPL-3.0-or-later
// What a watch makes of what it sees: when time is missing, what an attempt says, and whom to tell how often. Pure.
#pragma once

#include "app/core/base/clock.h"
#include "app/core/model/attempt.h"
#include "app/core/model/watch_round.h"

#include <optional>

namespace doctor::engine
{

/// Time between two looks at the clocks in which this computer slept (or its clock was set forward, which from here
/// looks the same), when no more than `planned` should have passed; nothing when it was awake.
[[nodiscard]] std::optional<core::WatchRound> gapBetween(const core::Instant& before, const core::Instant& now,
                                                         core::Milliseconds planned);

/// An attempt as the watch keeps it. `network`: this computer had a way out at that time.
[[nodiscard]] core::WatchRound roundOf(const core::Attempt& attempt, const core::Instant& until, bool network);

/// Tells of the first failure at once and of later ones at most once an hour. What is no failure of the service never
/// counts.
class WatchAlarm
{
public:
    /// True when this round is to be told of.
    [[nodiscard]] bool take(const core::WatchRound& round);

private:
    std::optional<qint64> m_toldMs;
};

} // namespace doctor::engine
