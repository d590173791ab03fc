// SPDX-License-Identifier: GPL-3.0-or-later
// Test payload-size: how large may a request be. HTTP GET with a body, which asks for nothing and changes nothing.
// One connection serves as many sizes as the server keeps it open for; the first harm is tried once more on a new one,
// and then the limit is narrowed down. What gets stuck, here or in an earlier test, is tried again in small packets: a
// path that loses large ones without a word lets those through, in both directions.
//   purposes      size (1 KiB, 16 KiB, 64 KiB, 256 KiB, 1 MiB; with consent also 8 MiB, and between for the limit),
//                 usual-segments and small-segments (the same words in packets of usual and of small size),
//                 segment-search (sizes between)
//   parameters    sizeBytes, segmentBytes (TCP_MAXSEG, for both directions)
//   observations  state, status, early (the answer began before the request was whole), keepsAlive, answerStart
//   succeeded     a whole answer came, not a 4xx for the size, and no reset on its heels
#pragma once

#include "app/probes/probe.h"

namespace doctor::probes
{

class PayloadSize final : public Probe
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

} // namespace doctor::probes
