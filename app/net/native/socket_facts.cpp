// SPDX-License-Identifier: GPL-3.0-or-later
// The portable half: options and facts that every socket interface has.
#include "app/net/native/socket_facts.h"

#include "app/net/connection.h"

#ifdef _WIN32
#include <mstcpip.h>
#include <winsock2.h>
#else
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
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
} // namespace

int takeError(Handle socket)
{
    int error = 0;
    socklen_t length = sizeof error;
    if (::getsockopt(socket, SOL_SOCKET, SO_ERROR, reinterpret_cast<char*>(&error), &length) != 0)
        return 0;
    return error;
}

bool hasUnread(Handle socket)
{
#ifdef _WIN32
    u_long count = 0;
    return ::ioctlsocket(socket, FIONREAD, &count) == 0 && count > 0;
#else
    int count = 0;
    return ::ioctl(socket, FIONREAD, &count) == 0 && count > 0;
#endif
}

bool setKeepAlive(Handle socket, const KeepAlive& keepAlive)
{
    bool done = setOption(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
#ifdef TCP_KEEPIDLE
    done = setOption(socket, IPPROTO_TCP, TCP_KEEPIDLE, keepAlive.idleSeconds) && done;
#elif defined(TCP_KEEPALIVE)
    done = setOption(socket, IPPROTO_TCP, TCP_KEEPALIVE, keepAlive.idleSeconds) && done;
#endif
#ifdef TCP_KEEPINTVL
    done = setOption(socket, IPPROTO_TCP, TCP_KEEPINTVL, keepAlive.intervalSeconds) && done;
#endif
#ifdef TCP_KEEPCNT
    done = setOption(socket, IPPROTO_TCP, TCP_KEEPCNT, keepAlive.count) && done;
#endif
    return done;
}

bool setMaxSegmentSize(Handle socket, int bytes)
{
#ifdef TCP_MAXSEG
    return setOption(socket, IPPROTO_TCP, TCP_MAXSEG, bytes);
#else
    return false;
#endif
}

void choosePortLate(Handle socket)
{
#ifdef IP_BIND_ADDRESS_NO_PORT
    (void)setOption(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1); // also of an IPv6 socket
#else
    (void)socket;
#endif
}

} // namespace doctor::net::native
