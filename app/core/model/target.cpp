// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a target from whatever was typed or pasted: host and port, a URL, or an error line that holds one.
#include "app/core/model/target.h"

#include "app/core/model/ip_address.h"
#include "app/core/model/target_text.h"

#include <QCoreApplication>
#include <QUrl>
#include <algorithm>

namespace doctor::core
{

namespace
{

/// Longer texts are no address and no error line.
constexpr qsizetype MaxText = 64 * 1024;

auto refused(const QString& message)
{
    return failure(ErrorCode::InvalidInput, message);
}

bool isNumber(const QString& text)
{
    return !text.isEmpty() &&
           std::all_of(text.begin(), text.end(), [](QChar sign) { return sign >= u'0' && sign <= u'9'; });
}

Result<int> parsePort(const QString& text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty()) {
        return refused(
            QCoreApplication::translate("core", "The port is missing after the colon; ports go from 1 to 65535."));
    }
    if (!isNumber(trimmed)) {
        return refused(QCoreApplication::translate("core", "“%1” is not a port; ports are numbers from 1 to 65535.")
                           .arg(trimmed.left(40)));
    }
    bool fits = false;
    const int port = trimmed.toInt(&fits);
    if (!fits || port < 1 || port > 65535) {
        return refused(QCoreApplication::translate("core", "Ports go from 1 to 65535."));
    }
    return port;
}

auto missingPort(const QString& host)
{
    return refused(QCoreApplication::translate("core", "Add the port of the service, for example %1:443.")
                       .arg(host.contains(u':') ? u'[' + host + u']' : host));
}

Result<Target> makeTarget(const QString& host, const QString& port, bool hasPort, Protocol wanted)
{
    auto checked = parseHost(host);
    if (!checked) {
        return tl::unexpected(checked.error());
    }
    Target target;
    target.host = *checked;
    target.protocol = wanted;
    if (!hasPort) {
        target.port = defaultPort(wanted);
        return target.port == 0 ? Result<Target>(missingPort(target.host)) : Result<Target>(target);
    }
    const auto number = parsePort(port);
    if (!number) {
        return tl::unexpected(number.error());
    }
    target.port = *number;
    return target;
}

Result<Target> parseUrl(const QString& text, Protocol wanted)
{
    const QString scheme = text.section(u"://"_qs, 0, 0).toLower();
    const auto known = protocolOfScheme(scheme);
    if (!known) {
        return refused(QCoreApplication::translate(
                           "core", "“%1” is not a protocol that can be tested; type host and port instead, for example "
                                   "db.example.org:1433.")
                           .arg(scheme.left(40)));
    }
    QString rest = text.section(u"://"_qs, 1);
    const auto end =
        std::find_if(rest.begin(), rest.end(), [](QChar sign) { return QStringView(u"/?#;").contains(sign); });
    const auto length = std::distance(rest.begin(), end);
    QString authority = rest.left(length);
    const QString path = rest.mid(length);
    authority = authority.mid(authority.lastIndexOf(u'@') + 1); // names and passwords are never kept
    const HostPort parts = splitHostPort(authority);
    auto target = makeTarget(parts.host, parts.hasPort ? parts.port : QString::number(known->port),
                             parts.hasPort || known->port != 0, known->protocol);
    if (!target) {
        return target;
    }
    const bool http = known->protocol == Protocol::Http || known->protocol == Protocol::Https;
    if (http) {
        target->path = QString::fromLatin1(
            QUrl(u"http://h"_qs + path).toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment));
    }
    if (wanted != Protocol::Auto) {
        target->protocol = wanted;
    }
    return target;
}

/// A bare IPv6 address: complete with a protocol's own port, else a request for brackets.
Result<Target> parseBareV6(const QString& text, Protocol wanted)
{
    if (parseIpAddress(text) && defaultPort(wanted) != 0) {
        return makeTarget(text, {}, false, wanted);
    }
    const QString head = text.section(u':', 0, -2);
    const QString tail = text.section(u':', -1);
    const bool endsInPort = parseIpAddress(head) && parsePort(tail);
    if (!endsInPort && !parseIpAddress(text)) {
        return makeTarget(text, {}, false, wanted);
    }
    return refused(QCoreApplication::translate(
                       "core", "Put an IPv6 address in brackets so that the port stands out, for example %1.")
                       .arg(endsInPort ? u'[' + head + u"]:"_qs + tail : u'[' + text + u"]:443"_qs));
}

bool hasSpace(const QString& text)
{
    return std::any_of(text.begin(), text.end(), [](QChar sign) { return sign.isSpace(); });
}

Result<Target> parseWords(const QString& text, Protocol wanted)
{
    const QStringList words = text.simplified().split(u' ');
    if (words.size() == 2) {
        if (isNumber(words.at(1))) { // a number out of range gets the sentence about ports
            const QString host = words.at(0).endsWith(u':') ? words.at(0).chopped(1) : words.at(0);
            return makeTarget(host, words.at(1), true, wanted);
        }
    }
    if (const QString found = findTargetInLine(text); !found.isEmpty()) {
        return parseTarget(found, wanted);
    }
    if (text.size() <= 60 && !text.contains(u':')) {
        return makeTarget(text, {}, false, wanted); // says that an address cannot hold a space
    }
    return refused(
        QCoreApplication::translate("core", "No address was found in this text; type it like db.example.org:1433."));
}

} // namespace

Result<Target> parseTarget(const QString& text, Protocol wanted)
{
    QString trimmed = text.trimmed();
    if (trimmed.size() > MaxText) {
        return refused(QCoreApplication::translate(
            "core", "This text is too long to be an address; type it like db.example.org:1433."));
    }
    if (trimmed.startsWith(u"jdbc:", Qt::CaseInsensitive)) {
        trimmed.remove(0, 5);
    }
    if (hasSpace(trimmed)) {
        return parseWords(trimmed, wanted);
    }
    if (trimmed.contains(u"://")) {
        return parseUrl(trimmed, wanted);
    }
    if (trimmed.startsWith(u"tcp:", Qt::CaseInsensitive) && trimmed.contains(u',')) {
        trimmed.remove(0, 4); // "tcp:host,1433" as SQL Server's connection strings write it
    }
    if (!trimmed.startsWith(u'[') && trimmed.count(u':') > 1) {
        return parseBareV6(trimmed, wanted);
    }
    const HostPort parts = splitHostPort(trimmed);
    return makeTarget(parts.host, parts.port, parts.hasPort, wanted);
}

QString displayName(const Target& target)
{
    const QString host = target.host.contains(u':') ? u'[' + target.host + u']' : target.host;
    return host + u':' + QString::number(target.port);
}

bool isLoopback(const Target& target)
{
    const QString host = target.host.toLower();
    if (host == u"localhost" || host.endsWith(u".localhost")) {
        return true;
    }
    const auto address = parseIpAddress(host);
    return address && address->isLoopback();
}

} // namespace doctor::core
