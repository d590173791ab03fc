// SPDX-License-Identifier: GPL-3.0-or-later
// Test idle-survival: how long may a connection be quiet, and how does it end when it was quiet for too long.
// One connection per quiet time, all side by side, begun a quarter of a second apart so that an age limit (each dies at
// the same age) differs from a common moment (all die at once). Takes as long as the longest quiet time.
//   purposes      idle; with consent also idle-keepalive (the same with TCP keep-alive probes)
//   parameters    idleSeconds (meant), afterRequest (a whole exchange came before the quiet)
//   observations  inQuiet: nothing, fin, reset or data; wake: alive, reset, silence, fin or not-tested;
//                 words (what the server said in the quiet)
//   timings       idleMs = quiet time until the ending
//   succeeded     the connection was alive when woken
#pragma once

#include "app/probes/probe.h"

namespace doctor::probes
{

class IdleSurvival final : public Probe
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

} // namespace doctor::probes
