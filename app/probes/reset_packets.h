// SPDX-License-Identifier: GPL-3.0-or-later
// Test reset-packets: listens, where the system permits it, to the packet headers of our own test connections while
// the other tests run, and keeps what tells who sent a reset.
//   facts  why (machine word, when it could not listen), lost (packets), flows [{address, localPort, synsSent, synAcks,
//          segments, ttl (commonest of the target's other packets), ttls, timestamps, roundTripMs, lastIpId,
//          resets [{atSeconds, ttl, ipId, window, ack, timestamps, viaLoopback, ahead, afterKnownMs, afterOurEnd,
//          dataFollowed}]}]
#pragma once

#include "app/probes/probe.h"

namespace doctor::probes
{

class ResetPackets final : public Probe
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

} // namespace doctor::probes
