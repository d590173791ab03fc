// SPDX-License-Identifier: GPL-3.0-or-later
// What Winsock codes, and the system codes that completion ports return instead, mean on Windows.
// Numbers: winsock2.h and winerror.h; meanings: the Winsock error code list.
#include "app/net/native/error_tables.h"

namespace doctor::net::native
{

std::span<const ErrorCodeRow> windowsErrorCodes()
{
    using enum core::How;
    static constexpr ErrorCodeRow rows[] = {
        {10013, "WSAEACCES", LocalFailure, LocalFailure, "not-permitted"},
        {10022, "WSAEINVAL", LocalFailure, LocalFailure, "invalid-address"},
        {10024, "WSAEMFILE", LocalFailure, LocalFailure, "no-descriptor"},
        {10038, "WSAENOTSOCK", LocalFailure, LocalFailure, "not-open"},
        {10040, "WSAEMSGSIZE", Unreachable, Unreachable, "too-big"},
        {10042, "WSAENOPROTOOPT", Unreachable, Unreachable, "protocol-unreachable"},
        {10047, "WSAEAFNOSUPPORT", LocalFailure, LocalFailure, "family-unsupported"},
        {10048, "WSAEADDRINUSE", LocalFailure, LocalFailure, "no-port"},
        {10049, "WSAEADDRNOTAVAIL", LocalFailure, LocalFailure, "invalid-address"},
        {10050, "WSAENETDOWN", LocalFailure, LocalFailure, "network-down"},
        {10051, "WSAENETUNREACH", Unreachable, Unreachable, "net-unreachable"},
        {10052, "WSAENETRESET", TimedOut, TimedOut, "keep-alive"},
        {10053, "WSAECONNABORTED", LocalFailure, LocalFailure, "aborted-locally"},
        {10054, "WSAECONNRESET", Reset, Reset, ""},
        {10055, "WSAENOBUFS", LocalFailure, LocalFailure, "no-port"},
        {10057, "WSAENOTCONN", LocalFailure, LocalFailure, "not-open"},
        {10058, "WSAESHUTDOWN", LocalFailure, LocalFailure, "not-open"},
        {10060, "WSAETIMEDOUT", TimedOut, TimedOut, ""},
        {10061, "WSAECONNREFUSED", Refused, Reset, ""},
        {10064, "WSAEHOSTDOWN", Unreachable, Unreachable, "host-unreachable"},
        {10065, "WSAEHOSTUNREACH", Unreachable, Unreachable, "host-unreachable"},
        {10101, "WSAEDISCON", Fin, Fin, ""},
        {64, "ERROR_NETNAME_DELETED", Reset, Reset, ""},
        {121, "ERROR_SEM_TIMEOUT", TimedOut, TimedOut, ""},
        {1225, "ERROR_CONNECTION_REFUSED", Refused, Reset, ""},
        {1231, "ERROR_NETWORK_UNREACHABLE", Unreachable, Unreachable, "net-unreachable"},
        {1232, "ERROR_HOST_UNREACHABLE", Unreachable, Unreachable, "host-unreachable"},
        {1233, "ERROR_PROTOCOL_UNREACHABLE", Unreachable, Unreachable, "protocol-unreachable"},
        {1234, "ERROR_PORT_UNREACHABLE", Unreachable, Unreachable, "port-unreachable"},
        {1236, "ERROR_CONNECTION_ABORTED", LocalFailure, LocalFailure, "aborted-locally"},
    };
    return rows;
}

} // namespace doctor::net::native
