// SPDX-License-Identifier: GPL-3.0-or-later
// Every file that a report can consist of, as readable text: what a stranger with the files would find in them.
#pragma once

#include "app/report/report.h"

#include <vector>

namespace doctor::testsupport
{

struct ReportFile {
    QString name;
    QString content;
};

/// All formats under their suggested names, the archive's files one by one, the data inside a page unpacked, the text
/// and the bookmarks of a PDF read out by pdftotext. Empty after a failure, which is reported to Qt Test.
[[nodiscard]] std::vector<ReportFile> reportFiles(const core::Session& session, const knowledge::Knowledge& knowledge,
                                                  const report::Options& options);
/// Files of a .zip by name.
[[nodiscard]] std::vector<std::pair<QString, QByteArray>> unzipped(const QByteArray& zip);
/// Rows of a comma-separated file (RFC 4180).
[[nodiscard]] std::vector<QStringList> csvRows(const QString& text);

} // namespace doctor::testsupport
