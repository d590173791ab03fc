// SPDX-License-Identifier: GPL-3.0-or-later
// Requests sent around the idle limit to: lost in the closing, or not.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads "keep-alive-race": attempts race-band, race-outside, fresh. Answers keep-alive-race.
[[nodiscard]] Findings detectKeepAliveRace(const core::Session& session);

} // namespace doctor::diagnosis
