// SPDX-License-Identifier: GPL-3.0-or-later
// What a local packet filter does with one connection, as far as its rules can be understood. Pure.
#pragma once

#include <QByteArray>
#include <QStringList>
#include <optional>

namespace doctor::computer
{

/// The connection whose fate is asked for.
struct Flow {
    QString address; ///< remote end, numeric
    int port = 0;    ///< remote port
    QString source;  ///< end of this computer, numeric; empty: not settled yet
};

struct FilterRules {
    enum class Fate {
        Passes,
        MayBlock, ///< a rule that blocks has conditions which this reading does not understand
        Blocks,
    };
    int rules = 0;                ///< in all chains
    Fate outgoing = Fate::Passes; ///< first packet of the flow, on its way out
    Fate incoming = Fate::Passes; ///< answers to it
    bool rejects = false;         ///< the blocking rule answers instead of dropping silently
    /// Packets counted so far by rules that block and that the flow may meet; absent when none of them counts.
    std::optional<qint64> blockedPackets;
    bool operator==(const FilterRules&) const = default;
};

/// From the JSON of `nft -j list ruleset` (libnftables-json(5)); rules set with iptables are part of it. Nullopt when
/// it is no such text.
[[nodiscard]] std::optional<FilterRules> understandRules(const QByteArray& nftJson, const Flow& flow);

} // namespace doctor::computer
