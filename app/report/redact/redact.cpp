// SPDX-License-Identifier: GPL-3.0-or-later
// Walks the session's JSON form, so that a field added later is covered without a change here.
#include "app/report/redact/redact.h"

#include "app/core/json/session_json.h"
#include "app/core/model/ip_address.h"
#include "app/report/redact/pseudonyms.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QUrl>

namespace doctor::report
{

namespace
{

/// Members that hold machine words of ours: never private, and their meaning must survive.
bool isMachineWord(const QString& key)
{
    static const QSet<QString> keys{
        u"schema"_qs, u"id"_qs,       u"state"_qs,        u"reason"_qs,        u"phase"_qs,         u"how"_qs,
        u"who"_qs,    u"protocol"_qs, u"family"_qs,       u"closedBy"_qs,      u"question"_qs,      u"purpose"_qs,
        u"place"_qs,  u"platform"_qs, u"phaseReached"_qs, u"practiceFault"_qs, u"language"_qs,      u"startedAt"_qs,
        u"tool"_qs,   u"inQuiet"_qs,  u"wake"_qs,         u"looksLike"_qs,     u"afterHandshake"_qs};
    return keys.contains(key);
}

/// Members whose text comes from the knowledge base, with measured values filled in. Patterns are not searched there:
/// a file name or an example address in a setting to copy is nobody's secret.
bool isOurOwnText(const QString& key)
{
    static const QSet<QString> keys{u"title"_qs, u"steps"_qs, u"snippet"_qs, u"risk"_qs,
                                    u"why"_qs,   u"text"_qs,  u"summary"_qs};
    return keys.contains(key);
}

void collect(const QString& key, const QJsonValue& value, Pseudonyms& words)
{
    if (isMachineWord(key) || isOurOwnText(key)) {
        return;
    }
    if (value.isString()) {
        words.collect(value.toString());
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (const QJsonValue& entry : array) {
            collect(key, entry, words);
        }
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            words.collect(it.key());
            collect(it.key(), it.value(), words);
        }
    }
}

QJsonValue replaced(const QString& key, const QJsonValue& value, Pseudonyms& words)
{
    if (isMachineWord(key)) {
        return value;
    }
    if (value.isString()) {
        return words.replace(value.toString());
    }
    if (value.isArray()) {
        QJsonArray result;
        const QJsonArray array = value.toArray();
        for (const QJsonValue& entry : array) {
            result.append(replaced(key, entry, words));
        }
        return result;
    }
    if (value.isObject()) {
        QJsonObject result;
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            result.insert(words.replace(it.key()), replaced(it.key(), it.value(), words));
        }
        return result;
    }
    return value;
}

void addHost(const QString& host, Pseudonyms& words)
{
    words.add(u"host"_qs, host);
    const QString unicode = QUrl::fromAce(host.toLatin1());
    if (!unicode.isEmpty() && unicode != host) {
        words.add(u"host"_qs, unicode);
    }
    for (qsizetype dot = host.indexOf(u'.'); dot > 0; dot = host.indexOf(u'.', dot + 1)) {
        const QString parent = host.mid(dot + 1);
        if (parent.contains(u'.')) {
            words.add(u"host"_qs, parent);
        }
    }
}

void addTarget(const core::Target& target, Pseudonyms& words)
{
    if (core::parseIpAddress(target.host)) {
        words.add(u"ip"_qs, target.host);
    } else {
        addHost(target.host, words);
    }
    for (const QString& address : target.addresses) {
        words.add(u"ip"_qs, address);
    }
    addHost(target.serverName, words);
    addHost(QUrl(target.proxy).host(), words);
    // A short path such as "/a" stands in too many innocent places to be replaced everywhere.
    const QString path = target.path.section(u'?', 0, 0).mid(1);
    if (path.size() > 3) {
        words.add(u"path"_qs, path);
    }
}

QString plainProxy(const QString& proxy)
{
    QUrl url(proxy);
    if (!url.isValid() || url.host().isEmpty()) {
        return {};
    }
    url.setUserInfo({});
    url.setPath({});
    url.setQuery(QString());
    return url.toString();
}

/// The parts that are dropped rather than replaced.
core::Session withoutSecrets(core::Session session)
{
    core::Target& target = session.target;
    target.proxy = plainProxy(target.proxy);
    if (target.path.contains(u'?')) {
        target.path = target.path.section(u'?', 0, 0);
    }
    return session;
}

} // namespace

core::Result<core::Session> redacted(const core::Session& session, std::vector<Replacement>* replacements)
{
    const core::Session plain = withoutSecrets(session);
    Pseudonyms words;
    addTarget(plain.target, words);
    for (const core::TestRecord& test : plain.tests)
        for (const QJsonValue& found : test.facts.value(u"proxies"_qs).toArray())
            addHost(QUrl(found[u"proxy"].toString()).host(), words);
    const QJsonObject json = core::toJson(plain);
    collect({}, json, words);
    const QJsonObject result = replaced({}, json, words).toObject();
    if (replacements) {
        *replacements = words.replacements();
    }
    return core::sessionFromJson(QJsonDocument(result).toJson(QJsonDocument::Compact));
}

} // namespace doctor::report
