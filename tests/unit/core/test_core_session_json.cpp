// SPDX-License-Identifier: GPL-3.0-or-later
// The session's JSON: loads back equal, fits the schema, and bad files get one sentence.
#include "app/core/json/session_json.h"
#include "tests/support/random_session.h"
#include "tests/support/session_schema.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace doctor::core;
using doctor::testing::RandomSession;
using doctor::testing::schemaViolation;

class TestCoreSessionJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void truncatedFilesAreRefused()
    {
        const QByteArray whole = toJsonBytes(RandomSession(3).make()).trimmed();
        for (qsizetype length = 0; length < whole.size(); length += 1 + whole.size() / 97) {
            const auto session = sessionFromJson(whole.left(length));
            QVERIFY2(!session, qPrintable(QString::number(length)));
            QVERIFY(isSentence(session.error()));
            QCOMPARE(session.error().code, ErrorCode::Malformed);
        }
    }

    void flippedBytesNeverCrash()
    {
        const QByteArray whole = toJsonBytes(RandomSession(4).make());
        QRandomGenerator random(99);
        for (int i = 0; i < 400; ++i) {
            QByteArray broken = whole;
            for (int k = 0; k < 3; ++k) {
                broken[random.bounded(static_cast<int>(broken.size()))] = static_cast<char>(random.bounded(256));
            }
            const auto session = sessionFromJson(broken);
            QVERIFY(session || isSentence(session.error()));
        }
    }

    void otherDocumentsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << u"not complete JSON"_qs;
        QTest::newRow("binary") << QByteArray("\x89PNG\r\n\x1a\n\0\0", 10) << u"not complete JSON"_qs;
        QTest::newRow("array") << QByteArray("[]") << u"an object is expected"_qs;
        QTest::newRow("other") << QByteArray("{}") << u"“schema” should read"_qs;
        QTest::newRow("other-schema") << QByteArray(R"({"schema":"connection-doctor/capture/1"})")
                                      << u"“schema” should read"_qs;
        QTest::newRow("bad-number") << QByteArray(R"({"schema":"connection-doctor/session/x"})")
                                    << u"“schema” should read"_qs;
        QTest::newRow("deep") << QByteArray(100000, '[') << u"not complete JSON"_qs;
        QTest::newRow("deep-object") << QByteArray("{\"a\":").repeated(50000) << u"not complete JSON"_qs;
        QTest::newRow("oversized") << QByteArray(MaxSessionBytes + 1, ' ') << u"larger than 64 MB"_qs;
    }

    void otherDocumentsAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        const auto session = sessionFromJson(bytes);
        QVERIFY(!session);
        QCOMPARE(session.error().code, ErrorCode::Malformed);
        QVERIFY2(session.error().message.contains(says), qUtf8Printable(session.error().message));
        QVERIFY(isSentence(session.error()));
    }

    void laterSchemasAreRefused()
    {
        const auto session = sessionFromJson(R"({"schema":"connection-doctor/session/2"})");
        QVERIFY(!session);
        QCOMPARE(session.error().code, ErrorCode::TooNew);
    }

    void wrongTypesNameTheMember_data()
    {
        QTest::addColumn<QString>("member");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("path");
        QTest::newRow("target") << u"target"_qs << QJsonValue(5) << u"“target”"_qs;
        QTest::newRow("port") << u"target"_qs << QJsonValue(QJsonObject{{u"host"_qs, u"h"_qs}, {u"port"_qs, 70000}})
                              << u"“target.port”"_qs;
        QTest::newRow("start") << u"startedAt"_qs << QJsonValue(u"yesterday"_qs) << u"“startedAt”"_qs;
        QTest::newRow("duration") << u"durationSeconds"_qs << QJsonValue() << u"“durationSeconds”"_qs;
        QTest::newRow("tests") << u"tests"_qs << QJsonValue(u"none"_qs) << u"“tests”"_qs;
        QTest::newRow("test") << u"tests"_qs << QJsonValue(QJsonArray{1}) << u"“tests[0]”"_qs;
        QTest::newRow("state") << u"tests"_qs
                               << QJsonValue(QJsonArray{QJsonObject{{u"id"_qs, u"x"_qs}, {u"state"_qs, u"asleep"_qs}}})
                               << u"“tests[0].state”"_qs;
        QTest::newRow("cause") << u"causes"_qs << QJsonValue(QJsonArray{QJsonObject{{u"id"_qs, u"x"_qs}}})
                               << u"“causes[0].probability”"_qs;
        QTest::newRow("probability") << u"verdict"_qs
                                     << QJsonValue(QJsonObject{{u"closedBy"_qs, u"nobody"_qs}, {u"probability"_qs, 7}})
                                     << u"“verdict.probability”"_qs;
        QTest::newRow("complete") << u"complete"_qs << QJsonValue(1) << u"“complete”"_qs;
        QTest::newRow("symptoms") << u"symptoms"_qs << QJsonValue(QJsonObject{{u"when"_qs, 3}}) << u"“symptoms”"_qs;
        const QJsonObject finding{{u"question"_qs, u"q"_qs},
                                  {u"answer"_qs, u"a"_qs},
                                  {u"source"_qs, u"test:connect"_qs},
                                  {u"attempts"_qs, QJsonArray{12}}};
        QTest::newRow("index") << u"findings"_qs << QJsonValue(QJsonArray{finding}) << u"“findings”"_qs;
    }

    void wrongTypesNameTheMember()
    {
        QFETCH(QString, member);
        QFETCH(QJsonValue, value);
        QFETCH(QString, path);
        Session plain;
        plain.toolVersion = u"1"_qs;
        plain.tests.emplace_back().id = u"connect"_qs;
        QJsonObject root = toJson(plain);
        root.insert(member, value);
        const auto session = sessionFromJson(QJsonDocument(root).toJson());
        QVERIFY(!session);
        QVERIFY2(session.error().message.contains(path), qUtf8Printable(session.error().message));
        QVERIFY(isSentence(session.error()));
    }

    void unreadableFilesAreNamed()
    {
        QTemporaryDir folder;
        const QString missing = folder.filePath(u"no such file.json"_qs);
        const auto session = loadSession(missing);
        QVERIFY(!session);
        QCOMPARE(session.error().code, ErrorCode::Unreadable);
        QVERIFY(session.error().message.contains(missing));
        QVERIFY(!loadSession(folder.path()));

        const QString garbage = folder.filePath(u"garbage.json"_qs);
        QFile file(garbage);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("garbage");
        file.close();
        QVERIFY(loadSession(garbage).error().message.contains(garbage));
        QCOMPARE(saveSession({}, folder.filePath(u"no/such/folder/x.json"_qs)).error().code, ErrorCode::Unwritable);
    }

    void randomSessionsLoadBackEqual()
    {
        for (quint32 seed = 0; seed < 600; ++seed) {
            const Session session = RandomSession(seed).make();
            const auto back = sessionFromJson(toJsonBytes(session));
            QVERIFY2(back, back ? "" : qUtf8Printable(QString::number(seed) + u": "_qs + back.error().message));
            QVERIFY2(*back == session, qPrintable(QString::number(seed)));
            QVERIFY(back->startedAt.offsetFromUtc() == session.startedAt.offsetFromUtc());
        }
    }

    void randomSessionsFitTheSchema()
    {
        for (quint32 seed = 0; seed < 600; ++seed) {
            const QJsonValue json = toJson(RandomSession(seed).make());
            const QString violation = schemaViolation(json);
            QVERIFY2(violation.isEmpty(), qUtf8Printable(QString::number(seed) + u": "_qs + violation));
        }
        QVERIFY(schemaViolation(toJson(Session{})).isEmpty());
    }

    void theSchemaRefusesWhatDoesNotFit()
    {
        QJsonObject root = toJson(RandomSession(1).make());
        root.remove(u"verdict"_qs);
        QVERIFY(!schemaViolation(root).isEmpty());
        root = toJson(RandomSession(1).make());
        root.insert(u"complete"_qs, u"yes"_qs);
        QVERIFY(!schemaViolation(root).isEmpty());
    }

    void anEmptySessionLoadsBack()
    {
        const auto back = sessionFromJson(toJsonBytes(Session{}));
        QVERIFY2(back, back ? "" : qUtf8Printable(back.error().message));
        QVERIFY(*back == Session{});
    }

    void unknownMembersAreIgnored()
    {
        const Session session = RandomSession(8).make();
        QJsonObject root = toJson(session);
        root.insert(u"future"_qs, QJsonObject{{u"a"_qs, 1}});
        const auto back = sessionFromJson(QJsonDocument(root).toJson());
        QVERIFY(back && *back == session);
    }

    void unmeasuredMembersStayAbsent()
    {
        Attempt attempt;
        attempt.timings.connectMs = qQNaN();
        Session session;
        session.tests.emplace_back().attempts = {attempt};
        const QJsonObject json =
            toJson(session)[u"tests"_qs].toArray().at(0)[u"attempts"_qs].toArray().at(0).toObject();
        QVERIFY(!json.contains(u"timings"_qs));
        QVERIFY(!json.contains(u"bytesSent"_qs));
        QCOMPARE(json[u"startedAt"_qs].toString(), u"1970-01-01T00:00:00.000Z"_qs);
    }

    void filesAreWrittenWhole()
    {
        QTemporaryDir folder;
        const QString name = folder.filePath(u"s.json"_qs);
        const Session session = RandomSession(21).make();
        QVERIFY(saveSession(session, name));
        QVERIFY(*loadSession(name) == session);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    }

private:
    static bool isSentence(const Error& error)
    {
        return error.message.endsWith(u'.') && error.message.size() < 300 && !error.message.contains(u'\n');
    }
};

QTEST_GUILESS_MAIN(TestCoreSessionJson)
#include "test_core_session_json.moc"
