// SPDX-License-Identifier: GPL-3.0-or-later
// From words in usual and in small packets to whether the path loses large ones. Pure.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Question segment-size.
[[nodiscard]] Findings detectSegmentSize(const core::Session& session);

} // namespace doctor::diagnosis
