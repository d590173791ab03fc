// SPDX-License-Identifier: GPL-3.0-or-later
// Numeric addresses as values: reading them from text and telling their special kinds apart.
#pragma once

#include <QString>
#include <array>
#include <optional>

namespace doctor::core
{

struct IpAddress {
    bool isV6 = false;
    std::array<quint8, 16> bytes{}; ///< IPv4 in the first four
    QString zone;                   ///< IPv6 scope after '%'; empty when there is none
    bool operator==(const IpAddress&) const = default;

    /// 127.0.0.0/8, ::1 and IPv4 loopback mapped into IPv6.
    [[nodiscard]] bool isLoopback() const;
    [[nodiscard]] bool isMulticast() const;
    /// 255.255.255.255, the only broadcast address that can be known without the netmask.
    [[nodiscard]] bool isBroadcast() const;
    /// fe80::/10 (RFC 4291).
    [[nodiscard]] bool isLinkLocalV6() const;
    /// 0.0.0.0 or ::
    [[nodiscard]] bool isUnspecified() const;
};

/// Reads dotted IPv4 (four decimal parts) or IPv6 (RFC 4291, optional %zone), without brackets.
[[nodiscard]] std::optional<IpAddress> parseIpAddress(const QString& text);

/// False when both are numeric addresses and one is IPv4 where the other is IPv6: no connection has two families. An
/// empty source suits every address.
[[nodiscard]] bool isReachableFrom(const QString& source, const QString& address);

} // namespace doctor::core
