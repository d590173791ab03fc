// SPDX-License-Identifier: GPL-3.0-or-later
// Tells whether our own tests have made the target turn against us.
#pragma once

#include "app/core/model/session.h"
#include "app/engine/run/pacer.h"

#include <optional>
#include <stop_token>

namespace doctor::engine
{

/// The test's first canary (or, without one, any earlier attempt) worked and its last canary did not. Pure.
[[nodiscard]] bool canaryFlipped(const core::TestRecord& record);

/// Rests, connects once more and looks for a moment. Nothing when there is no time, no budget, or a stop.
[[nodiscard]] std::optional<core::Attempt> askCanaryAgain(const core::Session& session, const std::stop_token& stop,
                                                          Pacer& pacer, const core::Clock& clock, double secondsLeft);

} // namespace doctor::engine
