// SPDX-License-Identifier: GPL-3.0-or-later
// Has nft print the rules; it may only with the administrator's rights.
#include "app/computer/packet_filter.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>

#ifdef __linux__
#include <unistd.h>
#endif

namespace doctor::computer
{

using namespace Qt::StringLiterals;

namespace
{

#ifdef __linux__

constexpr int PatienceMs = 1000;

QString pathOfNft()
{
    const QString found = QStandardPaths::findExecutable(u"nft"_s);
    return !found.isEmpty() ? found : QStandardPaths::findExecutable(u"nft"_s, {u"/usr/sbin"_s, u"/sbin"_s});
}

/// The older kind of iptables keeps its rules where nft does not see them.
bool hasLegacyRules()
{
    for (const QString& path : {u"/proc/net/ip_tables_names"_s, u"/proc/net/ip6_tables_names"_s})
        if (QFile file(path); file.open(QIODevice::ReadOnly) && file.readAll().contains("filter"))
            return true;
    return false;
}

#endif

} // namespace

PacketFilter readPacketFilter(const Flow& flow)
{
#ifdef __linux__
    if (::geteuid() != 0)
        return {.rules = {}, .reason = u"needs-root"_s};
    if (hasLegacyRules())
        return {.rules = {}, .reason = u"unreadable"_s};
    const QString nft = pathOfNft();
    if (nft.isEmpty())
        return {.rules = {}, .reason = u"no-tool"_s};
    QProcess process;
    process.start(nft, {u"-j"_s, u"list"_s, u"ruleset"_s});
    if (!process.waitForFinished(PatienceMs)) {
        process.kill();
        process.waitForFinished(PatienceMs);
        return {.rules = {}, .reason = u"unreadable"_s};
    }
    auto rules = understandRules(process.readAllStandardOutput(), flow);
    return {.rules = rules, .reason = rules ? QString() : u"unreadable"_s};
#else
    Q_UNUSED(flow)
    return {.rules = {}, .reason = u"not-supported"_s};
#endif
}

} // namespace doctor::computer
