// SPDX-License-Identifier: GPL-3.0-or-later
// Does the size of a request matter?
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads "payload-size": attempts size. Answers payload-size.
[[nodiscard]] Findings detectPayloadSize(const core::Session& session);

} // namespace doctor::diagnosis
