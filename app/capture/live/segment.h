// SPDX-License-Identifier: GPL-3.0-or-later
// The header of one TCP segment, read from a captured frame. Payload is never looked at nor kept.
#pragma once

#include <QtGlobal>
#include <array>
#include <optional>
#include <span>

namespace doctor::capture
{

/// Where the bytes of a frame begin, by link-layer type.
enum class LinkType { Ethernet, LinuxCooked, Raw };

struct EndPoint {
    std::array<quint8, 16> address{}; ///< IPv4 in the first four bytes
    quint16 port = 0;
    auto operator<=>(const EndPoint&) const = default;
};

struct Segment {
    bool v6 = false;
    bool viaLoopback = false; ///< passed this computer's loopback interface; only known for LinuxCooked
    EndPoint from;
    EndPoint to;
    quint8 ttl = 0;   ///< hop limit on IPv6
    quint16 ipId = 0; ///< 0 on IPv6
    quint32 sequence = 0;
    quint32 acknowledged = 0;
    quint16 window = 0;
    quint32 payload = 0; ///< bytes, by the header's own word
    quint16 headers = 0; ///< bytes of the frame before the payload: link, IP and TCP
    bool syn = false;
    bool ack = false;
    bool fin = false;
    bool rst = false;
    bool timestamps = false; ///< carries the TCP timestamps option (RFC 7323)
    bool operator==(const Segment&) const = default;
};

/// Nullopt for anything but a whole, unfragmented TCP header.
[[nodiscard]] std::optional<Segment> readSegment(std::span<const quint8> frame, LinkType link);

} // namespace doctor::capture
