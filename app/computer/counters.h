// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel's own counts of what its TCP did: resets, aborts by kind, retransmissions, losses of a listening socket.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QMap>
#include <QString>

namespace doctor::computer
{

/// By our names ("resetsSent", "listenOverflows" …). A counter that the system does not keep is absent, never zero.
using Counters = QMap<QString, qint64>;

/// Reads the counters of this network namespace; empty where the system has none that we know.
[[nodiscard]] Counters readCounters();

/// The same from texts in the form of /proc/net/snmp and /proc/net/netstat. Meaning of the names: the kernel's
/// Documentation/networking/snmp_counter.rst.
[[nodiscard]] Counters parseCounters(const QByteArray& snmp, const QByteArray& netstat);

/// What grew between two readings; unchanged ones are left out.
[[nodiscard]] Counters growth(const Counters& before, const Counters& after);

[[nodiscard]] QJsonObject toJson(const Counters& counters);

} // namespace doctor::computer
