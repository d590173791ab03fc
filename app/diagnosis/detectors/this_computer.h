// SPDX-License-Identifier: GPL-3.0-or-later
// What this computer tells about itself, held against what the connections met.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

[[nodiscard]] Findings detectThisComputer(const core::Session& session);

} // namespace doctor::diagnosis
