// SPDX-License-Identifier: GPL-3.0-or-later
// Certificates between OpenSSL's form and ours.
#pragma once

#include "app/net/native/openssl_types.h"
#include "app/net/tls.h"

namespace doctor::net::native
{

[[nodiscard]] Certificate describe(const X509* certificate);
/// Puts certificate (with what else the PEM holds, as chain) and key into a context; false when they are unusable.
[[nodiscard]] bool useIdentity(SSL_CTX* context, const Identity& identity);

} // namespace doctor::net::native
