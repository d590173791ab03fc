// SPDX-License-Identifier: GPL-3.0-or-later
// The sentence names the interfaces to choose from.
#include "app/engine/zone_check.h"

#include "app/core/model/ip_address.h"
#include "app/net/qt/interface_names.h"

#include <QCoreApplication>

namespace doctor::engine
{

QString zoneProblem(const core::Target& target)
{
    const auto address = core::parseIpAddress(target.host);
    if (!address)
        return {};
    if (address->zone.isEmpty() ? !address->isLinkLocalV6() : net::isInterface(address->zone))
        return {};
    const QStringList names = net::interfaceNames();
    if (address->zone.isEmpty())
        return QCoreApplication::translate("engine", "%1 is valid on one link only: add the network interface behind a "
                                                     "percent sign. This computer has: %2.")
            .arg(target.host, names.join(QStringLiteral(", ")));
    return QCoreApplication::translate("engine", "This computer has no network interface “%1”; it has: %2.")
        .arg(address->zone, names.join(QStringLiteral(", ")));
}

} // namespace doctor::engine
