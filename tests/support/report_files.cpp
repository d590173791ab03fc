// SPDX-License-Identifier: GPL-3.0-or-later
// Takes reports apart with tools other than those that made them.
#include "tests/support/report_files.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <archive.h>
#include <archive_entry.h>

namespace doctor::testsupport
{

namespace
{

QString textOfPdf(const QByteArray& pdf)
{
    QProcess tool;
    tool.start(QStringLiteral("pdftotext"), {QStringLiteral("-layout"), QStringLiteral("-"), QStringLiteral("-")});
    if (!tool.waitForStarted())
        return {};
    tool.write(pdf);
    tool.closeWriteChannel();
    tool.waitForFinished();
    return QString::fromUtf8(tool.readAllStandardOutput());
}

void addFile(std::vector<ReportFile>& files, const QString& name, const QByteArray& bytes)
{
    if (name.endsWith(u".pdf")) {
        files.push_back({name + QStringLiteral(".text"), textOfPdf(bytes)});
        return;
    }
    files.push_back({name, QString::fromUtf8(bytes)});
    static const QRegularExpression data(QStringLiteral("data:application/json;base64,([A-Za-z0-9+/=]+)"));
    if (const auto match = data.match(files.back().content); match.hasMatch())
        files.push_back(
            {name + QStringLiteral(".json"), QString::fromUtf8(QByteArray::fromBase64(match.captured(1).toLatin1()))});
}

} // namespace

std::vector<std::pair<QString, QByteArray>> unzipped(const QByteArray& zip)
{
    std::vector<std::pair<QString, QByteArray>> files;
    struct archive* reader = archive_read_new();
    archive_read_support_format_zip(reader);
    struct archive_entry* entry = nullptr;
    if (archive_read_open_memory(reader, zip.constData(), static_cast<size_t>(zip.size())) == ARCHIVE_OK) {
        while (archive_read_next_header(reader, &entry) == ARCHIVE_OK) {
            QByteArray content;
            char buffer[16384];
            for (la_ssize_t got = 0; (got = archive_read_data(reader, buffer, sizeof buffer)) > 0;)
                content.append(buffer, static_cast<qsizetype>(got));
            files.emplace_back(QString::fromUtf8(archive_entry_pathname_utf8(entry)), content);
        }
    }
    archive_read_free(reader);
    return files;
}

std::vector<ReportFile> reportFiles(const core::Session& session, const knowledge::Knowledge& knowledge,
                                    const report::Options& options)
{
    std::vector<ReportFile> files;
    for (const report::Format& format : report::formats()) {
        const QString name = report::suggestedFileName(session, format.id, options);
        const auto bytes = report::render(session, knowledge, format.id, options);
        if (!bytes) {
            QTest::qFail(qUtf8Printable(bytes.error().message), __FILE__, __LINE__);
            return {};
        }
        if (format.id == u"zip") {
            for (const auto& [inner, content] : unzipped(*bytes))
                addFile(files, inner, content);
        } else if (format.id != u"pdf") { // the archive holds the same pages
            addFile(files, name, *bytes);
        } else {
            files.push_back({name, QString()});
        }
    }
    files.push_back({QStringLiteral("short.txt"), report::shortText(session, knowledge, options)});
    return files;
}

std::vector<QStringList> csvRows(const QString& text)
{
    std::vector<QStringList> rows(1);
    QString cell;
    bool quoted = false;
    for (qsizetype i = text.startsWith(QChar(QChar::ByteOrderMark)) ? 1 : 0; i < text.size(); ++i) {
        const QChar sign = text.at(i);
        if (quoted && sign == u'"' && text.mid(i + 1, 1) == QStringLiteral("\"")) {
            cell += sign;
            ++i;
        } else if (sign == u'"') {
            quoted = !quoted;
        } else if (!quoted && (sign == u',' || sign == u'\n')) {
            rows.back() << cell;
            cell.clear();
            if (sign == u'\n')
                rows.emplace_back();
        } else if (quoted || sign != u'\r') {
            cell += sign;
        }
    }
    return rows;
}

} // namespace doctor::testsupport
