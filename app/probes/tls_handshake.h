// SPDX-License-Identifier: GPL-3.0-or-later
// Test tls-handshake: does an ordinary handshake complete and stay, and if not, which single change helps.
//   purposes      default (twice); when that fails or the user's trouble is TLS: version-1.0 … version-1.3, with-name,
//                 no-name, other-name, weak-ciphers, one thing varied at a time; then canary (default once more)
//   parameters    tlsVersion ("1.2-1.3" or the one offered), serverName ("" for none)
//   observations  TlsFacts, afterHandshake: quiet, data, reset, fin or alert (what 300 ms brought)
//   succeeded     the handshake completed and nobody ended it within 300 ms
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
