// SPDX-License-Identifier: GPL-3.0-or-later
// Test request-time: how long may a request take. The header is begun and held open, comes in pieces, or the body comes
// in pieces; each is finished in order when nobody objected. Where no answer comes at all: how long may one wait.
//   purposes      slow-request (header without its end), slow-trickle (a header line a second), slow-body (a byte a
//                 second), slow-answer (a whole request, waiting)
//   parameters    heldSeconds (meant)
//   observations  status (when words came before the time was over), answerStart
//   timings       idleMs = time from the first part to the ending or to the first word
//   succeeded     nobody objected for heldSeconds
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
