// SPDX-License-Identifier: GPL-3.0-or-later
// A limit that shows over a whole run: everything opened at first, and from some number on hardly anything does.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Answers "load-outcome" from all tests that keep to the polite pace; nothing when they show no such turn.
[[nodiscard]] std::optional<core::Finding> lateRefusals(const core::Session& session);
/// The same from the server's own words, "too many requests" (429, RFC 6585 §4), wherever in the run they begin.
/// Nothing where the first exchanges met them already: those tell of it themselves.
[[nodiscard]] std::optional<core::Finding> lateWords(const core::Session& session);

} // namespace doctor::diagnosis
