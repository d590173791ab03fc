// SPDX-License-Identifier: GPL-3.0-or-later
// The values that texts may be filled with: what was measured, the target, and what advice follows from them.
#pragma once

#include "app/core/model/session.h"

#include <QJsonObject>

namespace doctor::knowledge
{

/// Values of all findings (later ones do not replace earlier ones), host, port, target, address, site, tlsName, and the
/// derived: keepAliveSeconds, poolSeconds, serverSeconds, poolSize, requestsPerSecond, chunkBytes, limitKilobytes (see
/// loader.h).
[[nodiscard]] QJsonObject templateValues(const core::Target& target, const std::vector<core::Finding>& findings);

/// As above; the values of what speaks for the cause come first.
[[nodiscard]] QJsonObject templateValues(const core::Target& target, const std::vector<core::Finding>& findings,
                                         const core::RankedCause& cause);

/// The target's and the derived values with those of one finding on top.
[[nodiscard]] QJsonObject templateValues(const core::Target& target, const core::Finding& finding);

} // namespace doctor::knowledge
