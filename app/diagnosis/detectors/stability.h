// SPDX-License-Identifier: GPL-3.0-or-later
// From a series of small exchanges to loss, outages or a steady line. Pure.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Question stability.
[[nodiscard]] Findings detectStability(const core::Session& session);

} // namespace doctor::diagnosis
