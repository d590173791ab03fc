// SPDX-License-Identifier: GPL-3.0-or-later
// The test, question to the user or capture that would separate the remaining causes best for its time.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

namespace doctor::diagnosis
{

/// Among `available` (test -> seconds), the user's open questions and a capture on the server the one with the largest
/// expected gain per second; nothing when none would teach anything worth its time. People are asked only once
/// something was measured; their steps are told apart by knowledge::isForPeople.
[[nodiscard]] std::optional<core::NextTest> chooseNextTest(const std::vector<core::RankedCause>& causes,
                                                           const core::Session& session,
                                                           const std::vector<core::Finding>& findings,
                                                           const knowledge::Knowledge& knowledge,
                                                           const QMap<QString, double>& available);

} // namespace doctor::diagnosis
