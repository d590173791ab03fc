// SPDX-License-Identifier: GPL-3.0-or-later
// Tells a protocol by the first bytes that a server sends.
#include "app/probes/database_words.h"
#include "app/probes/protocols.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

using core::Protocol;

bool looksLikeTls(const QByteArray& bytes)
{
    // Record types 20 to 23, then a version of major number 3 (RFC 8446 §5.1).
    return bytes.size() >= 3 && bytes[0] >= 20 && bytes[0] <= 23 && bytes[1] == 3 && bytes[2] >= 0 && bytes[2] <= 4;
}

bool looksLikeMysql(const QByteArray& bytes)
{
    // A packet numbered 0 or 1 that holds the greeting's version 10, or an error (MySQL client/server protocol). Errors
    // of the greeting may be numbered 1: MariaDB answers so when it is full.
    const bool numbered = bytes.size() > 5 && (bytes[3] == 0 || bytes[3] == 1) && bytes[2] == 0;
    return numbered && (bytes[4] == char(0xff) || (bytes[3] == 0 && bytes[4] == 10));
}

bool isNumberedReply(const QByteArray& bytes)
{
    return bytes.size() >= 4 && bytes[0] >= '1' && bytes[0] <= '5' && bytes[1] >= '0' && bytes[1] <= '5' &&
           bytes[2] >= '0' && bytes[2] <= '9' && (bytes[3] == ' ' || bytes[3] == '-');
}

QString numberedReply(const QByteArray& bytes, Protocol asked)
{
    const QByteArray upper = bytes.left(512).toUpper();
    if (upper.contains("SMTP") || upper.contains("POSTFIX") || upper.contains("EXIM"))
        return u"smtp"_s;
    if (upper.contains("FTP"))
        return u"ftp"_s;
    if (asked == Protocol::Smtp)
        return u"smtp"_s;
    return asked == Protocol::Ftp ? u"ftp"_s : u"unknown"_s;
}

bool startsWithAny(const QByteArray& bytes, std::initializer_list<const char*> starts)
{
    return std::any_of(starts.begin(), starts.end(), [&](const char* start) { return bytes.startsWith(start); });
}

/// How web servers answer plain words on a port that they serve in TLS (nginx, Apache, Go).
bool wantsTls(const QByteArray& answer)
{
    const auto says = [&](const char* words) { return answer.contains(words); };
    return says("sent to HTTPS port") || says("SSL-enabled server port") || says("HTTP request to an HTTPS server");
}

} // namespace

QString looksLike(const QByteArray& bytes, Protocol asked)
{
    if (bytes.isEmpty())
        return u"unknown"_s;
    if (asked == Protocol::Postgres && looksLikePostgres(bytes))
        return u"postgres"_s;
    if (looksLikePreloginAnswer(bytes))
        return u"sqlserver"_s;
    if (bytes.startsWith("HTTP/"))
        return wantsTls(bytes) ? u"tls"_s : u"http"_s;
    if (looksLikeTls(bytes))
        return u"tls"_s;
    if (bytes.startsWith("SSH-"))
        return u"ssh"_s;
    if (looksLikeMysql(bytes))
        return u"mysql"_s;
    if (isNumberedReply(bytes))
        return numberedReply(bytes, asked);
    if (startsWithAny(bytes, {"+PONG", "-ERR ", "-NOAUTH", "-DENIED", "-LOADING", "-MISCONF"}))
        return u"redis"_s;
    if (startsWithAny(bytes, {"VERSION ", "ERROR\r\n", "CLIENT_ERROR "}))
        return u"memcached"_s;
    return u"unknown"_s;
}

bool greets(Protocol protocol)
{
    return protocol == Protocol::Ssh || protocol == Protocol::Smtp || protocol == Protocol::Ftp ||
           protocol == Protocol::Mysql;
}

bool isHttp(Protocol protocol)
{
    return protocol == Protocol::Http || protocol == Protocol::Https;
}

bool repeatable(Protocol protocol)
{
    return isHttp(protocol) || protocol == Protocol::Redis || protocol == Protocol::Memcached ||
           protocol == Protocol::Smtp || protocol == Protocol::Ftp;
}

double quietBeforeLogin(Protocol protocol)
{
    switch (protocol) {
    case Protocol::Postgres:
        return 50;
    case Protocol::Ssh:
        return 105;
    default:
        return 0;
    }
}

} // namespace doctor::probes
