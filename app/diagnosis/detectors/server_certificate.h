// SPDX-License-Identifier: GPL-3.0-or-later
// What the server's certificate says. A client that rejects it cuts the connection itself, which from the server's side
// looks like a reset of unknown origin; so this is told and speaks for no cause.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads the first handshake that brought a certificate. Answers tls-certificate with the most serious objection.
[[nodiscard]] std::optional<core::Finding> serverCertificate(const core::Session& session);

} // namespace doctor::diagnosis
