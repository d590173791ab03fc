// SPDX-License-Identifier: GPL-3.0-or-later
// A session with its private words replaced, made before any writer sees it, so that no format can leak them.
#pragma once

#include "app/report/report.h"

namespace doctor::report
{

/// Pseudonyms for hosts, addresses, users, mail and MAC addresses, tokens, query strings and certificate names in
/// every text of the session; the proxy's credentials are dropped. Loopback addresses and localhost stay.
[[nodiscard]] core::Result<core::Session> redacted(const core::Session& session, const Options& options,
                                                   std::vector<Replacement>* replaced = nullptr);

} // namespace doctor::report
