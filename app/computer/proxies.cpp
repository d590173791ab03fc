// SPDX-License-Identifier: GPL-3.0-or-later
// Proxy settings from the environment by hand, and from the system by Qt.
#include "app/computer/proxies.h"

#include "app/computer/proxy_script.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QNetworkProxyFactory>
#include <QUrl>
#include <algorithm>

namespace doctor::computer
{

using namespace Qt::StringLiterals;

namespace
{

core::Protocol spokenBy(const core::Target& target)
{
    return target.protocol == core::Protocol::Auto ? core::protocolOfPort(target.port) : target.protocol;
}

/// "10.0.0.0/8", "::1": by number; other entries are names with all that lies below them.
bool exempts(QString entry, const QString& host)
{
    const QHostAddress address(host);
    if (!address.isNull()) {
        const auto subnet = entry.contains(u'/') ? QHostAddress::parseSubnet(entry) : std::pair(QHostAddress(), -1);
        if (!subnet.first.isNull())
            return address.protocol() == subnet.first.protocol() && address.isInSubnet(subnet);
        if (const QHostAddress single(entry.startsWith(u'[') ? entry.section(u']', 0, 0).mid(1) : entry);
            !single.isNull())
            return address == single;
    }
    entry = entry.section(u':', 0, 0);
    if (entry.startsWith(u'.'))
        entry.remove(0, 1);
    return !entry.isEmpty() && (host == entry || host.endsWith(u'.' + entry));
}

bool isExempt(const QString& host, const QString& list)
{
    const QStringList entries = list.toLower().split(u',', Qt::SkipEmptyParts);
    return std::any_of(entries.begin(), entries.end(), [&host](const QString& entry) {
        return entry.trimmed() == u"*" || exempts(entry.trimmed(), host);
    });
}

auto unusable(const QString& sentence)
{
    return core::failure(core::ErrorCode::Unavailable, sentence);
}

auto scriptUnread(const QString& script)
{
    return unusable(QCoreApplication::translate("computer", "The system leaves the choice of a proxy to a script (%1), "
                                                            "which cannot be run here; name the proxy itself, or none.")
                        .arg(script.left(200)));
}

ProxyChoice proxyIn(const QString& variable, const QString& text)
{
    // libproxy's way of naming a script in a variable.
    if (text.startsWith(u"pac+") || text.startsWith(u"wpad:"))
        return scriptUnread(text.startsWith(u"pac+") ? text.mid(4) : u"WPAD"_s);
    auto proxy = core::parseProxy(text);
    if (!proxy)
        return unusable(QCoreApplication::translate("computer", "The environment's variable %1 cannot be used: %2",
                                                    "%2 is a whole sentence")
                            .arg(variable, proxy.error().message));
    return *proxy;
}

std::vector<SettingsEntry> settingsFor(const core::Target& target)
{
    using Kind = SettingsEntry::Kind;
    const core::Protocol protocol = spokenBy(target);
    QNetworkProxyQuery query(target.host, target.port); // any TCP connection
    if (protocol == core::Protocol::Http || protocol == core::Protocol::Https) {
        QUrl url;
        url.setScheme(protocol == core::Protocol::Https ? u"https"_s : u"http"_s);
        url.setHost(target.host);
        url.setPort(target.port);
        query = QNetworkProxyQuery(url);
    }
    std::vector<SettingsEntry> entries;
    for (const QNetworkProxy& proxy : QNetworkProxyFactory::systemProxyForQuery(query)) {
        SettingsEntry entry{.kind = Kind::Other,
                            .host = proxy.hostName(),
                            .port = proxy.port(),
                            .user = proxy.user(),
                            .password = proxy.password()};
        if (proxy.type() == QNetworkProxy::NoProxy)
            entry.kind = Kind::Direct;
        else if (proxy.type() == QNetworkProxy::Socks5Proxy)
            entry.kind = Kind::Socks5;
        else if (proxy.type() == QNetworkProxy::HttpProxy || proxy.type() == QNetworkProxy::HttpCachingProxy)
            entry.kind = Kind::Http;
        entries.push_back(entry);
    }
    return entries;
}

QString variableOf(const QString& name)
{
    return qEnvironmentVariable(name.toLatin1().constData());
}

} // namespace

EnvironmentProxy environmentProxy(const core::Target& target, const std::function<QString(const QString&)>& value)
{
    QStringList names{u"all_proxy"_s};
    if (spokenBy(target) == core::Protocol::Https)
        names.prepend(u"https_proxy"_s);
    else if (spokenBy(target) == core::Protocol::Http)
        names.prepend(u"http_proxy"_s);
    const auto either = [&](const QString& name) { return value(name).isEmpty() ? name.toUpper() : name; };
    for (const QString& name : names) {
        const QString variable = either(name);
        const QString text = value(variable);
        if (text.isEmpty())
            continue;
        if (isExempt(target.host.toLower(), value(either(u"no_proxy"_s))))
            return {.named = true, .choice = std::nullopt};
        return {.named = true, .choice = proxyIn(variable, text)};
    }
    return {.named = false, .choice = std::nullopt};
}

ProxyChoice choiceFrom(std::span<const SettingsEntry> entries, const QString& script)
{
    using Kind = SettingsEntry::Kind;
    if (entries.empty() || entries.front().kind == Kind::Direct) {
        if (!script.isEmpty() && entries.size() < 2) // a list is a script's work: it was run
            return scriptUnread(script);
        return std::nullopt;
    }
    const SettingsEntry& first = entries.front();
    const auto host = core::parseHost(first.host);
    if (first.kind == Kind::Other || !host || first.port < 1 || first.port > 65535)
        return unusable(QCoreApplication::translate("computer",
                                                    "The system's settings name the proxy %1, which is of a kind that "
                                                    "cannot be used here; an HTTP or SOCKS5 proxy was expected.")
                            .arg(first.host + u':' + QString::number(first.port)));
    return core::ProxyServer{.kind = first.kind == Kind::Http ? core::ProxyServer::Kind::Http
                                                              : core::ProxyServer::Kind::Socks5,
                             .host = *host,
                             .port = first.port,
                             .user = first.user,
                             .password = first.password};
}

ProxyChoice systemProxy(const core::Target& target)
{
    if (EnvironmentProxy named = environmentProxy(target, variableOf); named.named)
        return std::move(named.choice);
    return choiceFrom(settingsFor(target), desktopProxyScript());
}

std::vector<FoundProxy> readProxies(const core::Target& target)
{
    std::vector<FoundProxy> found;
    if (const auto named = environmentProxy(target, variableOf); named.choice && *named.choice)
        found.push_back({u"environment"_s, **named.choice});
    const auto settings = choiceFrom(settingsFor(target), {});
    if (settings && *settings && (found.empty() || found.front().proxy.host != (*settings)->host))
        found.push_back({u"system"_s, **settings});
    return found;
}

} // namespace doctor::computer
