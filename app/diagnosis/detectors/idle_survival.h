// SPDX-License-Identifier: GPL-3.0-or-later
// What ended quiet connections, and after how long?
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads "idle-survival": attempts "idle". Answers idle-ending.
[[nodiscard]] Findings detectIdleSurvival(const core::Session& session);

} // namespace doctor::diagnosis
