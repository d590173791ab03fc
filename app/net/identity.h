// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the certificate and key that a client shows, and says in one sentence why they cannot be used.
#pragma once

#include "app/core/base/error.h"
#include "app/net/tls.h"

namespace doctor::net
{

/// PEM files; an empty key file means that the key is in the certificate's file. The key must belong to the certificate
/// and must not be protected by a password, which nobody could be asked for in the middle of a run.
/// Errors: Unreadable (the file cannot be read), InvalidInput (it holds something else), each naming the file.
[[nodiscard]] core::Result<Identity> readIdentity(const QString& certificateFile, const QString& keyFile);

} // namespace doctor::net
