// SPDX-License-Identifier: GPL-3.0-or-later
// A session with its private words replaced, made before any writer sees it, so that no format can leak them.
#pragma once

#include "app/report/report.h"

namespace doctor::report
{

/// Pseudonyms for hosts, addresses, users, mail and MAC addresses in every text of the session; credentials, query
/// strings and unknown paths are dropped. Loopback addresses and localhost stay.
[[nodiscard]] core::Result<core::Session> redacted(const core::Session& session,
                                                   std::vector<Replacement>* replaced = nullptr);

} // namespace doctor::report
