// SPDX-License-Identifier: GPL-3.0-or-later
// The other arms of the idle test: with TCP keep-alive, and before the first request.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Given the limit that connections without keep-alive met: does TCP keep-alive carry a connection across it? A device
/// on the path sees the probes and goes on, an application never hears of them.
[[nodiscard]] std::optional<core::Finding> keepAliveArm(const core::Session& session, const core::Finding& ending);
/// How long a connection may be quiet that has not asked anything yet.
[[nodiscard]] std::optional<core::Finding> beforeRequest(const core::Session& session);

} // namespace doctor::diagnosis
