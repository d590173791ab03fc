// SPDX-License-Identifier: GPL-3.0-or-later
// Counts rows of the kernel's TCP table. Form: the kernel's Documentation/networking/proc_net_tcp.rst.
#include "app/computer/socket_table.h"

#include "app/computer/system_file.h"
#include "app/core/model/ip_address.h"

#include <QSet>
#include <cstring>

namespace doctor::computer
{

using namespace Qt::StringLiterals;

namespace
{

// States of the kernel's tcp_states.h.
constexpr int Listening = 0x0A;
constexpr int TimeWaiting = 0x06;

/// The table writes addresses as hexadecimal words of 32 bits in the computer's own byte order.
QByteArray hexWords(const quint8* bytes, int words)
{
    QByteArray out;
    for (int i = 0; i < words; ++i) {
        quint32 word = 0;
        std::memcpy(&word, bytes + i * 4, sizeof word);
        out += QByteArray::number(word, 16).rightJustified(8, '0').toUpper();
    }
    return out;
}

/// Addresses as the table writes them; an IPv4 address also stands as one mapped into IPv6.
QSet<QByteArray> written(const QStringList& addresses, const QByteArray& end = {})
{
    QSet<QByteArray> ends;
    for (const QString& text : addresses) {
        const auto address = core::parseIpAddress(text);
        if (!address)
            continue;
        if (address->isV6) {
            ends.insert(hexWords(address->bytes.data(), 4) + end);
            continue;
        }
        std::array<quint8, 16> mapped{};
        mapped[10] = mapped[11] = 0xff;
        std::copy_n(address->bytes.begin(), 4, mapped.begin() + 12);
        ends.insert(hexWords(address->bytes.data(), 1) + end);
        ends.insert(hexWords(mapped.data(), 4) + end);
    }
    return ends;
}

} // namespace

PortUse parsePortUse(const QByteArray& table, const Toward& wanted)
{
    const QSet<QByteArray> remote =
        written(wanted.addresses, ':' + QByteArray::number(wanted.port, 16).rightJustified(4, '0').toUpper());
    const QSet<QByteArray> local = written({wanted.from});
    PortUse use;
    qsizetype from = table.indexOf('\n') + 1; // past the headline
    while (from > 0 && from < table.size()) {
        const qsizetype to = table.indexOf('\n', from);
        const QList<QByteArray> columns = table.mid(from, to < 0 ? -1 : to - from).simplified().split(' ');
        from = to + 1;
        if (columns.size() < 4)
            continue;
        bool isNumber = false;
        const int state = columns.at(3).toInt(&isNumber, 16);
        if (!isNumber || state == Listening)
            continue;
        const bool waits = state == TimeWaiting;
        const QByteArray& ownEnd = columns.at(1);
        const bool competes = wanted.from.isEmpty() || local.contains(ownEnd.left(ownEnd.indexOf(':')));
        const bool toward = competes && remote.contains(columns.at(2));
        ++use.sockets;
        use.timeWait += waits ? 1 : 0;
        use.toward += toward ? 1 : 0;
        use.towardTimeWait += toward && waits ? 1 : 0;
    }
    return use;
}

std::optional<PortUse> readPortUse(const Toward& toward)
{
    std::optional<PortUse> total;
    for (const QString& path : {u"/proc/net/tcp"_s, u"/proc/net/tcp6"_s}) {
        const auto table = readSystemFile(path);
        if (!table)
            continue;
        const PortUse part = parsePortUse(*table, toward);
        PortUse sum = total.value_or(PortUse());
        sum.sockets += part.sockets;
        sum.timeWait += part.timeWait;
        sum.toward += part.toward;
        sum.towardTimeWait += part.towardTimeWait;
        total = sum;
    }
    return total;
}

} // namespace doctor::computer
