// SPDX-License-Identifier: GPL-3.0-or-later
// The authorities that this computer trusts, read once and in the background.
#pragma once

#include "app/net/native/openssl_types.h"

#include <QString>
#include <optional>

namespace doctor::net::native
{

/// Starts the reading when it has not been. It takes about a tenth of a second, which must hold no connection up.
void readTrustAnchors();
/// True once they are read.
[[nodiscard]] bool trustAnchorsReady();

/// Why the server's chain, or its name as set on the session, would not be trusted, in OpenSSL's words; empty when it
/// would be. Only when the anchors are ready and the handshake is complete.
[[nodiscard]] QString trustProblemOf(SSL* session);
/// Whether the peer's certificate is for the name or address that was asked for; absent when none was.
[[nodiscard]] std::optional<bool> certificateNamesPeer(SSL* session);

} // namespace doctor::net::native
