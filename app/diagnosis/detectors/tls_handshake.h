// SPDX-License-Identifier: GPL-3.0-or-later
// How does the usual TLS handshake end, and is it a client certificate that it lacks?
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads "tls-handshake", the variants of "tls-matrix" that end alike, and the status of "exchange". Answers
/// tls-outcome, tls-client-certificate.
[[nodiscard]] Findings detectTlsHandshake(const core::Session& session);

} // namespace doctor::diagnosis
