// SPDX-License-Identifier: GPL-3.0-or-later
// Interfaces by Qt Network.
#include "app/computer/interfaces.h"

#include <QHostAddress>
#include <QNetworkInterface>
#include <algorithm>

namespace doctor::computer
{

using namespace Qt::StringLiterals;

bool isTunnelName(const QString& name)
{
    static const QStringList starts{u"tun"_s,   u"tap"_s,       u"wg"_s, u"ppp"_s,      u"utun"_s,
                                    u"ipsec"_s, u"tailscale"_s, u"zt"_s, u"nordlynx"_s, u"gpd"_s};
    return std::any_of(starts.begin(), starts.end(), [&](const QString& start) { return name.startsWith(start); });
}

std::vector<Interface> readInterfaces()
{
    std::vector<Interface> found;
    for (const QNetworkInterface& one : QNetworkInterface::allInterfaces()) {
        const auto flags = one.flags();
        if (!flags.testFlag(QNetworkInterface::IsUp))
            continue;
        const bool loopback = flags.testFlag(QNetworkInterface::IsLoopBack);
        const bool pointToPoint = flags.testFlag(QNetworkInterface::IsPointToPoint);
        found.push_back({.name = one.name(),
                         .mtu = one.maximumTransmissionUnit(),
                         .tunnel = !loopback && (pointToPoint || isTunnelName(one.name())),
                         .loopback = loopback});
    }
    return found;
}

bool hasNetwork()
{
    const auto interfaces = QNetworkInterface::allInterfaces();
    return std::any_of(interfaces.begin(), interfaces.end(), [](const QNetworkInterface& one) {
        const auto flags = one.flags();
        if (!flags.testFlag(QNetworkInterface::IsUp) || !flags.testFlag(QNetworkInterface::IsRunning) ||
            flags.testFlag(QNetworkInterface::IsLoopBack))
            return false;
        const auto entries = one.addressEntries();
        return std::any_of(entries.begin(), entries.end(),
                           [](const QNetworkAddressEntry& entry) { return !entry.ip().isLinkLocal(); });
    });
}

QStringList ownAddresses()
{
    QStringList outer;
    QStringList inner; // of one link or of this computer only
    for (const QNetworkInterface& one : QNetworkInterface::allInterfaces()) {
        if (!one.flags().testFlag(QNetworkInterface::IsUp))
            continue;
        for (const QNetworkAddressEntry& entry : one.addressEntries()) {
            const QHostAddress address = entry.ip();
            (address.isLoopback() || address.isLinkLocal() ? inner : outer).append(address.toString());
        }
    }
    return outer + inner;
}

bool isOwnAddress(const QString& address)
{
    QHostAddress wanted(address);
    wanted.setScopeId(QString());
    if (wanted.isLoopback())
        return true;
    const auto own = QNetworkInterface::allAddresses();
    return std::any_of(own.begin(), own.end(), [&](QHostAddress one) {
        one.setScopeId(QString());
        return one == wanted;
    });
}

} // namespace doctor::computer
