// SPDX-License-Identifier: GPL-3.0-or-later
// The sentences name the addresses to choose from.
#include "app/engine/source_check.h"

#include "app/computer/interfaces.h"
#include "app/core/model/ip_address.h"
#include "app/core/model/proxy.h"

#include <QCoreApplication>
#include <algorithm>

namespace doctor::engine
{

namespace
{

QString familyName(bool v6)
{
    return v6 ? QStringLiteral("IPv6") : QStringLiteral("IPv4");
}

/// Where connections go to first, when that is a numeric address.
std::optional<core::IpAddress> firstEnd(const core::Target& target)
{
    const auto proxy = target.systemProxy ? std::nullopt : core::parseProxy(target.proxy).value_or(std::nullopt);
    return core::parseIpAddress(proxy ? proxy->host : target.host);
}

} // namespace

QStringList ownAddresses()
{
    return computer::ownAddresses();
}

QString sourceProblem(const core::Target& target, const QStringList& own)
{
    if (target.sourceAddress.isEmpty())
        return {};
    const auto source = core::parseIpAddress(target.sourceAddress);
    if (!source)
        return QCoreApplication::translate("engine", "“%1” is not an address; expected a numeric address of this "
                                                     "computer, for example 192.168.1.20.")
            .arg(target.sourceAddress.left(80));
    const bool isOwn = std::any_of(own.begin(), own.end(), [&source](const QString& one) {
        const auto address = core::parseIpAddress(one);
        return address && address->bytes == source->bytes && address->isV6 == source->isV6 &&
               (address->zone == source->zone || (source->zone.isEmpty() && !source->isLinkLocalV6()));
    });
    const bool loopback = source->isLoopback() && !source->isV6; // 127.0.0.0/8 as a whole is this computer's
    if (!own.isEmpty() && !isOwn && !loopback)
        return QCoreApplication::translate("engine", "This computer has no address “%1”; it has: %2.")
            .arg(target.sourceAddress, own.join(QStringLiteral(", ")));
    const auto end = firstEnd(target);
    const bool otherFamily = end && end->isV6 != source->isV6;
    const bool otherWish = target.family != core::Family::Any && (target.family == core::Family::V6) != source->isV6;
    if (otherFamily || otherWish)
        return QCoreApplication::translate("engine",
                                           "From %1, which is %2, no connection leads to an address of %3; "
                                           "expected a source address of that family, or none.",
                                           "%2 and %3: IPv4 or IPv6")
            .arg(target.sourceAddress, familyName(source->isV6), familyName(!source->isV6));
    return {};
}

} // namespace doctor::engine
