// SPDX-License-Identifier: GPL-3.0-or-later
// The session's one JSON form: its frame, its target, and reading it back from bytes.
#include "app/core/json/session_json.h"

#include "app/core/json/json_parts.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QUrl>

namespace doctor::core
{

namespace
{

constexpr int SchemaNumber = 1;
const QString SystemProxyWord = u"system"_qs;

auto malformed(const QString& why)
{
    return failure(ErrorCode::Malformed,
                   QCoreApplication::translate("core", "This is not a saved diagnosis: %1.").arg(why));
}

/// Refuses other documents and later schemas.
Result<void> checkSchema(const QJsonObject& root)
{
    const QString schema = root.value(u"schema"_qs).toString();
    const QString prefix = QString::fromLatin1(SessionSchema).section(u'/', 0, 1) + u'/';
    bool isNumber = false;
    const int number = schema.mid(prefix.size()).toInt(&isNumber);
    if (!schema.startsWith(prefix) || !isNumber || number < 1) {
        return malformed(QCoreApplication::translate("core", "its member “schema” should read “%1”")
                             .arg(QString::fromLatin1(SessionSchema)));
    }
    if (number > SchemaNumber) {
        return failure(ErrorCode::TooNew,
                       QCoreApplication::translate(
                           "core", "This diagnosis was saved by a newer version (format %1; this version reads up to "
                                   "format %2).")
                           .arg(number)
                           .arg(SchemaNumber));
    }
    return {};
}

QMap<QString, QString> symptomsFromJson(const JsonReader& root)
{
    QMap<QString, QString> symptoms;
    const QJsonObject object = root.object("symptoms");
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!it->isString()) {
            root.report("symptoms", QCoreApplication::translate("core", "every answer should be a text"));
        }
        symptoms.insert(it.key(), it->toString());
    }
    return symptoms;
}

/// Attempts that findings point at must exist, so that no view has to check.
void checkIndexes(const JsonReader& root, const Session& session)
{
    for (const Finding& finding : session.findings) {
        const TestRecord* test =
            finding.source.kind == SourceKind::Test ? findTest(session, finding.source.id) : nullptr;
        for (const int index : finding.attempts) {
            if (test && static_cast<std::size_t>(index) >= test->attempts.size()) {
                root.report("findings",
                            QCoreApplication::translate("core", "an attempt is named that the test “%1” does not have")
                                .arg(test->id.left(40)));
            }
        }
    }
}

Session readSession(const JsonReader& root)
{
    Session session;
    session.toolVersion = root.child("tool").text("version");
    session.language = root.optionalText("language");
    if (root.has("startedAt")) {
        session.startedAt = QDateTime::fromString(root.text("startedAt"), Qt::ISODateWithMs);
        if (!session.startedAt.isValid()) {
            root.report("startedAt", QCoreApplication::translate("core", "a date and time is expected there"));
        }
    }
    session.durationSeconds = root.number("durationSeconds");
    session.complete = root.optionalBool("complete");
    session.practice = root.optionalBool("practice");
    session.practiceFault = root.optionalText("practiceFault");
    session.environment = root.object("environment");
    session.target = targetFromJson(root.child("target"));
    session.symptoms = symptomsFromJson(root);
    session.errorText = root.optionalText("errorText");
    session.diagnosis.verdict = verdictFromJson(root.child("verdict"));
    session.diagnosis.causes = root.list("causes", causeFromJson);
    if (root.has("nextTest")) {
        session.diagnosis.nextTest = nextTestFromJson(root.child("nextTest"));
    }
    session.diagnosis.prevention = root.list("prevention", policyFromJson);
    session.findings = root.list("findings", findingFromJson);
    session.tests = root.list("tests", testFromJson);
    checkIndexes(root, session);
    return session;
}

QString startText(const QDateTime& moment)
{
    return moment.toOffsetFromUtc(moment.offsetFromUtc()).toString(Qt::ISODateWithMs);
}

} // namespace

QJsonObject targetToJson(const Target& target)
{
    QJsonObject object{{u"host"_qs, target.host},
                       {u"port"_qs, target.port},
                       {u"protocol"_qs, toWord(target.protocol)},
                       {u"addresses"_qs, QJsonArray::fromStringList(target.addresses)}};
    put(object, "path", target.path);
    put(object, "serverName", target.serverName);
    put(object, "proxy", QUrl(target.proxy).toString(QUrl::RemoveUserInfo)); // a login never gets into a file
    if (target.systemProxy) {
        object.insert(u"proxyFrom"_qs, SystemProxyWord);
    }
    put(object, "sourceAddress", target.sourceAddress);
    if (target.family != Family::Any) {
        object.insert(u"family"_qs, toWord(target.family));
    }
    return object;
}

Target targetFromJson(const JsonReader& reader)
{
    Target target;
    target.host = reader.text("host");
    target.port = static_cast<int>(reader.integer("port", 0, 65535));
    target.protocol = reader.word<Protocol>("protocol");
    target.path = reader.optionalText("path");
    target.serverName = reader.optionalText("serverName");
    target.proxy = reader.optionalText("proxy");
    target.systemProxy = reader.optionalText("proxyFrom") == SystemProxyWord;
    target.sourceAddress = reader.optionalText("sourceAddress");
    if (reader.has("family")) {
        target.family = reader.word<Family>("family");
    }
    target.addresses = reader.texts("addresses");
    return target;
}

QJsonObject toJson(const Session& session)
{
    QJsonObject symptoms;
    for (auto it = session.symptoms.begin(); it != session.symptoms.end(); ++it) {
        symptoms.insert(it.key(), it.value());
    }
    QJsonObject root{
        {u"schema"_qs, QString::fromLatin1(SessionSchema)},
        {u"tool"_qs, QJsonObject{{u"name"_qs, u"connection-doctor"_qs}, {u"version"_qs, session.toolVersion}}},
        {u"startedAt"_qs, session.startedAt.isValid() ? QJsonValue(startText(session.startedAt)) : QJsonValue()},
        {u"durationSeconds"_qs, session.durationSeconds},
        {u"complete"_qs, session.complete},
        {u"target"_qs, targetToJson(session.target)},
        {u"symptoms"_qs, symptoms},
        {u"verdict"_qs, verdictToJson(session.diagnosis.verdict)},
        {u"causes"_qs, toArray(session.diagnosis.causes, causeToJson)},
        {u"nextTest"_qs,
         session.diagnosis.nextTest ? QJsonValue(nextTestToJson(*session.diagnosis.nextTest)) : QJsonValue()},
        {u"findings"_qs, toArray(session.findings, findingToJson)},
        {u"tests"_qs, toArray(session.tests, testToJson)}};
    if (!session.diagnosis.prevention.empty()) {
        root.insert(u"prevention"_qs, toArray(session.diagnosis.prevention, policyToJson));
    }
    put(root, "language", session.language);
    put(root, "practiceFault", session.practiceFault);
    put(root, "errorText", session.errorText);
    put(root, "environment", session.environment);
    if (session.practice) {
        root.insert(u"practice"_qs, true);
    }
    return root;
}

QByteArray toJsonBytes(const Session& session)
{
    return QJsonDocument(toJson(session)).toJson(QJsonDocument::Indented);
}

Result<Session> sessionFromJson(const QByteArray& bytes)
{
    if (bytes.size() > MaxSessionBytes) {
        return malformed(
            QCoreApplication::translate("core", "it is larger than %1 MB").arg(MaxSessionBytes / 1024 / 1024));
    }
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError) {
        return malformed(QCoreApplication::translate("core", "it is not complete JSON (trouble at byte %1 of %2)")
                             .arg(problem.offset)
                             .arg(bytes.size()));
    }
    if (!document.isObject()) {
        return malformed(QCoreApplication::translate("core", "an object is expected at its top"));
    }
    return sessionFromJson(document.object());
}

Result<Session> sessionFromJson(const QJsonObject& object)
{
    if (const auto schema = checkSchema(object); !schema) {
        return tl::unexpected(schema.error());
    }
    JsonProblem found;
    Session session = readSession(JsonReader(object, {}, found));
    if (!found.isEmpty()) {
        return malformed(found.message());
    }
    return session;
}

} // namespace doctor::core
