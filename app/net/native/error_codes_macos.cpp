// SPDX-License-Identifier: GPL-3.0-or-later
// What errno values mean on macOS. Numbers: sys/errno.h of Darwin; meanings: connect(2), send(2), tcp(4).
#include "app/net/native/error_tables.h"

namespace doctor::net::native
{

std::span<const ErrorCodeRow> macosErrorCodes()
{
    using enum core::How;
    static constexpr ErrorCodeRow rows[] = {
        {1, "EPERM", LocalFailure, LocalFailure, "not-permitted"},
        {9, "EBADF", LocalFailure, LocalFailure, "not-open"},
        {12, "ENOMEM", LocalFailure, LocalFailure, "no-memory"},
        {13, "EACCES", Unreachable, Unreachable, "admin-prohibited"},
        {22, "EINVAL", LocalFailure, LocalFailure, "invalid-address"},
        {23, "ENFILE", LocalFailure, LocalFailure, "no-descriptor"},
        {24, "EMFILE", LocalFailure, LocalFailure, "no-descriptor"},
        {32, "EPIPE", FinThenReset, FinThenReset, ""},
        {40, "EMSGSIZE", Unreachable, Unreachable, "too-big"},
        // Darwin answers a send on a socket that is just being torn down with this instead of EPIPE.
        {41, "EPROTOTYPE", Reset, Reset, ""},
        {42, "ENOPROTOOPT", Unreachable, Unreachable, "protocol-unreachable"},
        {47, "EAFNOSUPPORT", LocalFailure, LocalFailure, "family-unsupported"},
        {48, "EADDRINUSE", LocalFailure, LocalFailure, "no-port"},
        {49, "EADDRNOTAVAIL", LocalFailure, LocalFailure, "no-port"},
        {50, "ENETDOWN", LocalFailure, LocalFailure, "network-down"},
        {51, "ENETUNREACH", Unreachable, Unreachable, "net-unreachable"},
        {52, "ENETRESET", TimedOut, TimedOut, "keep-alive"},
        {53, "ECONNABORTED", LocalFailure, LocalFailure, "aborted-locally"},
        {54, "ECONNRESET", Reset, Reset, ""},
        {55, "ENOBUFS", LocalFailure, LocalFailure, "no-memory"},
        {57, "ENOTCONN", LocalFailure, LocalFailure, "not-open"},
        {58, "ESHUTDOWN", LocalFailure, LocalFailure, "not-open"},
        {60, "ETIMEDOUT", TimedOut, TimedOut, ""},
        {61, "ECONNREFUSED", Refused, Reset, ""},
        {64, "EHOSTDOWN", Unreachable, Unreachable, "host-unreachable"},
        {65, "EHOSTUNREACH", Unreachable, Unreachable, "host-unreachable"},
    };
    return rows;
}

} // namespace doctor::net::native
