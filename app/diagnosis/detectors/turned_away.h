// SPDX-License-Identifier: GPL-3.0-or-later
// Connections that worked until a moment of the run and never again after it: the mark of a ban.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

[[nodiscard]] Findings detectTurnedAway(const core::Session& session);

} // namespace doctor::diagnosis
