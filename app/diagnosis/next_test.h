// SPDX-License-Identifier: GPL-3.0-or-later
// The test that would separate the remaining causes best for its time.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

namespace doctor::diagnosis
{

/// Among `available` (test -> seconds) the one with the largest expected gain per second; nothing when no test would
/// teach anything worth its time.
[[nodiscard]] std::optional<core::NextTest> chooseNextTest(const std::vector<core::RankedCause>& causes,
                                                           const core::Session& session,
                                                           const std::vector<core::Finding>& findings,
                                                           const knowledge::Knowledge& knowledge,
                                                           const QMap<QString, double>& available);

} // namespace doctor::diagnosis
