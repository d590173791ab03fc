// SPDX-License-Identifier: GPL-3.0-or-later
// Who ended the connection: what the cause says, corrected by where the cuts were seen to come from.
#pragma once

#include "app/core/model/session.h"

#include <optional>

namespace doctor::diagnosis
{

/// Where the measured cuts came from.
enum class CutPlace {
    Unknown,  ///< not measured, or the measurements disagree
    OnTheWay, ///< a device between this computer and the target
    AtTheEnd, ///< the target, or a device directly in front of it: from here the two look alike
};

/// The place that the findings name with some certainty: the search for it, or else the way that the resets had behind
/// them.
[[nodiscard]] CutPlace cutPlace(const std::vector<core::Finding>& findings);

/// `usual` is what the cause says about itself, `how` the ending that shows it, `cause` its id. Accuses nobody whom the
/// measurements clear: an application cannot refuse single connection requests, a cut that starts half-way is not the
/// server's, and what merely falls silent was closed by nobody. Unknown where two remain.
[[nodiscard]] core::ClosedBy closerOf(const QString& cause, core::ClosedBy usual,
                                      const std::optional<core::Ending>& how, CutPlace place);

} // namespace doctor::diagnosis
