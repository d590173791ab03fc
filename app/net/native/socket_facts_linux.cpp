// SPDX-License-Identifier: GPL-3.0-or-later
// TCP_INFO and the ICMP error queue of Linux; other systems get "not measured".
#include "app/net/native/socket_facts.h"

#ifdef __linux__
#include <algorithm>
#include <arpa/inet.h>
#include <cstddef>
#include <cstring>
#include <linux/errqueue.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/in6.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#endif

namespace doctor::net::native
{

#ifdef __linux__

namespace
{

constexpr int tcpStateClosed = 7; // TCP_CLOSE of the kernel's tcp_states.h

struct RawInfo {
    tcp_info info{};
    socklen_t length = 0;
    [[nodiscard]] bool has(std::size_t offset, std::size_t size) const { return length >= offset + size; }
};

std::optional<RawInfo> readRaw(Handle socket)
{
    RawInfo raw;
    raw.length = sizeof raw.info;
    if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &raw.info, &raw.length) != 0 || raw.length == 0)
        return std::nullopt;
    return raw;
}

QString wordOfIcmp(const sock_extended_err& error)
{
    if ((error.ee_origin == SO_EE_ORIGIN_ICMP && error.ee_type == ICMP_TIME_EXCEEDED) ||
        (error.ee_origin == SO_EE_ORIGIN_ICMP6 && error.ee_type == ICMPV6_TIME_EXCEED))
        return QStringLiteral("time-exceeded");
    if (error.ee_origin == SO_EE_ORIGIN_ICMP && error.ee_type == ICMP_DEST_UNREACH) {
        switch (error.ee_code) {
        case ICMP_NET_UNREACH:
        case ICMP_NET_UNKNOWN:
        case ICMP_NET_UNR_TOS:
            return QStringLiteral("net-unreachable");
        case ICMP_PROT_UNREACH:
            return QStringLiteral("protocol-unreachable");
        case ICMP_PORT_UNREACH:
            return QStringLiteral("port-unreachable");
        case ICMP_NET_ANO:
        case ICMP_HOST_ANO:
        case ICMP_PKT_FILTERED:
        case ICMP_PREC_VIOLATION:
        case ICMP_PREC_CUTOFF:
            return QStringLiteral("admin-prohibited");
        case ICMP_FRAG_NEEDED:
            return QStringLiteral("too-big");
        default:
            return QStringLiteral("host-unreachable");
        }
    }
    if (error.ee_origin == SO_EE_ORIGIN_ICMP6 && error.ee_type == ICMPV6_DEST_UNREACH) {
        switch (error.ee_code) {
        case ICMPV6_NOROUTE:
            return QStringLiteral("net-unreachable");
        case ICMPV6_ADM_PROHIBITED:
        case ICMPV6_POLICY_FAIL:
        case ICMPV6_REJECT_ROUTE:
            return QStringLiteral("admin-prohibited");
        case ICMPV6_PORT_UNREACH:
            return QStringLiteral("port-unreachable");
        default:
            return QStringLiteral("host-unreachable");
        }
    }
    return {};
}

/// The offender's address stands right behind the error in the control message.
QString senderOfIcmp(const unsigned char* data, std::size_t length)
{
    sockaddr_in6 sender{}; // the larger of the two kinds
    const std::size_t offset = sizeof(sock_extended_err);
    if (length <= offset)
        return {};
    std::memcpy(&sender, data + offset, std::min(length - offset, sizeof sender));
    char text[INET6_ADDRSTRLEN] = {};
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&sender);
    if (sender.sin6_family == AF_INET)
        ::inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text);
    else if (sender.sin6_family == AF_INET6)
        ::inet_ntop(AF_INET6, &sender.sin6_addr, text, sizeof text);
    return QString::fromLatin1(text);
}

} // namespace

std::optional<core::TcpInfo> readTcpInfo(Handle socket)
{
    const auto raw = readRaw(socket);
    if (!raw)
        return std::nullopt;
    const tcp_info& info = raw->info;
    core::TcpInfo out;
    const auto count = [&raw](std::uint32_t value, std::size_t offset) {
        return raw->has(offset, sizeof value) ? std::optional<int>(static_cast<int>(value)) : std::nullopt;
    };
    if (info.tcpi_rtt > 0) { // zero: no round trip has been timed yet
        out.rttMs = info.tcpi_rtt / 1000.0;
        out.rttVarMs = info.tcpi_rttvar / 1000.0;
    }
    out.retransmits = count(info.tcpi_total_retrans, offsetof(tcp_info, tcpi_total_retrans));
    out.mss = count(info.tcpi_snd_mss, offsetof(tcp_info, tcpi_snd_mss));
    out.pmtu = count(info.tcpi_pmtu, offsetof(tcp_info, tcpi_pmtu));
    out.unacked = count(info.tcpi_unacked, offsetof(tcp_info, tcpi_unacked));
    out.lost = count(info.tcpi_lost, offsetof(tcp_info, tcpi_lost));
    out.backoff = static_cast<int>(info.tcpi_backoff);
    if (raw->has(offsetof(tcp_info, tcpi_bytes_received), sizeof info.tcpi_bytes_received)) {
        out.bytesAcked = static_cast<qint64>(info.tcpi_bytes_acked);
        out.bytesReceived = static_cast<qint64>(info.tcpi_bytes_received);
    }
    // The kernel counts these from the handshake when there was no data at all; that would not be a measurement.
    if (out.bytesAcked.value_or(0) > 1 || info.tcpi_unacked > 0)
        out.lastDataSentMs = info.tcpi_last_data_sent;
    if (out.bytesReceived.value_or(0) > 0)
        out.lastDataReceivedMs = info.tcpi_last_data_recv;
    out.lastAckReceivedMs = info.tcpi_last_ack_recv;
    return out;
}

std::optional<qint64> segmentsReceived(Handle socket)
{
    const auto raw = readRaw(socket);
    if (!raw || !raw->has(offsetof(tcp_info, tcpi_segs_in), sizeof raw->info.tcpi_segs_in))
        return std::nullopt;
    return raw->info.tcpi_segs_in;
}

bool isTornDown(Handle socket)
{
    const auto raw = readRaw(socket);
    return raw && raw->info.tcpi_state == tcpStateClosed;
}

void keepIcmpErrors(Handle socket, bool v6, bool on)
{
    const int value = on ? 1 : 0;
    // Failing only costs the reason behind an "unreachable"; the ending itself is still exact.
    if (v6)
        (void)::setsockopt(socket, IPPROTO_IPV6, IPV6_RECVERR, &value, sizeof value);
    else
        (void)::setsockopt(socket, IPPROTO_IP, IP_RECVERR, &value, sizeof value);
}

IcmpError takeIcmpError(Handle socket)
{
    alignas(cmsghdr) char control[512];
    char payload[64];
    iovec data{payload, sizeof payload};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    if (::recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
        return {};
    for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
        const bool v4 = header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_RECVERR;
        const bool v6 = header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_RECVERR;
        if (!v4 && !v6)
            continue;
        sock_extended_err error{};
        std::memcpy(&error, CMSG_DATA(header), sizeof error);
        return {wordOfIcmp(error), senderOfIcmp(CMSG_DATA(header), header->cmsg_len - CMSG_LEN(0))};
    }
    return {};
}

#else

std::optional<core::TcpInfo> readTcpInfo(Handle)
{
    return std::nullopt;
}

std::optional<qint64> segmentsReceived(Handle)
{
    return std::nullopt;
}

bool isTornDown(Handle)
{
    return false;
}

void keepIcmpErrors(Handle, bool, bool) {}

IcmpError takeIcmpError(Handle)
{
    return {};
}

#endif

} // namespace doctor::net::native
