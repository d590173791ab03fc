// SPDX-License-Identifier: GPL-3.0-or-later
// Proxy settings from the environment by hand, and from the system by Qt.
#include "app/computer/proxies.h"

#include <QNetworkProxyFactory>
#include <QUrl>

namespace doctor::computer
{

using namespace Qt::StringLiterals;

namespace
{

bool speaksHttp(const core::Target& target)
{
    using core::Protocol;
    return target.protocol == Protocol::Http || target.protocol == Protocol::Https ||
           (target.protocol == Protocol::Auto && (core::protocolOfPort(target.port) == Protocol::Http ||
                                                  core::protocolOfPort(target.port) == Protocol::Https));
}

bool isSecure(const core::Target& target)
{
    return target.protocol == core::Protocol::Https ||
           (target.protocol == core::Protocol::Auto && core::protocolOfPort(target.port) == core::Protocol::Https);
}

bool isExempt(const QString& host, const QString& list)
{
    for (QString entry : list.split(u',', Qt::SkipEmptyParts)) {
        entry = entry.trimmed().section(u':', 0, 0).toLower();
        if (entry.startsWith(u'.'))
            entry.remove(0, 1);
        if (entry == u"*" || (!entry.isEmpty() && (host == entry || host.endsWith(u'.' + entry))))
            return true;
    }
    return false;
}

std::optional<core::ProxyServer> systemProxy(const core::Target& target)
{
    QUrl url;
    url.setScheme(isSecure(target) ? u"https"_s : u"http"_s);
    url.setHost(target.host);
    url.setPort(target.port);
    for (const QNetworkProxy& proxy : QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url))) {
        const bool socks = proxy.type() == QNetworkProxy::Socks5Proxy;
        if (socks || proxy.type() == QNetworkProxy::HttpProxy)
            return core::ProxyServer{.kind = socks ? core::ProxyServer::Kind::Socks5 : core::ProxyServer::Kind::Http,
                                     .host = proxy.hostName(),
                                     .port = proxy.port(),
                                     .user = {},
                                     .password = {}};
    }
    return std::nullopt;
}

} // namespace

std::optional<core::ProxyServer> environmentProxy(const core::Target& target,
                                                  const std::function<QString(const QString&)>& value)
{
    const auto either = [&](const QString& name) {
        const QString lower = value(name);
        return lower.isEmpty() ? value(name.toUpper()) : lower;
    };
    if (isExempt(target.host.toLower(), either(u"no_proxy"_s)))
        return std::nullopt;
    QStringList names{u"all_proxy"_s};
    if (isSecure(target))
        names.prepend(u"https_proxy"_s);
    else if (speaksHttp(target))
        names.prepend(u"http_proxy"_s);
    for (const QString& name : names)
        if (const auto proxy = core::parseProxy(either(name)); proxy && *proxy)
            return *proxy;
    return std::nullopt;
}

std::vector<FoundProxy> readProxies(const core::Target& target)
{
    std::vector<FoundProxy> found;
    const auto variable = [](const QString& name) { return qEnvironmentVariable(name.toLatin1().constData()); };
    if (const auto proxy = environmentProxy(target, variable))
        found.push_back({u"environment"_s, *proxy});
    if (const auto proxy = systemProxy(target); proxy && (found.empty() || found.front().proxy.host != proxy->host))
        found.push_back({u"system"_s, *proxy});
    return found;
}

} // namespace doctor::computer
