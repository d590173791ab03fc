// SPDX-License-Identifier: GPL-3.0-or-later
// Test load-ramp: how many connections at once, and how many in quick succession, does the server take from us.
// Opens one after another at an unhurried pace and keeps all; stops at the first harm and tries it once more; closes
// all, rests, and then opens some one after another without a pause.
//   purposes      canary (before), simultaneous, recovery, rate, canary (after)
//   parameters    simultaneous: count (open at once, this one included); rate: index (1…)
//   observations  as in exchange
//   succeeded     connected and answered like the canary
#pragma once

#include "app/probes/probe.h"

namespace doctor::probes
{

class LoadRamp final : public Probe
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

} // namespace doctor::probes
