// SPDX-License-Identifier: GPL-3.0-or-later
// What happens when a connection is opened, and does it depend on the address?
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads "connect": attempts "connect". Answers connect-outcome, address-difference, connect-time,
/// goodbye.
[[nodiscard]] Findings detectConnect(const core::Session& session);

} // namespace doctor::diagnosis
