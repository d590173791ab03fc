// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the desktop leaves the choice of a proxy to a script (PAC, WPAD).
#pragma once

#include <QByteArray>
#include <QString>

namespace doctor::computer
{

/// Address of the script, "WPAD" where one is to be searched for in the network; empty when there is none or the
/// desktop's settings are not known to us. Runs a command for at most a second: not on a thread that measures.
[[nodiscard]] QString desktopProxyScript();

/// From KDE's kioslaverc. Its ProxyType: 0 none, 1 by hand, 2 script, 3 searched for, 4 environment.
[[nodiscard]] QString scriptInKioslaverc(const QString& file);
/// From the words that gsettings prints for "org.gnome.system.proxy" mode and autoconfig-url.
[[nodiscard]] QString scriptInGnome(const QByteArray& mode, const QByteArray& url);

} // namespace doctor::computer
