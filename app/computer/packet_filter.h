// SPDX-License-Identifier: GPL-3.0-or-later
// This computer's own packet filter, where we may read it.
#pragma once

#include "app/computer/filter_rules.h"

namespace doctor::computer
{

struct PacketFilter {
    std::optional<FilterRules> rules; ///< absent when they cannot be read
    QString reason;                   ///< machine word why not: "needs-root", "no-tool", "unreadable", "not-supported"
};

/// Runs nft for at most a second, so not on a thread that measures.
[[nodiscard]] PacketFilter readPacketFilter(const Flow& flow);

} // namespace doctor::computer
