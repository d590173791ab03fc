// SPDX-License-Identifier: GPL-3.0-or-later
// Qt knows names and indices on every system.
#include "app/net/qt/interface_names.h"

#include <QNetworkInterface>

namespace doctor::net
{

QStringList interfaceNames()
{
    QStringList names;
    for (const QNetworkInterface& one : QNetworkInterface::allInterfaces()) {
        if (one.flags().testFlag(QNetworkInterface::IsUp))
            names << one.name();
    }
    return names;
}

bool isInterface(const QString& zone)
{
    bool number = false;
    const int index = zone.toInt(&number);
    return (number ? QNetworkInterface::interfaceFromIndex(index) : QNetworkInterface::interfaceFromName(zone))
        .isValid();
}

} // namespace doctor::net
