// SPDX-License-Identifier: GPL-3.0-or-later
// Test tls-matrix: handshakes that differ from the usual one in one thing each, chosen by what was seen so far, until
// one thing is found that makes the difference. Attempts as in handshake.h; at most twelve, canaries included.
//   purposes      version-1.0 … version-1.3; with-name, no-name, other-name; ciphers-weak, ciphers-rsa, ciphers-dhe,
//                 ciphers-cbc, ciphers-chacha; large-hello, large-hello-again, small-hello, split-hello; alpn-h2,
//                 alpn-http; with-certificate; canary (what is known to work)
#pragma once

#include "app/probes/probe.h"

namespace doctor::probes
{

class TlsMatrix final : public Probe
{
public:
    static constexpr int MostHandshakes = 12;

    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

} // namespace doctor::probes
