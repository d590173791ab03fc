// SPDX-License-Identifier: GPL-3.0-or-later
// Test tls-handshake: does an ordinary handshake complete and stay? What would make the difference is tls-matrix's.
//   purposes      default (twice; four times when the two differ or end without a word); attempts as in handshake.h
#pragma once

#include "app/probes/probe.h"

namespace doctor::probes
{

class TlsHandshake final : public Probe
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

} // namespace doctor::probes
