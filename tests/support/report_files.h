// SPDX-License-Identifier: GPL-3.0-or-later
// Every file that a report can consist of, as readable text: what a stranger with the files would find in them.
#pragma once

#include "app/report/report.h"

#include <QRegularExpression>
#include <QTest>

namespace doctor::testsupport
{

struct ReportFile {
    QString name;
    QString content;
};

/// All formats under their suggested names; what is base64 inside a page is unpacked beside it.
inline std::vector<ReportFile> reportFiles(const core::Session& session, const knowledge::Knowledge& knowledge,
                                           const report::Options& options)
{
    std::vector<ReportFile> files;
    for (const report::Format& format : report::formats()) {
        const QString name = report::suggestedFileName(session, format.id, options);
        const auto bytes = report::render(session, knowledge, format.id, options);
        if (!bytes) {
            QTest::qFail(qUtf8Printable(bytes.error().message), __FILE__, __LINE__);
            continue;
        }
        files.push_back({name, QString::fromUtf8(*bytes)});
    }
    files.push_back({QStringLiteral("short.txt"), report::shortText(session, knowledge, options)});
    return files;
}

/// Rows of a comma-separated file (RFC 4180).
inline std::vector<QStringList> csvRows(const QString& text)
{
    std::vector<QStringList> rows(1);
    QString cell;
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
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
