// SPDX-License-Identifier: GPL-3.0-or-later
// Test stability: small exchanges, one after another, gently, to see loss and outages that single tries miss.
// One connection is used for as long as it lasts; where the protocol allows one exchange only, fresh ones are opened.
// When packets are lost, connection requests that may go no further than the first router show whether that one
// answers steadily: they are addressed to the target, for nobody else is ever contacted, and never reach it.
//   purposes      exchange, near (a request that ends at the first router)
//   parameters    number, hopLimit (near)
//   observations  state, retransmits (segments sent again during this exchange), newConnection, icmpFrom (near)
//   succeeded     a whole healthy answer came
#pragma once

#include "app/probes/probe.h"

namespace doctor::probes
{

class Stability final : public Probe
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

} // namespace doctor::probes
