// SPDX-License-Identifier: GPL-3.0-or-later
// How far packets travel: the TTL of IPv4 and the hop limit of IPv6, as options of one socket. Needs no privilege.
#pragma once

#include "app/net/native/socket_facts.h"

namespace doctor::net::native
{

/// Our packets die at the `hops`-th router (1…255). False when the system refuses.
[[nodiscard]] bool setHopLimit(Handle socket, bool v6, int hops);
/// Back to the system's usual limit. A failure leaves the lower one, which only shortens the way of what is left.
void restoreHopLimit(Handle socket, bool v6);

/// Packets that arrive with a lower limit are ignored by this socket (RFC 5082's safeguard; Linux: IP_MINTTL,
/// IPV6_MINHOPCOUNT). False where the system does not have it.
[[nodiscard]] bool setLeastHopLimit(Handle socket, bool v6, int hops);

} // namespace doctor::net::native
