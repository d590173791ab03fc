// SPDX-License-Identifier: GPL-3.0-or-later
// Test name-lookup: which addresses the host has.
//   purposes      lookup (one attempt, phase name-lookup)
//   parameters    none
//   observations  none; the ending says found (open), name-not-found, name-lookup-failed or timed-out
//   facts         addresses, aliases, literal
#pragma once

#include "app/net/qt/names.h"
#include "app/probes/probe.h"

namespace doctor::probes
{

/// How a look-up that found nothing ended; Open for one that did.
[[nodiscard]] core::Ending lookupEnding(const net::LookupResult& result);

class NameLookup final : public Probe
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

} // namespace doctor::probes
