// SPDX-License-Identifier: GPL-3.0-or-later
// Is a request that takes long cut off?
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads "request-time". Answers slow-request, slow-answer.
[[nodiscard]] Findings detectRequestTime(const core::Session& session);

} // namespace doctor::diagnosis
