// SPDX-License-Identifier: GPL-3.0-or-later
// How long a run that nobody gave a time should go on: until what is quick to learn is learnt. Pure.
#pragma once

#include "app/engine/plan/planner.h"
#include "app/probes/probe.h"

namespace doctor::engine
{

/// What the conversations with the target have shown so far.
enum class Health {
    Sound,    ///< nothing failed
    Failing,  ///< one step fails each time
    Unsteady, ///< a step works and fails, or packets were lost
};
[[nodiscard]] Health healthOf(const core::Session& session);

/// The user gave neither a time nor a consent nor the names of tests: the run may end as soon as its verdict stands.
[[nodiscard]] bool endsEarly(const RunRequest& request);

/// The wait for idle limits uses all the time: the user gave one, speaks of quiet times or of chance, complains
/// although all went well, what fails does so now and then or is explained by no cause, or what was found so far points
/// to a limit of time, the short look included (`knowledge` may be null before anything is found).
[[nodiscard]] bool waitsLong(const core::Session& session, const RunRequest& request,
                             const knowledge::Knowledge* knowledge);

/// What a test that the user's symptom does not point to may spend in a run that does not wait long. A sound target is
/// let go after less than six seconds, the program's own start included. One that fails gets the time that the verdict
/// needs.
[[nodiscard]] probes::Limits briskLimits(const probes::Limits& limits, const core::Session& session,
                                         const RunRequest& request);

/// The short look at idle limits, beside the paced tests: some seconds of quiet on a few connections.
[[nodiscard]] probes::Limits briefWait(const probes::Limits& limits, const probes::Situation& situation,
                                       const RunRequest& request);

/// A cause is as good as certain, and answers to these questions would hardly put another in its place.
[[nodiscard]] bool isSettledWithout(const core::Session& session, const QStringList& questions,
                                    const knowledge::Knowledge& knowledge);

/// One step fails each time, the test would make the run long, and its answers would hardly put another cause first.
[[nodiscard]] bool isTooLateFor(const probes::Cost& cost, const QStringList& questions, const core::Session& session,
                                const RunRequest& request, const probes::Limits& limits,
                                const knowledge::Knowledge& knowledge);

/// The short look at idle limits found an ending: the long one comes before all else.
[[nodiscard]] bool endedInBriefQuiet(const core::Session& session);

/// The short look at idle limits was all there was, and is over: a longer one may tell more.
[[nodiscard]] bool wasBrief(const core::TestRecord& record);

} // namespace doctor::engine
