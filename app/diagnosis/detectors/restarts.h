// SPDX-License-Identifier: GPL-3.0-or-later
// Do all connections fail at the same moments, with working ones in between?
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads the attempts of all tests but the load test, whose failures have reasons of their own. Answers restarts.
[[nodiscard]] Findings detectRestarts(const core::Session& session);

} // namespace doctor::diagnosis
