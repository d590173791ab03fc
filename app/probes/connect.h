// SPDX-License-Identifier: GPL-3.0-or-later
// Test connect: does every address take connections, and do they stay for a moment.
//   purposes      connect (at least 5 over all addresses, at most 12), canary (the first good address once more)
//   parameters    address, family ("v4" or "v6"), try (1…)
//   observations  greeting (what the server said within 300 ms, if anything)
//   succeeded     connected, and nobody ended it within 300 ms
#pragma once

#include "app/probes/probe.h"

namespace doctor::probes
{

class Connect final : public Probe
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

/// Tries per address: 5 while there are one or two, 3 up to four, 2 up to six, else 1.
[[nodiscard]] int triesPerAddress(qsizetype addresses);

} // namespace doctor::probes
