// SPDX-License-Identifier: GPL-3.0-or-later
// Facts that only the system's own calls tell about a TCP socket. Where a system lacks one, it is absent.
#pragma once

#include "app/core/model/attempt.h"

#include <cstdint>
#include <optional>

namespace doctor::net
{
struct KeepAlive;
}

namespace doctor::net::native
{

// Asio's headers are kept out: they bring an older tcp_info than the kernel's own header.
#ifdef _WIN32
using Handle = std::uintptr_t;
#else
using Handle = int;
#endif

/// TCP_INFO; a field that this kernel does not return stays absent.
[[nodiscard]] std::optional<core::TcpInfo> readTcpInfo(Handle socket);

/// TCP segments received so far, those without data included: the only trace that keep-alive probes leave.
[[nodiscard]] std::optional<qint64> segmentsReceived(Handle socket);

/// True when the system has already torn the connection down: after an end of file, without a FIN of ours, that
/// means a reset has followed.
[[nodiscard]] bool isTornDown(Handle socket);

/// Takes the socket's pending error, 0 when there is none.
[[nodiscard]] int takeError(Handle socket);

/// Bytes received and not yet read.
[[nodiscard]] bool hasUnread(Handle socket);

/// Starts or ends keeping ICMP errors. Only while connecting: on an established connection Linux would turn a
/// passing ICMP error into the connection's end.
void keepIcmpErrors(Handle socket, bool v6, bool on);

/// What the network said in answer to a packet of ours, and who said it.
struct IcmpError {
    QString word; ///< machine word: "admin-prohibited", "time-exceeded" …; empty when there was no such message
    QString from; ///< numeric address of the sender; empty when it is not known
};
/// The ICMP error that ended the connect; empty when it was none.
[[nodiscard]] IcmpError takeIcmpError(Handle socket);

/// Errors of options are of no consequence to the measurement but must not stop it, so they come back as false.
[[nodiscard]] bool setKeepAlive(Handle socket, const KeepAlive& keepAlive);
[[nodiscard]] bool setMaxSegmentSize(Handle socket, int bytes);

/// A later bind to an address leaves the port to the connect, as for a socket that is not bound: else each port could
/// serve only one connection from that address, wherever it goes, and they would be used up sooner. No matter where the
/// system cannot do it.
void choosePortLate(Handle socket);

} // namespace doctor::net::native
