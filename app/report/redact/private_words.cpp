// SPDX-License-Identifier: GPL-3.0-or-later
// The patterns of private words, and what only looks like one.
#include "app/report/redact/private_words.h"

#include "app/core/model/ip_address.h"

#include <QRegularExpression>
#include <QSet>
#include <algorithm>

namespace doctor::report
{

namespace
{

struct Finder {
    const char* kind;
    const char* needs;          ///< a sign that must be there for the pattern to be tried; empty: none
    QRegularExpression pattern; ///< what is private is its first group
};

const std::vector<Finder>& finders()
{
    const auto folded = QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption;
    const auto exact = QRegularExpression::UseUnicodePropertiesOption;
    static const std::vector<Finder> all{
        {"mail", "@", QRegularExpression(u"(?<![\\w.+-])([\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)"_qs, exact)},
        {"mac", ":", QRegularExpression(u"(?<![\\w:])((?:[0-9a-f]{2}:){5}[0-9a-f]{2})(?![\\w:])"_qs, folded)},
        {"mac", "-", QRegularExpression(u"(?<![\\w-])((?:[0-9a-f]{2}-){5}[0-9a-f]{2})(?![\\w-])"_qs, folded)},
        {"mac", ".", QRegularExpression(u"(?<![\\w.])((?:[0-9a-f]{4}\\.){2}[0-9a-f]{4})(?![\\w.])"_qs, folded)},
        // Credentials: who first, what with second.
        {"user", "@", QRegularExpression(u"://([^\\s:/@?#\"'<>]+)(?::[^\\s/@?#\"'<>]*)?@"_qs, exact)},
        {"secret", "@", QRegularExpression(u"://[^\\s:/@?#\"'<>]*:([^\\s/@?#\"'<>]+)@"_qs, exact)},
        {"secret", "",
         QRegularExpression(u"\\b(?:bearer|basic|negotiate|digest|token)\\s+"
                            "(?=\\S*[0-9=+/])([a-z0-9+/=_.~-]{8,})"_qs,
                            folded)},
        {"secret", ":",
         QRegularExpression(u"\\b(?:set-cookie|cookie|x-api-key|x-auth-token)\\s*:\\s*([^\\r\\n]+)"_qs, folded)},
        {"secret", "",
         QRegularExpression(u"(?:pass(?:word|wd|phrase)?|pwd|secret|api[_-]?key|access[_-]?key|private[_-]?key)"
                            "[\"']?\\s*[=:]\\s*[\"']?([^\\s\"'&;,<>]{4,})"_qs,
                            folded)},
        // Words that also stand before harmless ones ("session: closed") count when a digit follows.
        {"secret", "",
         QRegularExpression(
             u"(?:token|session(?:[_-]?id)?|sid|auth|signature|credential|cookie)[\"']?\\s*[=:]\\s*[\"']?"
             "(?=[^\\s\"'&;,<>]*\\d)([^\\s\"'&;,<>]{4,})"_qs,
             folded)},
        {"secret", ".", QRegularExpression(u"\\b(eyJ[\\w-]{8,}\\.[\\w-]{4,}(?:\\.[\\w-]*)?)"_qs, exact)},
        {"secret", "",
         QRegularExpression(u"\\b((?:AKIA|ASIA)[0-9A-Z]{12,}|gh[pousr]_\\w{16,}|glpat-[\\w-]{16,}|sk-[\\w-]{16,}|"
                            "xox[abprs]-[\\w-]{8,})"_qs,
                            exact)},
        {"secret", "",
         QRegularExpression(u"(?<![\\w:])([0-9a-f]{32,}|(?:[0-9a-f]{2}:){15,}[0-9a-f]{2})(?![\\w:])"_qs, folded)},
        {"secret", "-",
         QRegularExpression(u"(?<![\\w-])([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![\\w-])"_qs, folded)},
        {"query", "?", QRegularExpression(u"(?:://|[/\\w])[^\\s\"'<>?]*\\?([^\\s\"'<>#?]*=[^\\s\"'<>#]*)"_qs, exact)},
        {"certificate", "=",
         QRegularExpression(u"\\b(?:CN|OU|O|L|ST|emailAddress|serialNumber|organizationIdentifier)\\s*=\\s*\"?"
                            "([^,/\\n\\r\"+;]{2,}[^,/\\n\\r\"+;\\s])"_qs,
                            exact)},
        {"user", "",
         QRegularExpression(u"(?:/home/|/Users/|[A-Z]:\\\\+Users\\\\+|/var/mail/|/export/home/)"
                            "([^/\\\\\\s\"'<>:|?*,;)]+)"_qs,
                            folded)},
        {"user", "",
         QRegularExpression(u"\\b(?:user(?:name|id)?|login|role|account|uid=\\d+\\()[\"']?\\s*[=: (]\\s*[\"'“‘`]"
                            "([^\"'”’`\\s]{2,})[\"'”’`]"_qs,
                            folded)},
        {"user", "",
         QRegularExpression(u"\\b(?:user(?:name)?|login|logname)\\s*[=:]\\s*([\\w.\\\\$-]{2,})"_qs, folded)},
        {"user", "",
         QRegularExpression(u"\\b(?:password|publickey|invalid user|for user|authenticating user)\\s+(?:for\\s+)?"
                            "(?:invalid user\\s+|user\\s+)?([\\w.$-]{2,})(?=\\s+from\\b)"_qs,
                            folded)},
        {"user", "(", QRegularExpression(u"\\b[ug]id=\\d+\\(([^)\\s]+)\\)"_qs, folded)},
        {"ip", ".", QRegularExpression(u"(?<![\\p{L}\\p{N}.])(\\d{1,3}(?:\\.\\d{1,3}){3})(?![\\p{L}\\p{N}])"_qs)},
        {"ip", ":",
         QRegularExpression(
             u"(?<![\\w:.])([0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?::?\\d{1,3}(?:\\.\\d{1,3}){3})?(?:%[\\w.-]+)?)"_qs,
             QRegularExpression::CaseInsensitiveOption)},
        // Once with underscores as a part of names, once as their end: hosts stand in names of files and variables.
        {"host", "_",
         QRegularExpression(
             u"(?<![\\p{L}\\p{N}.-])((?:[\\p{L}\\p{N}-]+\\.)+(?:xn--[a-z0-9-]+|\\p{L}{2,}))(?![\\p{L}\\p{N}-])"_qs,
             folded)},
        {"host", ".",
         QRegularExpression(
             u"(?<![\\p{L}\\p{N}.-])((?:[\\w-]+\\.)+(?:xn--[a-z0-9-]+|\\p{L}{2,}))(?![\\p{L}\\p{N}-])"_qs, folded)},
    };
    return all;
}

/// Endings of files that no top-level domain shares; "run.sh" and "main.rs" could be hosts, and hiding one too many
/// does less harm than showing one.
bool isFileEnding(const QString& label)
{
    static const QSet<QString> endings{
        u"log"_qs,        u"conf"_qs,   u"txt"_qs,   u"json"_qs, u"xml"_qs,  u"yml"_qs,     u"yaml"_qs, u"cfg"_qs,
        u"ini"_qs,        u"exe"_qs,    u"dll"_qs,   u"html"_qs, u"htm"_qs,  u"php"_qs,     u"pcap"_qs, u"pcapng"_qs,
        u"gz"_qs,         u"pem"_qs,    u"crt"_qs,   u"key"_qs,  u"sock"_qs, u"service"_qs, u"cpp"_qs,  u"java"_qs,
        u"jar"_qs,        u"js"_qs,     u"go"_qs,    u"cs"_qs,   u"rb"_qs,   u"csv"_qs,     u"pdf"_qs,  u"toml"_qs,
        u"properties"_qs, u"socket"_qs, u"timer"_qs, u"bak"_qs,  u"tmp"_qs,  u"lock"_qs,    u"hpp"_qs,  u"kt"_qs,
        u"scala"_qs,      u"asp"_qs,    u"aspx"_qs,  u"jsp"_qs,  u"cgi"_qs,  u"css"_qs,     u"svg"_qs,  u"png"_qs,
        u"bz"_qs,         u"xz"_qs,     u"deb"_qs,   u"rpm"_qs,  u"dat"_qs,  u"db"_qs,      u"sql"_qs,  u"pid"_qs};
    return endings.contains(label.toLower());
}

/// "java.net.SocketException", "System.Net.Sockets.Socket", "io.netty.channel.unix.Errors".
bool isClassName(const QString& word)
{
    static const QSet<QString> roots{
        u"java"_qs,     u"javax"_qs,   u"jakarta"_qs,    u"jdk"_qs,       u"sun"_qs,      u"kotlin"_qs,   u"kotlinx"_qs,
        u"scala"_qs,    u"akka"_qs,    u"system"_qs,     u"microsoft"_qs, u"urllib3"_qs,  u"requests"_qs, u"aiohttp"_qs,
        u"asyncio"_qs,  u"httpx"_qs,   u"httpcore"_qs,   u"socket"_qs,    u"ssl"_qs,      u"okhttp3"_qs,  u"reactor"_qs,
        u"psycopg2"_qs, u"pymysql"_qs, u"sqlalchemy"_qs, u"django"_qs,    u"builtins"_qs, u"std"_qs,      u"boost"_qs};
    static const QSet<QString> reversed{u"com"_qs, u"org"_qs, u"net"_qs, u"io"_qs, u"de"_qs, u"dev"_qs, u"edu"_qs};
    static const QRegularExpression camel(u"^[A-Z]+[a-z0-9]+[A-Z]|^[a-z]+[A-Z][a-z]"_qs);
    static const QRegularExpression title(u"^[A-Z][a-z0-9]+"_qs);
    const QStringList labels = word.split(u'.');
    const QString& last = labels.last();
    if (roots.contains(labels.first().toLower()) || last.endsWith(u"Exception")) {
        return true;
    }
    const bool othersAreLower = word.left(word.size() - last.size()) == word.left(word.size() - last.size()).toLower();
    return (othersAreLower && camel.match(last).hasMatch()) ||
           (labels.size() > 2 && reversed.contains(labels.first()) && title.match(last).hasMatch());
}

bool isHost(const QString& word)
{
    return !isFileEnding(word.section(u'.', -1)) && !isClassName(word);
}

bool isWanted(const QString& kind, const QString& word)
{
    if (kind == u"ip") {
        return core::parseIpAddress(word).has_value();
    }
    return kind != u"host" || isHost(word);
}

/// "chacha20-poly1305@openssh.com": SSH names what is no standard after whoever made it (RFC 4251, section 6). The
/// maker's domain by itself is no secret either.
bool isSshName(const QString& word)
{
    static const QSet<QString> makers{u"openssh.com"_qs, u"libssh.org"_qs, u"lysator.liu.se"_qs};
    static const QRegularExpression algorithm(u"[-\\d]"_qs);
    const qsizetype at = word.lastIndexOf(u'@');
    return makers.contains(word.mid(at + 1).toLower()) && (at < 0 || algorithm.match(word.left(at)).hasMatch());
}

} // namespace

bool isNoSecret(const QString& word)
{
    static const QSet<QString> words{u"localhost"_qs, u"server"_qs, u"host"_qs,   u"client"_qs,  u"proxy"_qs,
                                     u"database"_qs,  u"mail"_qs,   u"web"_qs,    u"www"_qs,     u"test"_qs,
                                     u"user"_qs,      u"root"_qs,   u"public"_qs, u"default"_qs, u"true"_qs,
                                     u"false"_qs,     u"null"_qs,   u"none"_qs,   u"unknown"_qs};
    const QString plain = word.toLower();
    if (words.contains(plain) || plain.endsWith(u".localhost") || isSshName(word)) {
        return true;
    }
    const auto address = core::parseIpAddress(word);
    return address && (address->isLoopback() || address->isUnspecified());
}

std::vector<PrivateWord> findPrivateWords(const QString& text)
{
    std::vector<PrivateWord> found;
    for (const Finder& finder : finders()) {
        if (*finder.needs != '\0' && !text.contains(QLatin1Char(*finder.needs))) {
            continue;
        }
        const QString kind = QString::fromLatin1(finder.kind);
        auto matches = finder.pattern.globalMatch(text);
        while (matches.hasNext()) {
            const QString word = matches.next().captured(1).trimmed();
            if (isWanted(kind, word) && !isNoSecret(word)) {
                found.push_back({kind, word});
            }
        }
    }
    return found;
}

QStringList privateWords(const QString& text)
{
    static const QRegularExpression standIn(
        u"^(?:host|user|mail|mac|secret|query|certificate|word|path|ip-(?:private|public)-[A-Z])[\\w-]*\\d+$"_qs);
    QStringList words;
    QSet<QString> seen;
    for (const PrivateWord& found : findPrivateWords(text)) {
        if (!seen.contains(found.word) && !standIn.match(found.word).hasMatch()) {
            seen.insert(found.word);
            words << found.word;
        }
    }
    return words;
}

bool isPrivateAddress(const core::IpAddress& address)
{
    const auto& b = address.bytes;
    if (address.isV6) {
        return (b[0] & 0xfe) == 0xfc || (b[0] == 0xfe && (b[1] & 0xc0) == 0x80);
    }
    return b[0] == 10 || (b[0] == 172 && (b[1] & 0xf0) == 16) || (b[0] == 192 && b[1] == 168) ||
           (b[0] == 169 && b[1] == 254) || (b[0] == 100 && (b[1] & 0xc0) == 64);
}

} // namespace doctor::report
