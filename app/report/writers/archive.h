// SPDX-License-Identifier: GPL-3.0-or-later
// Several files as one .zip.
#pragma once

#include "app/core/base/error.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <vector>

namespace doctor::report
{

struct ArchiveFile {
    QString name; ///< inside the archive, with '/' between folders
    QByteArray content;
};

/// All files get the same time, so that the same report gives the same bytes. Error: Unwritable with the reason.
[[nodiscard]] core::Result<QByteArray> writeArchive(const std::vector<ArchiveFile>& files, const QDateTime& at);

} // namespace doctor::report
