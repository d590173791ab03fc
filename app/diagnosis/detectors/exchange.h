// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of requests, first ones and later ones?
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads "exchange": attempts fresh and reused. Answers first-exchange, reuse, response-time.
[[nodiscard]] Findings detectExchange(const core::Session& session);

} // namespace doctor::diagnosis
