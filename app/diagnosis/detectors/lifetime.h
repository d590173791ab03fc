// SPDX-License-Identifier: GPL-3.0-or-later
// Connections in use to: do they live, or does somebody end them at an age or after a number of requests.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads "idle-survival": attempts busy. Answers lifetime.
[[nodiscard]] Findings detectLifetime(const core::Session& session);

} // namespace doctor::diagnosis
