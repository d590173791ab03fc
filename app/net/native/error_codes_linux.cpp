// SPDX-License-Identifier: GPL-3.0-or-later
// What errno values mean on Linux. Numbers: asm-generic/errno.h; meanings: tcp(7), connect(2), icmp.c of the kernel.
#include "app/net/native/error_tables.h"

namespace doctor::net::native
{

std::span<const ErrorCodeRow> linuxErrorCodes()
{
    using enum core::How;
    static constexpr ErrorCodeRow rows[] = {
        {1, "EPERM", LocalFailure, LocalFailure, "not-permitted"},
        {9, "EBADF", LocalFailure, LocalFailure, "not-open"},
        {12, "ENOMEM", LocalFailure, LocalFailure, "no-memory"},
        {13, "EACCES", Unreachable, Unreachable, "admin-prohibited"},
        {19, "ENODEV", LocalFailure, LocalFailure, "no-interface"},
        {22, "EINVAL", LocalFailure, LocalFailure, "invalid-address"},
        {23, "ENFILE", LocalFailure, LocalFailure, "no-descriptor"},
        {24, "EMFILE", LocalFailure, LocalFailure, "no-descriptor"},
        {32, "EPIPE", FinThenReset, FinThenReset, ""},
        {64, "ENONET", Unreachable, Unreachable, "host-unreachable"},
        {71, "EPROTO", Unreachable, Unreachable, "protocol-unreachable"},
        {90, "EMSGSIZE", Unreachable, Unreachable, "too-big"},
        {92, "ENOPROTOOPT", Unreachable, Unreachable, "protocol-unreachable"},
        {95, "EOPNOTSUPP", Unreachable, Unreachable, "source-route-failed"},
        {97, "EAFNOSUPPORT", LocalFailure, LocalFailure, "family-unsupported"},
        {98, "EADDRINUSE", LocalFailure, LocalFailure, "no-port"},
        {99, "EADDRNOTAVAIL", LocalFailure, LocalFailure, "no-port"},
        {100, "ENETDOWN", LocalFailure, LocalFailure, "network-down"},
        {101, "ENETUNREACH", Unreachable, Unreachable, "net-unreachable"},
        {102, "ENETRESET", TimedOut, TimedOut, "keep-alive"},
        {103, "ECONNABORTED", LocalFailure, LocalFailure, "aborted-locally"},
        {104, "ECONNRESET", Reset, Reset, ""},
        {105, "ENOBUFS", LocalFailure, LocalFailure, "no-memory"},
        {107, "ENOTCONN", LocalFailure, LocalFailure, "not-open"},
        {108, "ESHUTDOWN", LocalFailure, LocalFailure, "not-open"},
        {110, "ETIMEDOUT", TimedOut, TimedOut, ""},
        {111, "ECONNREFUSED", Refused, Reset, ""},
        {112, "EHOSTDOWN", Unreachable, Unreachable, "host-unreachable"},
        {113, "EHOSTUNREACH", Unreachable, Unreachable, "host-unreachable"},
    };
    return rows;
}

} // namespace doctor::net::native
