// SPDX-License-Identifier: GPL-3.0-or-later
// Test request-time: how long may a request take to arrive. An HTTP header is begun, held open without its end, and
// finished in order when nobody objected.
//   purposes      slow-request (2 sockets)
//   parameters    heldSeconds (meant)
//   observations  status (when the server answered before the request was whole), answerStart
//   timings       idleMs = time from the last byte sent to the ending
//   succeeded     the unfinished request was tolerated for heldSeconds
#pragma once

#include "app/probes/probe.h"

namespace doctor::probes
{

class RequestTime final : public Probe
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

} // namespace doctor::probes
