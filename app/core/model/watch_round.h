// SPDX-License-Identifier: GPL-3.0-or-later
// One moment of a watch: a small exchange and what became of it, or why none was tried.
#pragma once

#include "app/core/model/ending.h"

#include <QtGlobal>
#include <optional>

namespace doctor::core
{

enum class WatchOutcome {
    Worked,
    Failed,
    NoNetwork, ///< this computer had no way out: says nothing of the service
    Asleep,    ///< this computer slept, or its clock was set forward; lasts until untilMs
    NotTried,  ///< this computer could not open a connection at all (no port, no descriptor)
    NoProxy,   ///< it ended at the proxy on the way: says nothing of the service
};

struct WatchRound {
    qint64 atMs = 0;    ///< wall clock, when it began
    qint64 untilMs = 0; ///< when it was over
    WatchOutcome outcome = WatchOutcome::Worked;
    Ending ending;                ///< of what failed
    int status = 0;               ///< a failure that was answered, in the protocol's own number; 0: none
    std::optional<double> waitMs; ///< from the start to the first byte of the answer
    bool operator==(const WatchRound&) const = default;
};

} // namespace doctor::core
