// SPDX-License-Identifier: GPL-3.0-or-later
// Everything about one session in one archive: the documents, the data, the tables and the charts.
#include "app/report/bundle.h"

#include "app/core/base/spoken.h"
#include "app/report/document/document.h"
#include "app/report/document/log_excerpts.h"
#include "app/report/document/parts.h"
#include "app/report/words.h"
#include "app/report/writers/archive.h"
#include "app/report/writers/writers.h"

namespace doctor::report
{

namespace
{

/// The attempts of all tests in one table, with the test's id in front.
figures::Table allAttempts(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    figures::Table all;
    for (const core::TestRecord& test : session.tests) {
        figures::Table table = attemptLog(test, knowledge);
        if (all.header.isEmpty()) {
            all.header = QStringList{core::translate("report", "Test")} + table.header;
        }
        for (const QStringList& row : table.rows) {
            all.rows.push_back(QStringList{test.id} + row);
        }
    }
    return all;
}

void addTables(std::vector<ArchiveFile>& files, const QString& folder, const core::Session& session,
               const knowledge::Knowledge& knowledge)
{
    files.push_back({folder + u"tables/tests.csv"_qs, writeCsv(testTable(session, knowledge))});
    files.push_back({folder + u"tables/attempts.csv"_qs, writeCsv(allAttempts(session, knowledge))});
    auto drawings = figures::allFigures(session, knowledge);
    drawings.push_back(figures::resetPath(session, knowledge));
    if (const auto [test, attempt] = decisiveAttempt(session); attempt != nullptr) {
        drawings.push_back(figures::connectionLadder(session, knowledge, *test, *attempt));
    }
    for (const figures::Figure& figure : drawings) {
        if (figure.isEmpty()) {
            continue;
        }
        files.push_back({folder + u"charts/"_qs + figure.id + u".svg"_qs, writeSvg(figure)});
        files.push_back({folder + u"charts/"_qs + figure.id + u".csv"_qs, writeCsv(figure.table)});
    }
}

} // namespace

core::Result<QByteArray> bundle(const core::Session& session, const knowledge::Knowledge& knowledge, bool redacted,
                                const QString& name, const core::Session* before, const QByteArray* packets)
{
    const Document full = fullDocument(session, knowledge, redacted, MostAttemptsOnScreen, before);
    const Document brief = briefDocument(session, knowledge, redacted, before);
    const QString folder = name + u'/';
    auto pdf = writePdf(fullDocument(session, knowledge, redacted, MostAttemptsOnPaper, before));
    if (!pdf) {
        return tl::unexpected(pdf.error());
    }
    std::vector<ArchiveFile> files{{folder + u"report.html"_qs, writeHtml(full)},
                                   {folder + u"report.pdf"_qs, std::move(*pdf)},
                                   {folder + u"report.md"_qs, writeMarkdown(brief)},
                                   {folder + u"report.txt"_qs, writeText(brief)},
                                   {folder + u"session.json"_qs, dataOf(session, knowledge)}};
    if (packets != nullptr)
        files.push_back({folder + u"packets.pcap"_qs, *packets});
    if (!session.errorText.trimmed().isEmpty())
        files.push_back({folder + u"logs/pasted.txt"_qs, (printable(session.errorText) + u'\n').toUtf8()});
    addTables(files, folder, session, knowledge);
    return writeArchive(files, session.startedAt);
}

} // namespace doctor::report
