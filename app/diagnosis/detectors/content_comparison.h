// SPDX-License-Identifier: GPL-3.0-or-later
// From the same words under other names and at other addresses to what makes the difference. Pure.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Questions name-comparison and address-comparison.
[[nodiscard]] Findings detectContentComparison(const core::Session& session);

} // namespace doctor::diagnosis
