// SPDX-License-Identifier: GPL-3.0-or-later
// The network interfaces that an IPv6 zone ("%eth0", "%2") may name.
#pragma once

#include <QString>
#include <QStringList>

namespace doctor::net
{

/// Names of the interfaces that are up, in the system's order.
[[nodiscard]] QStringList interfaceNames();

/// True when `zone` is the name or the index of an interface of this computer.
[[nodiscard]] bool isInterface(const QString& zone);

} // namespace doctor::net
