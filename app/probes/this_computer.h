// SPDX-License-Identifier: GPL-3.0-or-later
// Test this-computer: reads, beside the other tests and without a connection of its own, what the system tells about
// itself before and after them. What the system does not tell is left out.
//   facts  limits {lowestPort …}, ports {before, after: {sockets, timeWait, toward, towardTimeWait}}, counters
//   (growth),
//          interfaces [{name, mtu, tunnel}], proxies [{source, proxy}], filter {reason} or {rules, outgoing, incoming,
//          rejects, blocked (packets counted during the tests)}, targetIsHere, listeners [{address, waiting, room}]
#pragma once

#include "app/probes/probe.h"

namespace doctor::probes
{

class ThisComputer final : public Probe
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

} // namespace doctor::probes
