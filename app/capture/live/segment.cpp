// SPDX-License-Identifier: GPL-3.0-or-later
// Reads link, IP (RFC 791, RFC 8200) and TCP headers (RFC 9293), never past the bytes that were captured.
#include "app/capture/live/segment.h"

#include <algorithm>

namespace doctor::capture
{

namespace
{

using Bytes = std::span<const quint8>;

constexpr quint16 EtherIpv4 = 0x0800;
constexpr quint16 EtherIpv6 = 0x86DD;
constexpr quint16 EtherVlan = 0x8100;
constexpr quint16 LoopbackHardware = 772; // ARPHRD_LOOPBACK of Linux's if_arp.h
constexpr quint8 Tcp = 6;

quint16 read16(Bytes bytes, std::size_t at)
{
    return static_cast<quint16>(bytes[at] << 8 | bytes[at + 1]);
}

quint32 read32(Bytes bytes, std::size_t at)
{
    return static_cast<quint32>(read16(bytes, at)) << 16 | read16(bytes, at + 2);
}

/// What is left after the link layer; empty for other protocols than IP.
Bytes network(Bytes frame, LinkType link, bool& viaLoopback)
{
    if (link == LinkType::Raw)
        return frame;
    std::size_t header = link == LinkType::Ethernet ? 14 : 16;
    if (frame.size() < header + 4)
        return {};
    viaLoopback = link == LinkType::LinuxCooked && read16(frame, 2) == LoopbackHardware;
    quint16 type = read16(frame, header - 2);
    if (type == EtherVlan) {
        type = read16(frame, header + 2);
        header += 4;
    }
    return type == EtherIpv4 || type == EtherIpv6 ? frame.subspan(header) : Bytes();
}

bool hasTimestamps(Bytes options)
{
    constexpr quint8 end = 0;
    constexpr quint8 padding = 1;
    constexpr quint8 timestamps = 8;
    for (std::size_t at = 0; at < options.size() && options[at] != end;) {
        if (options[at] == timestamps)
            return true;
        if (options[at] == padding) {
            ++at;
            continue;
        }
        if (at + 1 >= options.size() || options[at + 1] < 2)
            return false;
        at += options[at + 1];
    }
    return false;
}

/// `length` is what IP says that TCP has, header and payload.
std::optional<Segment> readTcp(Bytes tcp, std::size_t length, Segment segment)
{
    constexpr std::size_t plain = 20;
    if (tcp.size() < plain)
        return std::nullopt;
    const std::size_t header = static_cast<std::size_t>(tcp[12] >> 4) * 4;
    if (header < plain || length < header)
        return std::nullopt;
    segment.from.port = read16(tcp, 0);
    segment.to.port = read16(tcp, 2);
    segment.sequence = read32(tcp, 4);
    segment.acknowledged = read32(tcp, 8);
    segment.fin = (tcp[13] & 0x01) != 0;
    segment.syn = (tcp[13] & 0x02) != 0;
    segment.rst = (tcp[13] & 0x04) != 0;
    segment.ack = (tcp[13] & 0x10) != 0;
    segment.window = read16(tcp, 14);
    segment.payload = static_cast<quint32>(length - header);
    segment.headers = static_cast<quint16>(segment.headers + header);
    segment.timestamps = hasTimestamps(tcp.subspan(plain, std::min(header, tcp.size()) - plain));
    return segment;
}

std::optional<Segment> readV4(Bytes ip, Segment segment)
{
    const std::size_t header = static_cast<std::size_t>(ip[0] & 0x0f) * 4;
    const std::size_t total = read16(ip, 2);
    const bool fragment = (read16(ip, 6) & 0x1fff) != 0;
    if (header < 20 || total < header || ip.size() < header || ip[9] != Tcp || fragment)
        return std::nullopt;
    segment.headers = static_cast<quint16>(segment.headers + header);
    segment.ipId = read16(ip, 4);
    segment.ttl = ip[8];
    std::copy_n(ip.begin() + 12, 4, segment.from.address.begin());
    std::copy_n(ip.begin() + 16, 4, segment.to.address.begin());
    return readTcp(ip.subspan(header), total - header, segment);
}

std::optional<Segment> readV6(Bytes ip, Segment segment)
{
    constexpr std::size_t header = 40;
    if (ip.size() < header || ip[6] != Tcp) // extension headers are not met on TCP in practice
        return std::nullopt;
    segment.v6 = true;
    segment.headers = static_cast<quint16>(segment.headers + header);
    segment.ttl = ip[7];
    std::copy_n(ip.begin() + 8, 16, segment.from.address.begin());
    std::copy_n(ip.begin() + 24, 16, segment.to.address.begin());
    return readTcp(ip.subspan(header), read16(ip, 4), segment);
}

} // namespace

std::optional<Segment> readSegment(Bytes frame, LinkType link)
{
    Segment segment;
    const Bytes ip = network(frame, link, segment.viaLoopback);
    if (ip.size() < 20)
        return std::nullopt;
    segment.headers = static_cast<quint16>(frame.size() - ip.size());
    return ip[0] >> 4 == 4 ? readV4(ip, segment) : ip[0] >> 4 == 6 ? readV6(ip, segment) : std::nullopt;
}

} // namespace doctor::capture
