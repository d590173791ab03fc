// SPDX-License-Identifier: GPL-3.0-or-later
// Test keep-alive-race: what becomes of a request that is sent on a used connection just when the server closes it.
// The limit is the one that idle-survival measured, else the announced one, which two quiet connections check first.
//   purposes      race-pilot (quiet, to learn the limit), race-band (a second request around the limit), race-outside
//                 (well before it), fresh (first requests on new connections)
//   parameters    gapSeconds (meant, from the first answer), offsetMs (of the gap from the limit)
//   observations  state and the rest of the answer; closedFirst (the close was seen before the request was sent);
//                 inQuiet of pilots
//   timings       idleMs = quiet time before the request, or until the close
//   facts         limitSeconds, windowMs (how long before the close's arrival a request crosses it: one round trip)
//   succeeded     the request was answered, or the close was seen in time
#pragma once

#include "app/probes/probe.h"

namespace doctor::probes
{

class KeepAliveRace final : public Probe
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

} // namespace doctor::probes
