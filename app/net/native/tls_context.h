// SPDX-License-Identifier: GPL-3.0-or-later
// OpenSSL contexts made from our options.
#pragma once

#include "app/net/native/openssl_types.h"
#include "app/net/tls.h"

namespace doctor::net::native
{

/// Null when an option names something that this OpenSSL does not have.
[[nodiscard]] SslContextPointer makeClientContext(const TlsClientOptions& options);
[[nodiscard]] SslContextPointer makeServerContext(const TlsServerOptions& options);

/// Sends the name (SNI) and has it checked against the certificate; a numeric address is only checked.
[[nodiscard]] bool setServerName(SSL* ssl, const QString& name);

/// "1.3" for TLS1_3_VERSION and so on.
[[nodiscard]] QString versionWord(int version);
/// Key exchange group of a completed handshake, as OpenSSL calls it; empty when there was none.
[[nodiscard]] QString groupWord(SSL* ssl);

} // namespace doctor::net::native
