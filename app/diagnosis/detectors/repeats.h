// SPDX-License-Identifier: GPL-3.0-or-later
// Did our system have to send packets again on connections that worked, here and there in the run?
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads TCP_INFO's retransmissions of established connections, over all tests but those that provoke losses or load
/// (payload-size, resetter-trace, load-ramp). Answers repeats.
[[nodiscard]] Findings detectRepeats(const core::Session& session);

} // namespace doctor::diagnosis
