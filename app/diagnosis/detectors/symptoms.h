// SPDX-License-Identifier: GPL-3.0-or-later
// What the user told us, as findings; weaker than anything measured.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads the symptoms of the session but "when", which decides the starting odds.
[[nodiscard]] Findings detectSymptoms(const core::Session& session);

} // namespace doctor::diagnosis
