// SPDX-License-Identifier: GPL-3.0-or-later
// When we ask whether the user may test a service: a pure rule over what would be done to whom.
#pragma once

#include "app/core/model/target.h"
#include "app/engine/plan/planner.h"

namespace doctor::ui
{

/// True for addresses and names that only exist inside one's own network (RFC 1918, RFC 4193, link-local, .local …).
[[nodiscard]] bool isPrivateNetwork(const core::Target& target);

/// True when the plan adds load, is large, or goes to a service on the open internet.
[[nodiscard]] bool needsPermission(const engine::RunRequest& request, const engine::Plan& plan);

} // namespace doctor::ui
