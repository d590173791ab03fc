// SPDX-License-Identifier: GPL-3.0-or-later
// One quiet connection of the idle test: gets it ready, keeps it quiet, wakes it, records it.
#pragma once

#include "app/probes/conversation.h"
#include "app/probes/idle_spare.h"
#include "app/probes/idle_watch.h"

namespace doctor::probes
{

/// In which way a connection of the idle test is quiet.
enum class IdleArm {
    Plain,         ///< after an exchange where the protocol has one
    KeepAlive,     ///< the same with TCP keep-alive probes
    BeforeRequest, ///< from the first moment, without a word
};

/// Common to all rungs of one run of the test; belongs to its coroutines, which share a thread.
struct IdleCommon {
    IdleWatch watch;
    int total = 0;
    int open = 0;
    int turnedAway = 0;        ///< ended by the other side before they came to rest
    int rungsLeft = 0;         ///< plain ones of the ladder that have not ended
    double prepareSeconds = 0; ///< the last rung's way from opening to its quiet
    int endedInUse = 0;        ///< by the other side, though they were asked something all the time
    bool keepsSpares = false;  ///< who outlives its quiet is kept for another one
    std::vector<Spare> spares; ///< those kept
};

struct Rung {
    double seconds = 0;
    IdleArm arm = IdleArm::Plain;
    core::Milliseconds delay{0};
    bool toTheEnd = false; ///< of a later wave: what the ladder knows does not end it early
    bool narrows = false;  ///< of a wave within a bracket: over once a shorter quiet was found dead
};

/// The protocol allows an exchange before the quiet and another one after it.
[[nodiscard]] bool asksBefore(const Situation& situation);
/// How long waking may take, in seconds.
[[nodiscard]] double wakeSeconds(const Situation& situation);
/// Climbs one rung from opening to recording.
net::Task<> climb(ProbeContext& context, IdleCommon& common, Rung rung);
/// The same on a connection that was quiet before.
net::Task<> climbAgain(ProbeContext& context, IdleCommon& common, Rung rung, Spare spare);

} // namespace doctor::probes
