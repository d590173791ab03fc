// SPDX-License-Identifier: GPL-3.0-or-later
// The one answer at the top: who closed the connection, when, how, and how sure that is.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

namespace doctor::diagnosis
{

/// Below this the leading cause is a guess among several and must not be named as the answer.
inline constexpr double LeastToName = 0.35;

/// `causes` sorted by probability. `settling` is the test that would tell most, or nullptr.
[[nodiscard]] core::Verdict makeVerdict(const std::vector<core::RankedCause>& causes, const core::Session& session,
                                        const std::vector<core::Finding>& findings,
                                        const knowledge::Knowledge& knowledge, const core::NextTest* settling);

/// "93 %"; never 0 % or 100 %, which nothing measured from outside deserves.
[[nodiscard]] QString percentText(double probability);

} // namespace doctor::diagnosis
