// SPDX-License-Identifier: GPL-3.0-or-later
// All detectors in their natural order.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

#include <span>

namespace doctor::diagnosis
{

using Detector = Findings (*)(const core::Session&);
[[nodiscard]] std::span<const Detector> allDetectors();

} // namespace doctor::diagnosis
