// SPDX-License-Identifier: GPL-3.0-or-later
// Checking a host alone: a name, an international name or a numeric address.
#include "app/core/model/ip_address.h"
#include "app/core/model/target.h"

#include <QCoreApplication>
#include <QUrl>
#include <algorithm>

namespace doctor::core
{

namespace
{

// RFC 1035: a name has at most 253 characters, a label at most 63.
constexpr qsizetype MaxName = 253;
constexpr qsizetype MaxLabel = 63;

auto refused(const QString& message)
{
    return failure(ErrorCode::InvalidInput, message);
}

QString shortened(const QString& text)
{
    return text.size() > 60 ? text.left(60) + u'…' : text;
}

Result<QString> checkAddress(const QString& text, const IpAddress& address)
{
    if (address.isBroadcast()) {
        return refused(
            QCoreApplication::translate("core", "%1 is a broadcast address, which no connection can be opened to.")
                .arg(text));
    }
    if (address.isMulticast()) {
        return refused(
            QCoreApplication::translate("core", "%1 is a multicast address, which no connection can be opened to.")
                .arg(text));
    }
    if (address.isUnspecified()) {
        return refused(QCoreApplication::translate(
                           "core", "%1 stands for every address of this computer; type one of them, for example %2.")
                           .arg(text, address.isV6 ? QStringLiteral("::1") : QStringLiteral("127.0.0.1")));
    }
    return address.zone.isEmpty() ? text.toLower() : text.section(u'%', 0, 0).toLower() + u'%' + address.zone;
}

bool isPlainSign(QChar sign)
{
    const auto code = sign.unicode();
    return (code >= u'a' && code <= u'z') || (code >= u'0' && code <= u'9') || code == u'-' || code == u'_';
}

/// First problem of an ASCII name, as a sentence; empty when there is none.
QString nameProblem(const QString& name, const QString& typed)
{
    if (name.size() > MaxName) {
        return QCoreApplication::translate("core", "A host name has at most %1 characters; this one has %2.")
            .arg(MaxName)
            .arg(name.size());
    }
    const QStringList labels = name.split(u'.');
    for (const QString& label : labels) {
        if (label.isEmpty()) {
            return QCoreApplication::translate("core", "There is an empty part between the dots of “%1”.")
                .arg(shortened(typed));
        }
        if (label.size() > MaxLabel) {
            return QCoreApplication::translate("core",
                                               "A part of a host name has at most %1 characters; “%2” is longer.")
                .arg(MaxLabel)
                .arg(shortened(label));
        }
        const auto odd = std::find_if_not(label.begin(), label.end(), isPlainSign);
        if (odd != label.end()) {
            return odd->isPrint() ? QCoreApplication::translate("core", "An address cannot hold the sign “%1”: “%2”.")
                                        .arg(*odd)
                                        .arg(shortened(typed))
                                  : QCoreApplication::translate("core", "An address cannot hold control characters.");
        }
        if (label.startsWith(u'-') || label.endsWith(u'-')) {
            return QCoreApplication::translate("core", "A part of a host name cannot start or end with “-”: “%1”.")
                .arg(shortened(typed));
        }
    }
    const QString& last = labels.constLast();
    if (std::all_of(last.begin(), last.end(), [](QChar sign) { return sign.isDigit(); })) {
        return QCoreApplication::translate(
                   "core", "“%1” is not a complete numeric address; four numbers from 0 to 255 are expected, for "
                           "example 192.0.2.10.")
            .arg(shortened(typed));
    }
    return {};
}

} // namespace

Result<QString> parseHost(const QString& text)
{
    QString host = text.trimmed();
    if (host.startsWith(u'[') && host.endsWith(u']')) {
        host = host.mid(1, host.size() - 2);
    }
    if (host.isEmpty()) {
        return refused(
            QCoreApplication::translate("core", "Type the address of the service, for example db.example.org:1433."));
    }
    if (const auto address = parseIpAddress(host)) {
        return checkAddress(host, *address);
    }
    const bool hasSpace = std::any_of(host.begin(), host.end(), [](QChar sign) { return sign.isSpace(); });
    if (hasSpace) {
        return refused(QCoreApplication::translate("core", "An address cannot hold a space: “%1”.")
                           .arg(shortened(host.simplified())));
    }
    if (host.contains(u':')) {
        return refused(QCoreApplication::translate("core", "“%1” is not an IPv6 address; one looks like 2001:db8::1.")
                           .arg(shortened(host)));
    }
    if (host.endsWith(u'.') && host.size() > 1) {
        host.chop(1);
    }
    QString name = host.toLower();
    const bool ascii = std::all_of(host.begin(), host.end(), [](QChar sign) { return sign.unicode() < 128; });
    if (!ascii && host.size() <= MaxName) {
        name = QString::fromLatin1(QUrl::toAce(host)).toLower();
        if (name.isEmpty()) {
            return refused(QCoreApplication::translate("core", "“%1” cannot be written as an internet host name.")
                               .arg(shortened(host)));
        }
    }
    if (const QString problem = nameProblem(name, host); !problem.isEmpty()) {
        return refused(problem);
    }
    return name;
}

} // namespace doctor::core
