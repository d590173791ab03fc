// SPDX-License-Identifier: GPL-3.0-or-later
// A proxy as a value, and how to read it from what the user or the environment says.
#pragma once

#include "app/core/base/error.h"

#include <QString>
#include <optional>

namespace doctor::core
{

struct ProxyServer {
    enum class Kind {
        Http,   ///< HTTP/1.1 CONNECT (RFC 9110 §9.3.6)
        Socks5, ///< RFC 1928, the name is looked up by the proxy
    };
    Kind kind = Kind::Http;
    QString host;
    int port = 0;
    QString user; ///< empty: no login
    QString password;
    bool operator==(const ProxyServer&) const = default;
};

/// Reads "http://[user:password@]host[:port]", "socks5://…", "socks5h://…" or "host:port". An empty text and "none"
/// mean no proxy. Errors are one sentence that says what was expected (ErrorCode::InvalidInput).
[[nodiscard]] Result<std::optional<ProxyServer>> parseProxy(const QString& text);

/// "http://host:port": the proxy without its login, fit for records and screens.
[[nodiscard]] QString displayName(const ProxyServer& proxy);

/// The same as parseProxy() reads it, login and all: for a Target, never for records or screens.
[[nodiscard]] QString proxyUrl(const ProxyServer& proxy);

} // namespace doctor::core
