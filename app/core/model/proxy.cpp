// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a proxy's URL.
#include "app/core/model/proxy.h"

#include "app/core/model/target.h"

#include <QCoreApplication>
#include <QUrl>

namespace doctor::core
{

namespace
{

using namespace Qt::StringLiterals;

// Usual ports where the URL names none: squid's, and IANA's for SOCKS.
constexpr int HttpProxyPort = 3128;
constexpr int SocksPort = 1080;

auto refused(const QString& text)
{
    return failure(ErrorCode::InvalidInput,
                   QCoreApplication::translate("core", "“%1” is not a proxy; expected http://host:port, "
                                                       "socks5://host:port or none.")
                       .arg(text.left(80)));
}

} // namespace

Result<std::optional<ProxyServer>> parseProxy(const QString& text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty() || trimmed == u"none")
        return std::nullopt;
    const QUrl url(trimmed.contains(u"://") ? trimmed : u"http://"_s + trimmed, QUrl::StrictMode);
    // The login may be a secret: it must not come back in a message.
    const QString shown = url.isValid() ? url.toString(QUrl::RemoveUserInfo) : trimmed.section(u'@', -1);
    const QString scheme = url.scheme().toLower();
    const bool socks = scheme == u"socks5" || scheme == u"socks5h";
    const bool plain = (url.path().isEmpty() || url.path() == u"/") && !url.hasQuery() && !url.hasFragment();
    if (!url.isValid() || !(socks || scheme == u"http") || !plain)
        return refused(shown);
    const auto host = parseHost(url.host());
    if (!host)
        return refused(shown);
    const int port = url.port(socks ? SocksPort : HttpProxyPort);
    if (port < 1 || port > 65535)
        return refused(shown);
    return ProxyServer{.kind = socks ? ProxyServer::Kind::Socks5 : ProxyServer::Kind::Http,
                       .host = *host,
                       .port = port,
                       .user = url.userName(),
                       .password = url.password()};
}

QString displayName(const ProxyServer& proxy)
{
    const QString scheme = proxy.kind == ProxyServer::Kind::Http ? u"http"_s : u"socks5"_s;
    const QString host = proxy.host.contains(u':') ? u'[' + proxy.host + u']' : proxy.host;
    return u"%1://%2:%3"_s.arg(scheme, host).arg(proxy.port);
}

QString proxyUrl(const ProxyServer& proxy)
{
    QUrl url(displayName(proxy));
    url.setUserName(proxy.user, QUrl::DecodedMode);
    url.setPassword(proxy.password, QUrl::DecodedMode);
    return url.toString(QUrl::FullyEncoded);
}

} // namespace doctor::core
