// SPDX-License-Identifier: GPL-3.0-or-later
// Is there a limit to connections at once or per second?
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads "load-ramp": canary, simultaneous, recovery, rate; and where that tells nothing, "idle-survival", whose
/// sockets are open side by side too and may be turned away while others rest. Answers load-outcome.
[[nodiscard]] Findings detectLoadRamp(const core::Session& session);

} // namespace doctor::diagnosis
