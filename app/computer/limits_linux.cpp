// SPDX-License-Identifier: GPL-3.0-or-later
// Limits as Linux tells them in /proc/sys (meanings: tcp(7), proc(5)); other systems get "not measured".
#include "app/computer/limits.h"

#include "app/computer/system_file.h"

#ifdef __linux__
#include <QDir>
#include <sys/resource.h>
#include <sys/timex.h>
#endif

namespace doctor::computer
{

using namespace Qt::StringLiterals;

namespace
{

#ifdef __linux__

std::optional<int> setting(const QString& name)
{
    const auto value = readSystemNumber(u"/proc/sys/net/"_s + name);
    return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

std::optional<bool> isClockSynchronised()
{
    timex state{};
    const int result = ::adjtimex(&state); // modes 0: only reads
    if (result < 0)
        return std::nullopt;
    return (state.status & STA_UNSYNC) == 0;
}

#endif

template <typename T>
void put(QJsonObject& object, const char* name, const std::optional<T>& value)
{
    if (value)
        object.insert(QString::fromLatin1(name), QJsonValue(*value));
}

} // namespace

Limits readLimits()
{
    Limits limits;
#ifdef __linux__
    const auto range = readSystemNumbers(u"/proc/sys/net/ipv4/ip_local_port_range"_s);
    if (range.size() == 2) {
        limits.lowestPort = static_cast<int>(range.at(0));
        limits.highestPort = static_cast<int>(range.at(1));
    }
    limits.reusesTimeWait = setting(u"ipv4/tcp_tw_reuse"_s);
    limits.keepAliveSeconds = setting(u"ipv4/tcp_keepalive_time"_s);
    limits.keepAliveIntervalSeconds = setting(u"ipv4/tcp_keepalive_intvl"_s);
    limits.keepAliveProbes = setting(u"ipv4/tcp_keepalive_probes"_s);
    limits.retries = setting(u"ipv4/tcp_retries2"_s);
    limits.synRetries = setting(u"ipv4/tcp_syn_retries"_s);
    limits.largestAcceptQueue = setting(u"core/somaxconn"_s);
    if (const auto value = setting(u"ipv4/tcp_abort_on_overflow"_s))
        limits.abortsOnOverflow = *value != 0;
    limits.trackedConnections = readSystemNumber(u"/proc/sys/net/netfilter/nf_conntrack_count"_s);
    limits.trackedConnectionsLimit = readSystemNumber(u"/proc/sys/net/netfilter/nf_conntrack_max"_s);
    limits.clockSynchronised = isClockSynchronised();
    rlimit descriptors{};
    if (::getrlimit(RLIMIT_NOFILE, &descriptors) == 0 && descriptors.rlim_cur != RLIM_INFINITY)
        limits.descriptorLimit = static_cast<qint64>(descriptors.rlim_cur);
    limits.descriptorsOpen = QDir(u"/proc/self/fd"_s).count() - 2; // without "." and ".."
#endif
    return limits;
}

QJsonObject toJson(const Limits& limits)
{
    QJsonObject object;
    put(object, "lowestPort", limits.lowestPort);
    put(object, "highestPort", limits.highestPort);
    put(object, "reusesTimeWait", limits.reusesTimeWait);
    put(object, "descriptorLimit", limits.descriptorLimit);
    put(object, "descriptorsOpen", limits.descriptorsOpen);
    put(object, "keepAliveSeconds", limits.keepAliveSeconds);
    put(object, "keepAliveIntervalSeconds", limits.keepAliveIntervalSeconds);
    put(object, "keepAliveProbes", limits.keepAliveProbes);
    put(object, "retries", limits.retries);
    put(object, "synRetries", limits.synRetries);
    put(object, "largestAcceptQueue", limits.largestAcceptQueue);
    put(object, "abortsOnOverflow", limits.abortsOnOverflow);
    put(object, "trackedConnections", limits.trackedConnections);
    put(object, "trackedConnectionsLimit", limits.trackedConnectionsLimit);
    put(object, "clockSynchronised", limits.clockSynchronised);
    return object;
}

} // namespace doctor::computer
