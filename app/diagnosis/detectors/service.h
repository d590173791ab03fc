// SPDX-License-Identifier: GPL-3.0-or-later
// What is spoken here, and what provokes a hard cut?
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads "service" (facts protocol, tls, asked; attempts greeting, tls-hello, http-request, plain-bytes) and the TLS
/// hellos of "tls-handshake". Answers spoken-protocol, tls-spoken, reset-trigger.
[[nodiscard]] Findings detectService(const core::Session& session);

} // namespace doctor::diagnosis
