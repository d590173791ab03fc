// SPDX-License-Identifier: GPL-3.0-or-later
// Which habits of the client would have hidden the failures that were measured. A replay of the session's own attempts.
#pragma once

#include "app/core/model/session.h"

namespace doctor::diagnosis
{

/// One outcome per policy, in the order in which people would try them; empty when nothing failed that a program's
/// ordinary request could have met. Policies that need a measured limit are left out when there is none. Pure.
[[nodiscard]] std::vector<core::PolicyOutcome> prevention(const core::Session& session,
                                                          const std::vector<core::Finding>& findings);

} // namespace doctor::diagnosis
