// SPDX-License-Identifier: GPL-3.0-or-later
// Which products come with an idle limit like the measured one. Pure.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/products.h"

namespace doctor::diagnosis
{

/// A measured idle limit.
struct SeenLimit {
    double low = 0;   ///< seconds that were survived; the limit itself when it was seen to act
    double high = 0;  ///< seconds that were not
    QString closes;   ///< "fin", "reset", "silence", "reset-on-wake"
    QString protocol; ///< spoken there; empty: unknown
};

struct ProductFit {
    const knowledge::ProductLimit* product = nullptr;
    double fit = 0; ///< 0…1: how close the time is, halved where the way of closing is not known
};

/// Products whose default the limit fits, best first: limits act late (up to 5 %, or half a second), hardly early (2 %,
/// or a tenth of a second, for clocks that differ). A bracket wider than a seventh of itself fits too much to be told.
[[nodiscard]] std::vector<ProductFit> matchProducts(const SeenLimit& seen,
                                                    const std::vector<knowledge::ProductLimit>& products);

/// The finding "idle-product" for a session whose findings hold an idle limit.
[[nodiscard]] std::optional<core::Finding> productFinding(const core::Session& session,
                                                          const std::vector<core::Finding>& findings,
                                                          const std::vector<knowledge::ProductLimit>& products);

} // namespace doctor::diagnosis
