// SPDX-License-Identifier: GPL-3.0-or-later
// How does the TLS handshake end, and what makes the difference?
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads "tls-handshake": default, version-*, with-name, no-name, other-name, weak-ciphers; and the status of
/// "exchange". Answers tls-outcome, tls-versions, tls-name, tls-ciphers, tls-client-certificate.
[[nodiscard]] Findings detectTlsHandshake(const core::Session& session);

} // namespace doctor::diagnosis
