// SPDX-License-Identifier: GPL-3.0-or-later
// Was the name found?
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads "name-lookup": the attempt "lookup" and the facts addresses, literal. Answers name-resolution.
[[nodiscard]] Findings detectNameLookup(const core::Session& session);

} // namespace doctor::diagnosis
