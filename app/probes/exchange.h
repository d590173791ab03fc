// SPDX-License-Identifier: GPL-3.0-or-later
// Test exchange: does the most ordinary conversation of this protocol work, once and again.
//   purposes      fresh (3, each on a new connection), reused (up to 12 requests on one connection, one attempt each),
//                 expect-continue (HTTP: on that connection, a request that asks before it sends its body)
//   parameters    reused: request (1…)
//   observations  state (answered, truncated, no-answer, not-understood), status, early, keepsAlive, quiet,
//   answerStart, continued (100 came),
//                 announcedIdleSeconds and announcedRequests (Keep-Alive header)
//   succeeded     a whole answer came that does not say "too busy", and no reset on its heels
#pragma once

#include "app/probes/probe.h"

namespace doctor::probes
{

class Exchange final : public Probe
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

} // namespace doctor::probes
