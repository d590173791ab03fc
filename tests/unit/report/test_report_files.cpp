// SPDX-License-Identifier: GPL-3.0-or-later
// Recorded sessions in every format, judged by other people's tools: tidy, qpdf, pdftotext and the JSON schema.
#include "app/core/json/session_json.h"
#include "app/diagnosis/diagnose.h"
#include "app/report/report.h"
#include "app/report/writers/late_library.h"
#include "tests/support/loaded_knowledge.h"
#include "tests/support/report_files.h"
#include "tests/support/session_schema.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace doctor;

namespace
{

constexpr auto loaded = testing::loadedKnowledge;

/// Output of a tool and whether it was content.
std::pair<bool, QString> judged(const QString& program, const QStringList& arguments)
{
    QProcess tool;
    tool.setProcessChannelMode(QProcess::MergedChannels);
    tool.start(program, arguments);
    const bool ended = tool.waitForStarted() && tool.waitForFinished();
    return {ended && tool.exitStatus() == QProcess::NormalExit && tool.exitCode() == 0,
            QString::fromUtf8(tool.readAll())};
}

QString written(const QTemporaryDir& folder, const QString& name, const QByteArray& bytes)
{
    QFile file(folder.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
}

} // namespace

class TestReportFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMissingLibraryIsNamed()
    {
        report::LateLibrary missing("libconnection-doctor-has-no-such.so.7");
        const auto found = missing.load();
        QVERIFY(!found);
        QVERIFY2(found.error().message.contains(u"connection-doctor-has-no-such"), qPrintable(found.error().message));
    }

    /// A report goes to people who cannot answer what only its sender knows.
    void whoGetsTheReportIsNotAskedForSymptoms()
    {
        const auto knowledge = loaded(u"en"_qs);
        core::Session session;
        for (const auto& [id, probability] :
             {std::pair(u"abortive-close"_qs, 0.4), std::pair(u"ip-filtering"_qs, 0.3)}) {
            core::RankedCause& cause = session.diagnosis.causes.emplace_back();
            cause.id = id;
            cause.probability = probability;
        }
        session.diagnosis.nextTest = core::NextTest{u"frequency"_qs, u"How often does it fail?"_qs, 0};
        const auto text = report::render(session, *knowledge, u"text"_qs);
        QVERIFY(text);
        const QString plain = QString::fromUtf8(*text).replace(QRegularExpression(u"\\s+"_qs), u" "_qs);
        QVERIFY2(plain.contains(u"What first: Compare the times of the failures with"), qPrintable(plain));
    }

    void initTestCase()
    {
        for (const QString& tool : {u"tidy"_qs, u"qpdf"_qs, u"pdftotext"_qs, u"pdfinfo"_qs}) {
            if (QStandardPaths::findExecutable(tool).isEmpty()) {
                QSKIP(qUtf8Printable(tool + u" is not installed"_qs));
            }
        }
        m_english = loaded(u"en"_qs);
        m_german = loaded(u"de"_qs);
        QVERIFY(m_english && m_german);
    }

    void everyFormatIsSound_data()
    {
        QTest::addColumn<QString>("file");
        const QDir folder(qEnvironmentVariable("DOCTOR_SOURCE_DIR") + u"/tests/cases/sessions"_qs);
        const QStringList names = folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QVERIFY(names.size() >= 20);
        QVERIFY(names.filter(QRegularExpression(u"^lab-"_qs)).size() >= 10); // from real servers and packet filters
        for (const QString& name : names) {
            QTest::newRow(qPrintable(name)) << folder.filePath(name + u"/session.json"_qs);
        }
    }
    void everyFormatIsSound()
    {
        QFETCH(QString, file);
        const auto session = core::loadSession(file);
        QVERIFY2(session, session ? "" : qUtf8Printable(session.error().message));
        for (const core::TestRecord& test : session->tests) {
            for (const core::Attempt& attempt : test.attempts) {
                const QString key = u"purpose."_qs + attempt.purpose;
                QVERIFY2(m_english->hasText(key) && m_german->hasText(key), qUtf8Printable(key));
            }
        }
        const bool germanToo = file.contains(u"practice-idle-reset") || file.contains(u"practice-tls-old-only");
        for (const auto& knowledge : {m_english, germanToo ? m_german : nullptr}) {
            if (!knowledge) {
                continue;
            }
            const auto zip = report::render(diagnosis::diagnosed(*session, *knowledge), *knowledge, u"zip"_qs);
            QVERIFY2(zip, zip ? "" : qUtf8Printable(zip.error().message));
            const auto files = testsupport::unzipped(*zip);
            QVERIFY(files.size() >= 7);
            for (const auto& [name, bytes] : files) {
                QVERIFY2(!bytes.isEmpty(), qUtf8Printable(name));
                checkFile(name.section(u'/', -1), bytes, knowledge->language());
            }
        }
    }

private:
    void checkFile(const QString& name, const QByteArray& bytes, const QString& language)
    {
        const QTemporaryDir folder;
        const QString path = written(folder, name, bytes);
        if (name.endsWith(u".html")) {
            const auto [good, said] = judged(u"tidy"_qs, {u"-q"_qs, u"-e"_qs, u"-utf8"_qs, path});
            // tidy 5.6 does not know that HTML allows xmlns there.
            QVERIFY2(good, qUtf8Printable(said));
        } else if (name.endsWith(u".pdf")) {
            const auto [good, said] = judged(u"qpdf"_qs, {u"--check"_qs, path});
            QVERIFY2(good, qUtf8Printable(said));
            const auto [shown, catalog] = judged(u"qpdf"_qs, {u"--json"_qs, path});
            QVERIFY(shown && catalog.contains(u"/Outlines"));
            QVERIFY2(catalog.contains(QRegularExpression(u"\"/Lang\": \"(?:u:)?"_qs + language)),
                     qUtf8Printable(language));
            // The program's own sentences come from its translator, which a test does not install.
            const auto [read, text] = judged(u"pdftotext"_qs, {u"-layout"_qs, path, u"-"_qs});
            QVERIFY(read && text.contains(u"Page 1 of"_qs));
        } else if (name == u"report.md") {
            QVERIFY(bytes.count('\n') <= 60);
        } else if (name.endsWith(u".json")) {
            const QString violation = testing::schemaViolation(QJsonDocument::fromJson(bytes).object());
            QVERIFY2(violation.isEmpty(), qUtf8Printable(violation));
        } else if (name.endsWith(u".csv")) {
            const auto rows = testsupport::csvRows(QString::fromUtf8(bytes));
            for (std::size_t i = 1; i + 1 < rows.size(); ++i) {
                QCOMPARE(rows[i].size(), rows[0].size());
            }
        }
    }

    std::shared_ptr<const knowledge::Knowledge> m_english;
    std::shared_ptr<const knowledge::Knowledge> m_german;
};

QTEST_GUILESS_MAIN(TestReportFiles)
#include "test_report_files.moc"
