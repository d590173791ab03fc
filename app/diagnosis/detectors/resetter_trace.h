// SPDX-License-Identifier: GPL-3.0-or-later
// From hop limits to the place that a reset comes from. Pure.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Question resetter-place.
[[nodiscard]] Findings detectResetterPlace(const core::Session& session);

} // namespace doctor::diagnosis
