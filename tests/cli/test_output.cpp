// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands print when they are used rightly, and what they say about unusable session files.
#include "app/core/json/session_json.h"
#include "app/engine/session_controller.h"
#include "app/knowledge/knowledge.h"
#include "app/practice/practice.h"
#include "app/report/report.h"
#include "tests/cli/run.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace doctor;
using namespace doctor::test;
using namespace Qt::StringLiterals;

namespace
{

core::Session smallSession()
{
    core::Session session;
    session.toolVersion = u"0.1.0"_s;
    session.language = u"en"_s;
    session.startedAt = QDateTime(QDate(2026, 11, 22), QTime(10, 0), Qt::OffsetFromUTC, 3600);
    session.durationSeconds = 1.5;
    session.complete = true;
    session.target.host = u"private-host.example.org"_s;
    session.target.port = 80;
    session.target.protocol = core::Protocol::Http;
    return session;
}

QJsonObject object(const QByteArray& bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

} // namespace

class TestOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void practiceListAsJson();
    void practiceListAsTable();
    void practicePrintsItsAddressUntilInterrupted();
    void practicePortTaken();
    void causesAsJson();
    void oneCauseInEveryFormat_data();
    void oneCauseInEveryFormat();
    void causesInGerman();
    void variantsByTheirOwnId();
    void unusableSessions_data();
    void unusableSessions();
    void reportInEveryFormat();
    void reportCannotBeWritten();
    void existingFilesAreKept();
    void reportInAnotherLanguage();
    void wordsToHideAreOneEach();
    void reportComparesWithAnEarlierRun();
    void diagnoseRefusedPort();
    void diagnoseStoppedKeepsWhatItHas();
    void diagnoseSavesWhatReportReads();

private:
    QString file(const QString& name, const QByteArray& content);
    QTemporaryDir m_folder;
};

void TestOutput::initTestCase()
{
    QVERIFY(m_folder.isValid());
}

QString TestOutput::file(const QString& name, const QByteArray& content)
{
    QFile written(m_folder.filePath(name));
    if (!written.open(QIODevice::WriteOnly) || written.write(content) != content.size())
        qFatal("cannot write a test file");
    return written.fileName();
}

void TestOutput::practiceListAsJson()
{
    const Outcome outcome = run({u"practice"_s, u"--list"_s, u"--format"_s, u"json"_s});
    QCOMPARE(outcome.status, 0);
    const QJsonArray faults = object(outcome.out).value(u"faults").toArray();
    QCOMPARE(std::size_t(faults.size()), practice::allFaults().size());
    for (const QJsonValue& fault : faults) {
        const QString id = fault[u"id"].toString();
        QVERIFY(practice::findFault(id));
        QCOMPARE(fault[u"cause"].toString(), practice::findFault(id)->cause);
        QVERIFY2(!fault[u"title"].toString().isEmpty() && !fault[u"title"].toString().startsWith(u"fault."),
                 qPrintable(id));
    }
}

void TestOutput::practiceListAsTable()
{
    const Outcome outcome = run({u"practice"_s, u"--list"_s});
    QCOMPARE(outcome.status, 0);
    for (const practice::Fault& fault : practice::allFaults())
        QVERIFY(outcome.out.contains(fault.id.toUtf8()));
}

void TestOutput::practicePrintsItsAddressUntilInterrupted()
{
    const Outcome outcome = runInterrupted({u"practice"_s, u"--fault"_s, u"healthy-tcp"_s}, 200);
    QCOMPARE(outcome.status, 0);
    QVERIFY2(QString::fromUtf8(outcome.out).contains(QRegularExpression(u"^127\\.0\\.0\\.1:\\d+\n$"_s)),
             outcome.out.constData());
    QVERIFY(outcome.err.contains("healthy-tcp"));
}

void TestOutput::practicePortTaken()
{
    const auto server = practice::Server::start(u"healthy-tcp"_s);
    QVERIFY(server);
    const Outcome outcome = run({u"practice"_s, u"--port"_s, QString::number((*server)->port())});
    QCOMPARE(outcome.status, 3);
    QVERIFY(outcome.err.contains(QByteArray::number((*server)->port())));
}

void TestOutput::causesAsJson()
{
    const Outcome outcome = run({u"causes"_s, u"--format"_s, u"json"_s});
    QCOMPARE(outcome.status, 0);
    const QJsonArray causes = object(outcome.out).value(u"causes").toArray();
    QStringList ids;
    for (const QJsonValue& cause : causes)
        ids << cause[u"id"].toString();
    for (const practice::Fault& fault : practice::allFaults())
        QVERIFY2(ids.contains(fault.cause), qPrintable(fault.cause));
}

void TestOutput::oneCauseInEveryFormat_data()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("text") << u"text"_s;
    QTest::newRow("json") << u"json"_s;
    QTest::newRow("markdown") << u"markdown"_s;
}

void TestOutput::oneCauseInEveryFormat()
{
    QFETCH(QString, format);
    const Outcome outcome = run({u"causes"_s, u"server-idle-timeout"_s, u"--format"_s, format});
    QCOMPARE(outcome.status, 0);
    QVERIFY(outcome.out.contains("server-idle-timeout"));
    QVERIFY2(!outcome.out.contains("{idleSeconds"), outcome.out.constData());
    QVERIFY(outcome.out.size() > 200);
}

void TestOutput::variantsByTheirOwnId()
{
    const Outcome text = run({u"causes"_s, u"nat-forgets"_s, u"--language"_s, u"en"_s});
    QCOMPARE(text.status, 0);
    QVERIFY2(text.out.contains("middlebox-idle-timeout"), text.out.constData());
    QVERIFY2(text.out.contains("keepalives_idle=60"), text.out.constData());
    const Outcome json = run({u"causes"_s, u"nat-forgets"_s, u"--format"_s, u"json"_s});
    const QJsonObject variant = object(json.out);
    QCOMPARE(variant[u"variantOf"].toString(), u"middlebox-idle-timeout"_s);
    QVERIFY(variant[u"signs"].toArray().size() >= 3);
    QVERIFY(!variant[u"sources"].toArray().isEmpty());
    const Outcome markdown = run({u"causes"_s, u"--format"_s, u"markdown"_s});
    QVERIFY(markdown.out.contains("| `nat-forgets` |"));
}

void TestOutput::causesInGerman()
{
    const Outcome english = run({u"causes"_s, u"port-closed"_s, u"--language"_s, u"en"_s});
    const Outcome german = run({u"causes"_s, u"port-closed"_s, u"--language"_s, u"de"_s});
    QCOMPARE(german.status, 0);
    QVERIFY(german.out != english.out);
}

void TestOutput::unusableSessions_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("garbage") << QByteArray("\x00\x01\xff\xfe not json", 16);
    QTest::newRow("cut off") << core::toJsonBytes(smallSession()).left(100);
    QTest::newRow("other json") << QByteArray("[1,2,3]");
    QByteArray newer = core::toJsonBytes(smallSession());
    newer.replace("session/1", "session/2");
    QTest::newRow("newer") << newer;
}

void TestOutput::unusableSessions()
{
    QFETCH(QByteArray, content);
    const QString name = file(u"unusable.json"_s, content);
    const Outcome outcome = run({u"report"_s, name});
    QCOMPARE(outcome.status, 2);
    QCOMPARE(outcome.out, QByteArray());
    QVERIFY2(outcome.err.contains("unusable.json"), outcome.err.constData());
    QCOMPARE(outcome.err.count('\n'), 1);
}

void TestOutput::reportInEveryFormat()
{
    const QString name = file(u"session.json"_s, core::toJsonBytes(smallSession()));
    for (const report::Format& format : report::formats()) {
        const QString target = m_folder.filePath(u"report."_s + format.suffix);
        const Outcome written = run({u"report"_s, name, u"--format"_s, format.id, u"-o"_s, target});
        QVERIFY2(written.status == 0, written.err.constData());
        QFile made(target);
        QVERIFY(made.open(QIODevice::ReadOnly));
        const QByteArray content = made.readAll();
        QVERIFY(!content.isEmpty());
        QVERIFY2(!content.contains("private-host"), qPrintable(format.id));
        const Outcome printed = run({u"report"_s, name, u"--format"_s, format.id, u"--keep-private-details"_s});
        const bool isReadable =
            format.id != u"pdf" && format.id != u"zip"; // what is inside is tests/unit/report's matter
        QVERIFY2(printed.out.size() > 100, qPrintable(format.id));
        QVERIFY2(!isReadable || printed.out.contains("private-host"), qPrintable(format.id));
    }
}

void TestOutput::reportCannotBeWritten()
{
    const QString name = file(u"session.json"_s, core::toJsonBytes(smallSession()));
    const Outcome outcome = run({u"report"_s, name, u"-o"_s, u"/no/such/folder/report.html"_s});
    QCOMPARE(outcome.status, 2);
    QVERIFY(outcome.err.contains("/no/such/folder/report.html"));
}

void TestOutput::existingFilesAreKept()
{
    const QString session = file(u"session.json"_s, core::toJsonBytes(smallSession()));
    const QString there = file(u"precious.txt"_s, "precious");
    const Outcome refused = run({u"report"_s, session, u"-o"_s, there});
    QCOMPARE(refused.status, 2);
    QVERIFY2(refused.err.contains("precious.txt") && refused.err.contains("--overwrite"), refused.err.constData());
    QCOMPARE(refused.err.count('\n'), 1);
    // Before anything is measured: nobody answers at that port, and it would take its time to find out.
    const Outcome diagnosed = run({u"diagnose"_s, u"127.0.0.1:1"_s, u"-o"_s, there});
    QCOMPARE(diagnosed.status, 2);
    QCOMPARE(diagnosed.out, QByteArray());
    QFile kept(there);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), QByteArray("precious"));
    const Outcome told = run({u"report"_s, session, u"-o"_s, there, u"--overwrite"_s});
    QVERIFY2(told.status == 0, told.err.constData());
    QVERIFY(QFile(there).size() > 100);
    // As mktemp leaves it.
    const QString empty = file(u"empty.txt"_s, {});
    QCOMPARE(run({u"report"_s, session, u"-o"_s, empty}).status, 0);
    QVERIFY(QFile(empty).size() > 100);
}

void TestOutput::reportInAnotherLanguage()
{
    const QString session = file(u"session.json"_s, core::toJsonBytes(smallSession()));
    const Outcome german = run({u"report"_s, session, u"--report-language"_s, u"de"_s, u"--format"_s, u"text"_s});
    QVERIFY2(german.status == 0, german.err.constData());
    QVERIFY(german.out.contains("Verbindungsdiagnose") && !german.out.contains("Connection diagnosis"));
    const Outcome unknown = run({u"report"_s, session, u"--report-language"_s, u"xx"_s});
    QCOMPARE(unknown.status, 2);
    QVERIFY(unknown.err.contains("--report-language") && unknown.err.contains("en"));
}

/// The session's name may stand behind any option.
void TestOutput::wordsToHideAreOneEach()
{
    const QString session = file(u"session.json"_s, core::toJsonBytes(smallSession()));
    const Outcome outcome = run({u"report"_s, u"--hide"_s, u"moonlight"_s, u"--keep"_s, u"sun"_s, session});
    QVERIFY2(outcome.status == 0, outcome.err.constData());
    QVERIFY(outcome.out.size() > 100);
}

void TestOutput::reportComparesWithAnEarlierRun()
{
    const QString session = file(u"session.json"_s, core::toJsonBytes(smallSession()));
    const Outcome compared = run({u"report"_s, session, u"--before"_s, session, u"--format"_s, u"text"_s});
    QVERIFY2(compared.status == 0, compared.err.constData());
    QVERIFY(compared.out.contains("Before and after"));
    QVERIFY(!compared.out.contains("private-host"));
    QCOMPARE(run({u"report"_s, session, u"--before"_s, u"/no/such/session.json"_s}).status, 2);
}

void TestOutput::diagnoseRefusedPort()
{
    auto server = practice::Server::start(u"healthy-tcp"_s);
    QVERIFY(server);
    const QString target = u"127.0.0.1:%1"_s.arg((*server)->port());
    server->reset(); // nothing listens there now
    const Outcome outcome = run(
        {u"diagnose"_s, target, u"--format"_s, u"json"_s, u"--max-duration"_s, u"10"_s, u"--tests"_s, u"connect"_s});
    QCOMPARE(outcome.status, 1);
    const QJsonObject session = object(outcome.out);
    QCOMPARE(session.value(u"schema").toString(), QString::fromLatin1(core::SessionSchema));
    QCOMPARE(session.value(u"causes").toArray().first()[u"id"].toString(), u"port-closed"_s);
    QVERIFY(!outcome.err.isEmpty());
}

void TestOutput::diagnoseStoppedKeepsWhatItHas()
{
    const auto server = practice::Server::start(u"healthy-http"_s);
    QVERIFY(server);
    const QString target = u"127.0.0.1:%1"_s.arg((*server)->port());
    const Outcome outcome = runInterrupted({u"diagnose"_s, target, u"--format"_s, u"json"_s}, 1500);
    QCOMPARE(object(outcome.out).value(u"complete"), QJsonValue(false));
    QCOMPARE(outcome.status, 0);
}

void TestOutput::diagnoseSavesWhatReportReads()
{
    const auto server = practice::Server::start(u"reset-at-accept"_s);
    QVERIFY(server);
    const QString target = u"127.0.0.1:%1"_s.arg((*server)->port());
    const QString saved = m_folder.filePath(u"saved.json"_s);
    const Outcome outcome = run({u"diagnose"_s, target, u"--tests"_s, u"connect"_s, u"-o"_s, saved});
    QVERIFY2(outcome.status == 1, outcome.err.constData());
    QVERIFY(core::loadSession(saved));
    const Outcome reported = run({u"report"_s, saved, u"--format"_s, u"text"_s});
    QVERIFY2(reported.status == 0, reported.err.constData());
    QVERIFY(!reported.out.isEmpty());
}

QTEST_GUILESS_MAIN(TestOutput)
#include "test_output.moc"
