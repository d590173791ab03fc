// SPDX-License-Identifier: GPL-3.0-or-later
// Test resetter-trace: at which hop does the resetting happen? Packets that may pass only so many routers show it,
// without any privilege. The words that were cut before are said on fresh connections with ever fewer hops: whoever
// resets although the packet cannot have reached the target stands on the way. Each outcome is decided while the low
// limit holds; the connection is then cut, so that nothing is sent again at full length.
// A router that forwards first and rejects afterwards acts one hop later than it stands. The reset's own TTL tells
// (learnt by having the system ignore packets below a limit): it says how many routers the reset itself has passed.
//   purposes      trigger (the words that are cut), control (the same with a harmless name), distance (a bare
//                 connection, which also shows the routers), reply (the words again, low answers being ignored),
//                 reply-control (a bare connection, the same)
//   parameters    hopLimit, leastHopLimit
//   observations  reaction (reset, closed, answered, silence, not-said), icmpFrom (router that reported the end)
//   facts         kind ("connect", "tls-hello" …), steady (the words are cut each time), targetHop, cutHop (fewest
//                 hops at which they are cut), replyHop (hop that the reset's TTL points to), nearerThanTarget,
//                 controlCut, routers [{hop, address}], k, n (agreeing tries of all at the deciding limits)
#pragma once

#include "app/probes/probe.h"

namespace doctor::probes
{

class ResetterTrace final : public Probe
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

} // namespace doctor::probes
