// SPDX-License-Identifier: GPL-3.0-or-later
// What speaks for a cause, what against it, and what is not known yet, in words.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

namespace doctor::diagnosis
{

/// Weights below this, in decibans, are noise and not shown.
inline constexpr double LeastDecibans = 0.5;

/// The cause as it is ranked: title, family, evidence sorted by weight, missing questions, fixes filled with values.
[[nodiscard]] core::RankedCause rankedCause(const knowledge::CauseDefinition& cause, double probability,
                                            const core::Session& session, const std::vector<core::Finding>& findings,
                                            const knowledge::Knowledge& knowledge);

} // namespace doctor::diagnosis
