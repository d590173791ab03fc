// SPDX-License-Identifier: GPL-3.0-or-later
// Who sent the resets, by what their packets look like beside the target's other packets.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

[[nodiscard]] Findings detectResetPackets(const core::Session& session);

/// Routers that a packet has passed, from the TTL it arrived with: systems start at 64, 128 or 255.
[[nodiscard]] int hopsOfTtl(int ttl);

} // namespace doctor::diagnosis
