// SPDX-License-Identifier: GPL-3.0-or-later
// Settles a target that goes the system's way: which proxy that is for it, at this moment.
#pragma once

#include "app/core/model/target.h"
#include "app/net/net.h"

namespace doctor::probes
{

/// The target with the proxy that the system's settings name for it now; itself where it does not ask for them. Waits a
/// few seconds at most. Error Unavailable: one sentence that says why it cannot be told.
net::Task<core::Result<core::Target>> withSystemProxy(net::Net& net, core::Target target);

} // namespace doctor::probes
