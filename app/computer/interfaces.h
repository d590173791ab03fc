// SPDX-License-Identifier: GPL-3.0-or-later
// The network interfaces of this computer, without anything that names the computer or its user.
#pragma once

#include <QStringList>
#include <vector>

namespace doctor::computer
{

struct Interface {
    QString name;
    int mtu = 0;         ///< bytes; 0 when the system does not tell
    bool tunnel = false; ///< looks like a VPN or another tunnel, by kind or by name
    bool loopback = false;
};

/// Those that are up.
[[nodiscard]] std::vector<Interface> readInterfaces();

/// True when an interface other than loopback is up, connected, and has an address beyond its own link.
[[nodiscard]] bool hasNetwork();

/// Numeric addresses of the interfaces that are up, those that lead beyond this computer first; link-local IPv6 ones
/// with their zone.
[[nodiscard]] QStringList ownAddresses();

/// True when the numeric address belongs to this computer.
[[nodiscard]] bool isOwnAddress(const QString& address);

/// True for the usual names of VPN and tunnel interfaces.
[[nodiscard]] bool isTunnelName(const QString& name);

} // namespace doctor::computer
