// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of schemes and ports, and the patterns by which an address is found in an error line.
#include "app/core/model/target_text.h"

#include <QRegularExpression>
#include <array>

namespace doctor::core
{

namespace
{

struct SchemeRow {
    const char* scheme;
    Protocol protocol;
    int port;
};

// Ports: IANA service name and port number registry.
constexpr std::array Schemes{
    SchemeRow{"http", Protocol::Http, 80},
    SchemeRow{"https", Protocol::Https, 443},
    SchemeRow{"ws", Protocol::Http, 80},
    SchemeRow{"wss", Protocol::Https, 443},
    SchemeRow{"tcp", Protocol::Tcp, 0},
    SchemeRow{"tls", Protocol::Tls, 0},
    SchemeRow{"ssl", Protocol::Tls, 0},
    SchemeRow{"ssh", Protocol::Ssh, 22},
    SchemeRow{"sftp", Protocol::Ssh, 22},
    SchemeRow{"smtp", Protocol::Smtp, 25},
    SchemeRow{"smtps", Protocol::Tls, 465},
    SchemeRow{"ftp", Protocol::Ftp, 21},
    SchemeRow{"ftps", Protocol::Tls, 990},
    SchemeRow{"redis", Protocol::Redis, 6379},
    SchemeRow{"rediss", Protocol::Tls, 6379},
    SchemeRow{"memcached", Protocol::Memcached, 11211},
    SchemeRow{"postgres", Protocol::Postgres, 5432},
    SchemeRow{"postgresql", Protocol::Postgres, 5432},
    SchemeRow{"mysql", Protocol::Mysql, 3306},
    SchemeRow{"mariadb", Protocol::Mysql, 3306},
    SchemeRow{"sqlserver", Protocol::SqlServer, 1433},
    SchemeRow{"mssql", Protocol::SqlServer, 1433},
};

struct PortRow {
    int port;
    Protocol protocol;
};

// The first row of a protocol is its default port.
constexpr std::array Ports{
    PortRow{80, Protocol::Http},         PortRow{443, Protocol::Https},     PortRow{22, Protocol::Ssh},
    PortRow{25, Protocol::Smtp},         PortRow{21, Protocol::Ftp},        PortRow{6379, Protocol::Redis},
    PortRow{11211, Protocol::Memcached}, PortRow{5432, Protocol::Postgres}, PortRow{3306, Protocol::Mysql},
    PortRow{1433, Protocol::SqlServer},  PortRow{8080, Protocol::Http},     PortRow{8000, Protocol::Http},
    PortRow{8443, Protocol::Https},      PortRow{587, Protocol::Smtp},      PortRow{465, Protocol::Tls},
    PortRow{636, Protocol::Tls},         PortRow{853, Protocol::Tls},       PortRow{993, Protocol::Tls},
    PortRow{995, Protocol::Tls},
};

/// First capture groups of the pattern joined to "host:port"; a URL pattern has one group only.
QString firstMatch(const QString& line, const QString& pattern)
{
    const QRegularExpression expression(pattern, QRegularExpression::CaseInsensitiveOption);
    auto matches = expression.globalMatch(line);
    while (matches.hasNext()) {
        const auto match = matches.next();
        if (expression.captureCount() == 1) {
            return match.captured(1);
        }
        const QString host = match.captured(1);
        const QString joined =
            (host.count(u':') > 1 && !host.startsWith(u'[') ? u'[' + host + u']' : host) + u':' + match.captured(2);
        if (parseTarget(joined)) {
            return joined;
        }
    }
    return {};
}

} // namespace

std::optional<SchemeMeaning> protocolOfScheme(const QString& scheme)
{
    for (const SchemeRow& row : Schemes) {
        if (scheme == QLatin1String(row.scheme)) {
            return SchemeMeaning{row.protocol, row.port};
        }
    }
    return std::nullopt;
}

HostPort splitHostPort(const QString& text)
{
    if (text.startsWith(u'[')) {
        const auto close = text.indexOf(u']');
        if (close > 0) {
            const QString rest = text.mid(close + 1);
            return {text.left(close + 1), rest.startsWith(u':') ? rest.mid(1) : rest, !rest.isEmpty()};
        }
    }
    auto separator = text.lastIndexOf(u':');
    if (separator < 0) {
        separator = text.lastIndexOf(u',');
    }
    if (separator < 0) {
        return {text, {}, false};
    }
    return {text.left(separator), text.mid(separator + 1), true};
}

QString findTargetInLine(const QString& line)
{
    const QString name = QStringLiteral("((?:[\\w-]+\\.)+[\\w-]*[a-z][\\w-]*|localhost|\\d{1,3}(?:\\.\\d{1,3}){3})");
    // From the surest form to the weakest; source files ("main.cpp:12") and clock times are not addresses.
    const QStringList patterns{
        QStringLiteral(
            "\\b((?:https?|wss?|tcp|tls|ssh|sftp|smtps?|ftps?|rediss?|memcached|postgres(?:ql)?|mysql|mariadb|"
            "sqlserver|mssql)://[^\\s\"'<>)]+)"),
        QStringLiteral("->\\s*(\\[[0-9a-f:.]+(?:%\\w+)?\\]|[\\w.-]+):(\\d{1,5})\\b"),
        QStringLiteral("host[=:]\\s*['\"]?([\\w.:-]+?)['\"]?[,;]?\\s*port[=:]\\s*['\"]?(\\d{1,5})\\b"),
        QStringLiteral("(\\[[0-9a-f:.]+(?:%\\w+)?\\]):(\\d{1,5})\\b"),
        name + QStringLiteral("\\s*(?:\\([^)]*\\))?,?\\s+port:?\\s+(\\d{1,5})\\b"),
        QStringLiteral(
            "(?<![\\w./-])(?!\\S+\\.(?:cpp|cc|h|hpp|c|java|kt|js|ts|php|rb|go|so|dll|exe|log):)(?:[\\w.-]+/)?") +
            name + QStringLiteral(":(\\d{1,5})\\b(?!:\\d)"),
    };
    for (const QString& pattern : patterns) {
        if (const QString found = firstMatch(line, pattern); !found.isEmpty()) {
            return found;
        }
    }
    return {};
}

Protocol protocolOfPort(int port)
{
    for (const PortRow& row : Ports) {
        if (row.port == port) {
            return row.protocol;
        }
    }
    return Protocol::Auto;
}

int defaultPort(Protocol protocol)
{
    for (const PortRow& row : Ports) {
        if (row.protocol == protocol && protocol != Protocol::Tls) {
            return row.port;
        }
    }
    return 0;
}

} // namespace doctor::core
