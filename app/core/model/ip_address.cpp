// SPDX-License-Identifier: GPL-3.0-or-later
// Reading numeric addresses without a network library, as core knows none.
#include "app/core/model/ip_address.h"

#include <QStringList>
#include <algorithm>
#include <span>

namespace doctor::core
{

namespace
{

std::optional<int> parsePart(const QString& text, int base, int maximum, qsizetype maximumLength)
{
    if (text.isEmpty() || text.size() > maximumLength) {
        return std::nullopt;
    }
    int value = 0;
    for (const QChar sign : text) {
        const auto code = sign.unicode();
        int digit = -1;
        if (code >= u'0' && code <= u'9') {
            digit = code - u'0';
        } else if (base == 16 && code >= u'a' && code <= u'f') {
            digit = code - u'a' + 10;
        } else if (base == 16 && code >= u'A' && code <= u'F') {
            digit = code - u'A' + 10;
        }
        if (digit < 0) {
            return std::nullopt;
        }
        value = value * base + digit;
    }
    return value <= maximum ? std::optional(value) : std::nullopt;
}

bool parseV4(const QString& text, std::span<quint8> bytes)
{
    const QStringList parts = text.split(u'.');
    if (parts.size() != 4) {
        return false;
    }
    for (qsizetype i = 0; i < 4; ++i) {
        const auto value = parsePart(parts.at(i), 10, 255, 3);
        if (!value) {
            return false;
        }
        bytes[static_cast<std::size_t>(i)] = static_cast<quint8>(*value);
    }
    return true;
}

/// Groups of one side of "::"; a dotted IPv4 may stand last when `mayEndV4`.
bool parseGroups(const QString& text, bool mayEndV4, std::vector<quint8>& bytes)
{
    if (text.isEmpty()) {
        return true;
    }
    const QStringList groups = text.split(u':');
    for (qsizetype i = 0; i < groups.size(); ++i) {
        const QString& group = groups.at(i);
        if (group.contains(u'.')) {
            std::array<quint8, 4> v4{};
            if (!mayEndV4 || i + 1 != groups.size() || !parseV4(group, v4)) {
                return false;
            }
            bytes.insert(bytes.end(), v4.begin(), v4.end());
            continue;
        }
        const auto value = parsePart(group, 16, 0xffff, 4);
        if (!value) {
            return false;
        }
        bytes.push_back(static_cast<quint8>(*value >> 8));
        bytes.push_back(static_cast<quint8>(*value & 0xff));
    }
    return true;
}

bool parseV6(const QString& text, std::array<quint8, 16>& bytes)
{
    const auto gap = text.indexOf(u"::");
    if (gap >= 0 && text.indexOf(u"::", gap + 1) >= 0) {
        return false;
    }
    std::vector<quint8> head;
    std::vector<quint8> tail;
    if (gap < 0) {
        if (!parseGroups(text, true, head) || head.size() != 16) {
            return false;
        }
    } else if (!parseGroups(text.left(gap), false, head) || !parseGroups(text.mid(gap + 2), true, tail) ||
               head.size() + tail.size() > 14) {
        return false;
    }
    bytes.fill(0);
    std::copy(head.begin(), head.end(), bytes.begin());
    std::copy_backward(tail.begin(), tail.end(), bytes.end());
    return true;
}

std::optional<std::array<quint8, 4>> v4Part(const IpAddress& address)
{
    constexpr std::array<quint8, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    const auto& b = address.bytes;
    if (!address.isV6) {
        return std::array{b[0], b[1], b[2], b[3]};
    }
    if (std::equal(mapped.begin(), mapped.end(), b.begin())) {
        return std::array{b[12], b[13], b[14], b[15]};
    }
    return std::nullopt;
}

} // namespace

bool IpAddress::isLoopback() const
{
    if (const auto v4 = v4Part(*this)) {
        return (*v4)[0] == 127;
    }
    return bytes[15] == 1 && std::all_of(bytes.begin(), bytes.end() - 1, [](quint8 byte) { return byte == 0; });
}

bool IpAddress::isMulticast() const
{
    if (const auto v4 = v4Part(*this)) {
        return ((*v4)[0] & 0xf0) == 0xe0;
    }
    return bytes[0] == 0xff;
}

bool IpAddress::isBroadcast() const
{
    const auto v4 = v4Part(*this);
    return v4 && std::all_of(v4->begin(), v4->end(), [](quint8 byte) { return byte == 0xff; });
}

bool IpAddress::isLinkLocalV6() const
{
    return isV6 && bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80;
}

bool IpAddress::isUnspecified() const
{
    if (const auto v4 = v4Part(*this)) {
        return std::all_of(v4->begin(), v4->end(), [](quint8 byte) { return byte == 0; });
    }
    return std::all_of(bytes.begin(), bytes.end(), [](quint8 byte) { return byte == 0; });
}

std::optional<IpAddress> parseIpAddress(const QString& text)
{
    IpAddress address;
    if (!text.contains(u':')) {
        return parseV4(text, std::span(address.bytes).first(4)) ? std::optional(address) : std::nullopt;
    }
    address.isV6 = true;
    const auto percent = text.indexOf(u'%');
    if (percent >= 0) {
        address.zone = text.mid(percent + 1);
        const bool plain = std::all_of(address.zone.begin(), address.zone.end(), [](QChar sign) {
            return sign.unicode() < 128 && (sign.isLetterOrNumber() || QStringView(u"-_.").contains(sign));
        });
        if (address.zone.isEmpty() || address.zone.size() > 32 || !plain) {
            return std::nullopt;
        }
    }
    return parseV6(percent < 0 ? text : text.left(percent), address.bytes) ? std::optional(address) : std::nullopt;
}

bool isReachableFrom(const QString& source, const QString& address)
{
    const auto from = parseIpAddress(source);
    const auto to = parseIpAddress(address);
    return !from || !to || from->isV6 == to->isV6;
}

} // namespace doctor::core
