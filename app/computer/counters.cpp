// SPDX-License-Identifier: GPL-3.0-or-later
// Picks the counters that bear on a closed connection out of the kernel's tables.
#include "app/computer/counters.h"

#include "app/computer/system_file.h"

namespace doctor::computer
{

using namespace Qt::StringLiterals;

namespace
{

struct Row {
    const char* group;
    const char* name;
    const char* ours;
};

constexpr Row rows[] = {
    {"Ip", "OutNoRoutes", "noRoute"},
    {"Icmp", "InDestUnreachs", "unreachablesReceived"},
    {"Tcp", "ActiveOpens", "connectionsOpened"},
    {"Tcp", "AttemptFails", "connectsFailed"},
    {"Tcp", "EstabResets", "establishedCut"},
    {"Tcp", "RetransSegs", "retransmissions"},
    {"Tcp", "InErrs", "damagedReceived"},
    {"Tcp", "OutRsts", "resetsSent"},
    {"TcpExt", "ListenOverflows", "listenOverflows"},
    {"TcpExt", "ListenDrops", "listenDrops"},
    {"TcpExt", "SyncookiesSent", "synCookiesSent"},
    {"TcpExt", "TCPReqQFullDrop", "requestQueueDrops"},
    {"TcpExt", "TCPReqQFullDoCookies", "requestQueueCookies"},
    {"TcpExt", "TCPAbortOnData", "abortsOnData"},
    {"TcpExt", "TCPAbortOnClose", "abortsOnClose"},
    {"TcpExt", "TCPAbortOnMemory", "abortsOnMemory"},
    {"TcpExt", "TCPAbortOnTimeout", "abortsOnTimeout"},
    {"TcpExt", "TCPAbortOnLinger", "abortsOnLinger"},
    {"TcpExt", "TCPSynRetrans", "synRetransmissions"},
    {"TcpExt", "TCPTimeouts", "timeouts"},
    {"TcpExt", "TCPRetransFail", "retransmissionsStopped"},
    {"TcpExt", "TCPBacklogDrop", "backlogDrops"},
    {"TcpExt", "TCPTimeWaitOverflow", "timeWaitOverflows"},
};

/// Two lines per group: its names, then its values.
QMap<QByteArray, qint64> tableOf(const QByteArray& text)
{
    QMap<QByteArray, qint64> table;
    const QList<QByteArray> lines = text.split('\n');
    for (qsizetype i = 0; i + 1 < lines.size(); i += 2) {
        const QList<QByteArray> names = lines.at(i).simplified().split(' ');
        const QList<QByteArray> values = lines.at(i + 1).simplified().split(' ');
        if (names.isEmpty() || values.isEmpty() || names.front() != values.front())
            continue;
        for (qsizetype column = 1; column < std::min(names.size(), values.size()); ++column) {
            bool isNumber = false;
            const qint64 value = values.at(column).toLongLong(&isNumber);
            if (isNumber)
                table.insert(names.front() + names.at(column), value);
        }
    }
    return table;
}

} // namespace

Counters parseCounters(const QByteArray& snmp, const QByteArray& netstat)
{
    QMap<QByteArray, qint64> table = tableOf(snmp);
    table.insert(tableOf(netstat));
    Counters counters;
    for (const Row& row : rows) {
        const auto found = table.constFind(QByteArray(row.group) + ':' + row.name);
        if (found != table.cend())
            counters.insert(QString::fromLatin1(row.ours), *found);
    }
    return counters;
}

Counters readCounters()
{
    return parseCounters(readSystemFile(u"/proc/net/snmp"_s).value_or(QByteArray()),
                         readSystemFile(u"/proc/net/netstat"_s).value_or(QByteArray()));
}

Counters growth(const Counters& before, const Counters& after)
{
    Counters grown;
    for (auto it = after.cbegin(); it != after.cend(); ++it) {
        const auto earlier = before.constFind(it.key());
        if (earlier != before.cend() && *it > *earlier)
            grown.insert(it.key(), *it - *earlier);
    }
    return grown;
}

QJsonObject toJson(const Counters& counters)
{
    QJsonObject object;
    for (auto it = counters.cbegin(); it != counters.cend(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

} // namespace doctor::computer
