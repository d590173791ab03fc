// SPDX-License-Identifier: GPL-3.0-or-later
// The socket options behind hop limits; what a system lacks is refused, never pretended.
#include "app/net/native/hop_limit.h"

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <netinet/in.h>
#include <sys/socket.h>
#endif

namespace doctor::net::native
{

namespace
{

bool setOption(Handle socket, int level, int name, int value)
{
    return ::setsockopt(socket, level, name, reinterpret_cast<const char*>(&value), sizeof value) == 0;
}

bool isLimit(int hops)
{
    return hops >= 1 && hops <= 255;
}

} // namespace

bool setHopLimit(Handle socket, bool v6, int hops)
{
    if (!isLimit(hops))
        return false;
    return v6 ? setOption(socket, IPPROTO_IPV6, IPV6_UNICAST_HOPS, hops) : setOption(socket, IPPROTO_IP, IP_TTL, hops);
}

void restoreHopLimit(Handle socket, bool v6)
{
#ifdef __linux__
    constexpr int usual = -1; // "as the system is set", ip(7) and ipv6(7)
#else
    constexpr int usual = 64; // RFC 1340's recommendation, which these systems follow or exceed
#endif
    (void)(v6 ? setOption(socket, IPPROTO_IPV6, IPV6_UNICAST_HOPS, usual)
              : setOption(socket, IPPROTO_IP, IP_TTL, usual));
}

bool setLeastHopLimit([[maybe_unused]] Handle socket, bool v6, int hops)
{
    if (!isLimit(hops))
        return false;
#ifdef IP_MINTTL
    if (!v6)
        return setOption(socket, IPPROTO_IP, IP_MINTTL, hops);
#endif
#ifdef IPV6_MINHOPCOUNT
    if (v6)
        return setOption(socket, IPPROTO_IPV6, IPV6_MINHOPCOUNT, hops);
#endif
    return false;
}

} // namespace doctor::net::native
