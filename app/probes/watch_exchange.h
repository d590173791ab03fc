// SPDX-License-Identifier: GPL-3.0-or-later
// One short, honest use of a service, as a watch repeats it: name, connection, TLS where spoken, one harmless exchange.
#pragma once

#include "app/probes/probe.h"

#include <optional>

namespace doctor::probes
{

/// What speaks at the target; kept from round to round, so that it is asked for only once.
struct Spoken {
    core::Protocol protocol = core::Protocol::Tcp;
    bool tls = false; ///< from the first byte
};

/// Longest that exchangeOnce() takes; the first of a watch, which may have to ask what speaks, takes up to twice this.
inline constexpr core::Milliseconds WatchPatience{20'000};

/// What the target itself says of its protocol; nothing when it has to be asked for.
[[nodiscard]] std::optional<Spoken> spokenByName(const core::Target& target);

/// Opens one connection, or a second where the first address takes none, as an ordinary client would, and closes it in
/// order. `round` chooses the address to begin with, so that several are tried in turn. While `spoken` is empty it is
/// asked for first (test service: up to seven connections more, two a second).
net::Task<core::Attempt> exchangeOnce(net::Net& net, core::Target target, std::optional<Spoken>& spoken, int round);

/// Whether this computer has an interface over which the target may be reached; its own addresses always may.
[[nodiscard]] bool hasNetworkFor(const core::Target& target);

} // namespace doctor::probes
