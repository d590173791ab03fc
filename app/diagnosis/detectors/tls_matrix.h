// SPDX-License-Identifier: GPL-3.0-or-later
// Which single change to a TLS handshake makes the difference, and what the server's certificate says.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Reads "tls-handshake" and "tls-matrix". Answers tls-versions, tls-name, tls-ciphers, tls-hello, tls-alpn,
/// tls-certificate.
[[nodiscard]] Findings detectTlsMatrix(const core::Session& session);

} // namespace doctor::diagnosis
