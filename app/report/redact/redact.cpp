// SPDX-License-Identifier: GPL-3.0-or-later
// Walks the session's JSON form, so that a field added later is covered without a change here.
#include "app/report/redact/redact.h"

#include "app/core/json/session_json.h"
#include "app/core/model/ip_address.h"
#include "app/report/redact/private_words.h"
#include "app/report/redact/pseudonyms.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QSysInfo>
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

/// Members whose insides were measured or read, so that a key of ours may hold somebody else's words.
bool holdsMeasurements(const QString& key)
{
    static const QSet<QString> keys{u"facts"_qs, u"values"_qs, u"parameters"_qs, u"observations"_qs, u"environment"_qs};
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

/// Members that are private as a whole, whatever they look like.
QString privateKind(const QString& key)
{
    static const QHash<QString, QString> kinds{
        {u"subject"_qs, u"certificate"_qs}, {u"issuer"_qs, u"certificate"_qs}, {u"commonName"_qs, u"certificate"_qs},
        {u"serialNumber"_qs, u"secret"_qs}, {u"fingerprint"_qs, u"secret"_qs}, {u"user"_qs, u"user"_qs},
        {u"username"_qs, u"user"_qs},       {u"userName"_qs, u"user"_qs},      {u"password"_qs, u"secret"_qs},
        {u"token"_qs, u"secret"_qs},        {u"cookie"_qs, u"secret"_qs},      {u"hostname"_qs, u"host"_qs},
        {u"hostName"_qs, u"host"_qs},       {u"machine"_qs, u"host"_qs}};
    return kinds.value(key);
}

/// A walk over the JSON form; `measured` is set inside measured members.
class Walk
{
public:
    explicit Walk(Pseudonyms& words) : m_words(words) {}
    void collect(const QString& key, const QJsonValue& value, bool measured);
    [[nodiscard]] QJsonValue replaced(const QString& key, const QJsonValue& value, bool measured);

private:
    static bool staysAsItIs(const QString& key, const QJsonValue& value, bool measured)
    {
        // "user:when" names a question to the user and no user; a file in "log:app.log" may tell a lot.
        static const QRegularExpression ownSource(u"^(?:test|user|computer):[a-z-]{1,40}$"_qs);
        if (key == u"source" && !measured && ownSource.match(value.toString()).hasMatch()) {
            return true;
        }
        if (!isMachineWord(key)) {
            return false;
        }
        static const QRegularExpression plainWord(u"^[a-z-]{1,40}$"_qs);
        return !measured || (value.isString() && plainWord.match(value.toString()).hasMatch());
    }

    Pseudonyms& m_words;
};

void Walk::collect(const QString& key, const QJsonValue& value, bool measured)
{
    if (staysAsItIs(key, value, measured) || (!measured && isOurOwnText(key))) {
        return;
    }
    if (value.isString()) {
        const QString kind = measured ? privateKind(key) : QString();
        if (!kind.isEmpty()) {
            m_words.addWhole(kind, value.toString());
        }
        m_words.collect(value.toString());
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (const QJsonValue& entry : array) {
            collect(key, entry, measured);
        }
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            m_words.collect(it.key());
            collect(it.key(), it.value(), measured || holdsMeasurements(it.key()));
        }
    }
}

QJsonValue Walk::replaced(const QString& key, const QJsonValue& value, bool measured)
{
    if (staysAsItIs(key, value, measured)) {
        return value;
    }
    if (value.isString()) {
        return m_words.replace(value.toString());
    }
    if (value.isArray()) {
        QJsonArray result;
        const QJsonArray array = value.toArray();
        for (const QJsonValue& entry : array) {
            result.append(replaced(key, entry, measured));
        }
        return result;
    }
    if (value.isObject()) {
        QJsonObject result;
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            result.insert(m_words.replace(it.key()),
                          replaced(it.key(), it.value(), measured || holdsMeasurements(it.key())));
        }
        return result;
    }
    return value;
}

/// Names of one's own house stand alone in logs too: "payroll-db7" for payroll-db7.corp.example. A label that could be
/// a word of any sentence is left alone.
void addLabels(const QString& host, Pseudonyms& words)
{
    static const QRegularExpression telling(u"[0-9-]"_qs);
    for (const QString& label : host.split(u'.')) {
        if (label.size() >= 4 && !label.startsWith(u"xn--") && telling.match(label).hasMatch() &&
            !label.at(0).isDigit()) {
            words.add(u"host"_qs, label);
        }
    }
}

void addHost(const QString& host, Pseudonyms& words)
{
    if (host.isEmpty()) {
        return;
    }
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
    addLabels(host, words);
}

void addTarget(const core::Target& target, Pseudonyms& words)
{
    if (core::parseIpAddress(target.host)) {
        words.add(u"ip"_qs, target.host);
    } else {
        addHost(target.host, words);
    }
    for (const QString& address : target.addresses + QStringList{target.sourceAddress}) {
        words.add(u"ip"_qs, address);
    }
    if (!core::parseIpAddress(target.serverName)) {
        addHost(target.serverName, words);
    }
    const QString proxy = QUrl(target.proxy).host();
    if (!core::parseIpAddress(proxy)) {
        addHost(proxy, words);
    }
    // A short path such as "/a" stands in too many innocent places to be replaced everywhere.
    const QString path = target.path.section(u'?', 0, 0).mid(1);
    if (path.size() > 3) {
        words.add(u"path"_qs, path);
    }
}

/// Who sits here: logs and shell prompts carry both. Short names are words of every language.
void addThisComputer(Pseudonyms& words)
{
    for (const char* variable : {"USER", "USERNAME", "LOGNAME"}) {
        const QString user = qEnvironmentVariable(variable);
        if (user.size() >= 4) {
            words.add(u"user"_qs, user);
        }
    }
    const QString machine = QSysInfo::machineHostName();
    if (machine.size() >= 4 && !core::parseIpAddress(machine)) {
        words.add(u"host"_qs, machine);
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
    url.setFragment(QString());
    return url.toString();
}

/// Query values that stand alone elsewhere, such as a token that the server repeats.
void addQuery(const QString& path, Pseudonyms& words)
{
    const QStringList pairs = path.section(u'?', 1).split(u'&', Qt::SkipEmptyParts);
    for (const QString& pair : pairs) {
        const QString value = pair.section(u'=', 1);
        if (value.size() >= 6) {
            words.add(u"secret"_qs, value);
        }
    }
}

/// The proxy's credentials may be repeated by an error message.
void addCredentials(const QString& proxy, Pseudonyms& words)
{
    const QUrl url(proxy);
    words.add(u"user"_qs, url.userName());
    words.add(u"secret"_qs, url.password());
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

core::Result<core::Session> redacted(const core::Session& session, const Options& options,
                                     std::vector<Replacement>* replacements)
{
    const core::Session plain = withoutSecrets(session);
    Pseudonyms words;
    for (const QString& word : options.keep) {
        words.keep(word);
    }
    addTarget(plain.target, words);
    for (const core::TestRecord& test : plain.tests)
        for (const QJsonValue& found : test.facts.value(u"proxies"_qs).toArray())
            addHost(QUrl(found[u"proxy"].toString()).host(), words);
    for (const QString& word : options.alsoHide) {
        words.addWhole(u"word"_qs, word);
    }
    addCredentials(session.target.proxy, words);
    addQuery(session.target.path, words);
    addThisComputer(words);
    const QJsonObject json = core::toJson(plain);
    Walk walk(words);
    walk.collect({}, json, false);
    const QJsonObject result = walk.replaced({}, json, false).toObject();
    if (replacements) {
        *replacements = words.replacements();
    }
    return core::sessionFromJson(result);
}

QStringList stillPrivate(const QString& text)
{
    return privateWords(text);
}

} // namespace doctor::report
