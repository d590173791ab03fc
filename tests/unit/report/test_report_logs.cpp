// SPDX-License-Identifier: GPL-3.0-or-later
// Log excerpts: known lines are marked, what is left out is said, and without a log the page says which one would tell.
#include "app/core/json/session_json.h"
#include "app/knowledge/known_lines.h"
#include "app/report/report.h"
#include "tests/support/report_files.h"
#include "tests/support/sample_session.h"
#include "tests/support/session_schema.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace doctor;

namespace
{

const QString NginxLine =
    u"2026/03/04 10:11:12 [error] 8#8: *1 recv() failed (104: Connection reset by peer) while reading upstream"_qs;

core::Session pasted(const QString& text)
{
    core::Session session = testsupport::sampleSession();
    session.errorText = text;
    return session;
}

} // namespace

class TestReportLogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto made = knowledge::Knowledge::load(u"en"_qs);
        QVERIFY(made);
        m_knowledge = *made;
    }

    void eachLineIsRecognisedOnItsOwn()
    {
        const auto lines = knowledge::recogniseLines(*m_knowledge, u"start\n"_qs + NginxLine +
                                                                       u"\nnothing here\r\n"
                                                                       "curl: (56) Recv failure: Connection reset by "
                                                                       "peer\n"_qs);
        QCOMPARE(lines.size(), 2U);
        QCOMPARE(lines[0].line, 1);
        QCOMPARE(lines[0].what.signatureId, u"nginx-recv-104"_qs);
        QCOMPARE(lines[1].line, 3);
        QCOMPARE(lines[1].what.signatureId, u"curl-56"_qs);
        QVERIFY(knowledge::recogniseLines(*m_knowledge, {}).empty());
        QVERIFY(knowledge::recogniseLines(*m_knowledge, u"The weather is fine.\n"_qs).empty());
    }

    void theKnownLineIsMarkedInEveryFormat()
    {
        const core::Session session = pasted(u"worker started\n"_qs + NginxLine + u"\nworker stopped"_qs);
        for (const char* format : {"html", "text", "markdown"}) {
            QString page = QString::fromUtf8(rendered(session, format)).remove(u'\\');
            page.replace(QRegularExpression(u"\\s+"_qs), u" "_qs);
            QVERIFY2(page.contains(u"Log excerpts"), format);
            QVERIFY2(page.contains(u"recv() failed (104: Connection reset by peer)"), format);
            QVERIFY2(page.contains(u"nginx error log: connection reset by the other side"), format);
        }
        const auto json = QJsonDocument::fromJson(rendered(session, "json")).object();
        QCOMPARE(testing::schemaViolation(json), QString());
        const auto excerpt = json.value(u"logExcerpts"_qs).toArray().first().toObject();
        QCOMPARE(excerpt.value(u"source"_qs).toString(), u"pasted"_qs);
        QCOMPARE(excerpt.value(u"lines"_qs).toInt(), 3);
        const auto known = excerpt.value(u"recognised"_qs).toArray().first().toObject();
        QCOMPARE(known.value(u"line"_qs).toInt(), 2);
        QCOMPARE(known.value(u"signature"_qs).toString(), u"nginx-recv-104"_qs);
        bool inArchive = false;
        bool inPdf = false;
        for (const auto& file : testsupport::reportFiles(session, *m_knowledge, {})) {
            inArchive = inArchive || (file.name.endsWith(u"logs/pasted.txt") && file.content.contains(NginxLine));
            inPdf = inPdf || (file.name.endsWith(u".pdf.text") && file.content.contains(u"Log excerpts") &&
                              file.content.contains(u"nginx error"));
        }
        QVERIFY(inArchive && inPdf);
    }

    void whatIsUnknownIsKeptAndNotCalledSound()
    {
        const QString page = plain(pasted(u"frobnication failed"_qs));
        QVERIFY2(page.contains(u"frobnication failed"), qPrintable(page));
        QVERIFY(!page.contains(u"no log was part of this run"));
        QVERIFY(QString::fromUtf8(rendered(pasted(u"frobnication failed"_qs), "html"))
                    .contains(u"Of its 1 lines, none is known to this version; that says nothing against them."));
    }

    void longTextsAreCutAndSaySo()
    {
        QString log;
        for (int i = 0; log.size() < 65'536; ++i) {
            log += i == 700 ? NginxLine + u'\n' : u"line %1 of a talkative program\n"_qs.arg(i);
        }
        log = log.left(65'536);
        const QString html = QString::fromUtf8(rendered(pasted(log), "html"));
        QVERIFY(html.contains(u"recv() failed"));
        QVERIFY(html.contains(u"lines left out"));
        QVERIFY(html.contains(u"Only the first 64 KB of it were kept."));
        QVERIFY(!html.contains(u"line 690 of"));
        QVERIFY(html.contains(u"line 699 of") && html.contains(u"line 701 of")); // neighbours
        const QString markdown = QString::fromUtf8(rendered(pasted(log), "markdown"));
        QVERIFY2(markdown.count(u'\n') <= 60 && !markdown.contains(u"shortened"), qPrintable(markdown));
        QVERIFY(markdown.contains(u"recv"));
        const QString oneLine = QString::fromUtf8(rendered(pasted(QString(60'000, u'x')), "html"));
        QVERIFY(oneLine.contains(u"… (59700 more characters)"));
        const auto back = core::sessionFromJson(rendered(pasted(log), "json"));
        QVERIFY(back && back->errorText == log); // nothing is left out there
    }

    /// The worst that fits into the box: nobody waits long for a report because of it.
    void manyLinesAreReadInTime()
    {
        QString log;
        for (int i = 0; log.size() < 65'536; ++i) {
            log += u"%1 ECONNRESET\n"_qs.arg(i);
        }
        QElapsedTimer timer;
        timer.start();
        QVERIFY(knowledge::recogniseLines(*m_knowledge, log).size() > 3000);
        QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    }

    void privateWordsInALogAreReplacedAndStillRecognised()
    {
        const QString line = u"read tcp 10.1.2.3:51234->203.0.113.77:443: read: connection reset by peer"_qs;
        const QString page = plain(pasted(line));
        QVERIFY2(!page.contains(u"10.1.2.3") && !page.contains(u"203.0.113.77"), qPrintable(page));
        QVERIFY2(page.contains(u"connection reset by the other side"), qPrintable(page));
    }

    /// Whatever is hidden, what a line says stays known.
    void everyKnownMessageIsKnownWithPseudonymsToo()
    {
        QFile file(qEnvironmentVariable("DOCTOR_SOURCE_DIR") +
                   u"/tests/unit/knowledge/data/signature_examples.json"_qs);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto examples = QJsonDocument::fromJson(file.readAll()).object().value(u"examples"_qs).toObject();
        QVERIFY(examples.size() > 100);
        QStringList lost;
        for (auto it = examples.begin(); it != examples.end(); ++it) {
            const core::Session session = pasted(it->toString());
            const auto data = [&](bool hide) {
                const auto json = report::render(session, *m_knowledge, u"json"_qs, {.hidePrivateDetails = hide});
                return QJsonDocument::fromJson(json.value_or(QByteArray())).object().value(u"logExcerpts"_qs);
            };
            if (data(true) != data(false)) {
                lost << it.key() + u": "_qs + it->toString();
            }
        }
        QVERIFY2(lost.isEmpty(), qUtf8Printable(lost.join(u'\n')));
    }

    void withoutALogThePageSaysWhichOneWouldTell()
    {
        const QString page = QString::fromUtf8(rendered(pasted({}), "html"));
        QVERIFY(page.contains(u"Not tested: no log was part of this run."));
        QVERIFY(page.contains(u"The log to look at: "));
        QVERIFY(!rendered(pasted({}), "json").contains("logExcerpts"));
        const auto start = page.indexOf(u"id=\"log-excerpts\"");
        QVERIFY(start > 0 && page.indexOf(u"Failed from", start) > 0); // and when
        core::Session sound = pasted({});
        sound.diagnosis.causes.front().id = u"no-fault-found"_qs;
        QVERIFY(!plain(sound).contains(u"The log to look at"));
    }

private:
    [[nodiscard]] QByteArray rendered(const core::Session& session, const char* format) const
    {
        return report::render(session, *m_knowledge, QString::fromLatin1(format)).value_or(QByteArray());
    }
    [[nodiscard]] QString plain(const core::Session& session) const
    {
        return QString::fromUtf8(rendered(session, "text")).replace(QRegularExpression(u"\\s+"_qs), u" "_qs);
    }

    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
};

QTEST_GUILESS_MAIN(TestReportLogs)
#include "test_report_logs.moc"
