// SPDX-License-Identifier: GPL-3.0-or-later
// The last hours of a watch as a strip: what happened when, in equal slices of time, with its sentence and its table.
#pragma once

#include "app/core/model/watch_round.h"
#include "app/figures/figure.h"

namespace doctor::figures
{

inline constexpr qint64 WatchHours = 24;
inline constexpr int WatchSlices = 96; ///< a quarter of an hour each

struct WatchSlice {
    int worked = 0;
    int failed = 0;
    bool noNetwork = false; ///< at some time in it
    bool noProxy = false;   ///< at some time in it
    bool asleep = false;    ///< at some time in it
    QString label;          ///< spoken and shown: "14:00 to 14:15: 1 of 15 failed"
    bool operator==(const WatchSlice&) const = default;
};

struct WatchPicture {
    std::vector<WatchSlice> slices;                ///< oldest first, WatchSlices of them
    std::vector<std::pair<double, QString>> hours; ///< place from 0 to 1, "14:00"
    QString answer;                                ///< k of n failed, and when last
    Table events;                                  ///< newest first: when, what, how often; no row for what worked
};

/// Pure. Times are told in the computer's own zone.
[[nodiscard]] WatchPicture watchPicture(const std::vector<core::WatchRound>& rounds, qint64 nowMs,
                                        const knowledge::Knowledge& knowledge);

/// What became of a round in words: "cut off hard (reset)", "answered 503", "no network".
[[nodiscard]] QString watchOutcomeText(const core::WatchRound& round, const knowledge::Knowledge& knowledge);

} // namespace doctor::figures
