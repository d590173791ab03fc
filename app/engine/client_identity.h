// SPDX-License-Identifier: GPL-3.0-or-later
// The certificate that this computer shows, read and checked for a view that may not touch the network's library.
#pragma once

#include "app/core/base/error.h"
#include "app/core/model/target.h"

namespace doctor::engine
{

/// Reads two PEM files (an empty key file: both are in the first). Both empty: no identity. Error: one sentence that
/// names the file and what was expected. Blocks for as long as two small files take.
[[nodiscard]] core::Result<core::ClientIdentity> readClientIdentity(const QString& certificateFile,
                                                                    const QString& keyFile);

} // namespace doctor::engine
