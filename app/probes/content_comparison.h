// SPDX-License-Identifier: GPL-3.0-or-later
// Test content-comparison: is it what is said that gets the connection cut, or where it is said? The words that were
// cut or met silence are said in turns with the same words that carry a harmless name, at the same address, and then
// at the target's other addresses. One thing differs at a time.
//   purposes      our-name, other-name, other-address
//   parameters    serverName (in the words; absent when there is none), family
//   observations  reaction (reset, closed, answered, silence, not-said)
#pragma once

#include "app/probes/probe.h"

namespace doctor::probes
{

class ContentComparison final : public Probe
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

} // namespace doctor::probes
