// SPDX-License-Identifier: GPL-3.0-or-later
// Renders a report away from the window's thread, ready to be shown and to be saved.
#pragma once

#include "app/core/base/error.h"
#include "app/report/report.h"

#include <QImage>
#include <memory>
#include <vector>

namespace doctor::ui
{

struct ReportRequest {
    std::shared_ptr<const core::Session> session;
    std::shared_ptr<const knowledge::Knowledge> knowledge;
    QString format;
    report::Options options;
    QString language; ///< of the report; empty: the knowledge's
    QColor paper;     ///< behind pictures whose own background is clear
};

struct RenderedReport {
    QByteArray bytes;  ///< what will be saved
    QString shortText; ///< for a chat or ticket
    std::vector<report::Replacement> replaced;
    QStringList stillPrivate; ///< words in it that look private; only asked for when private details are hidden
    QString previewText;      ///< what the preview shows: the bytes, pictures taken out of the way
    bool previewIsHtml = false;
    bool previewIsCut = false;
    std::vector<std::pair<QString, QImage>> pictures; ///< by the address that previewText uses
};

/// Thread-safe; takes from some milliseconds to a second. In another language than the knowledge's the session is
/// diagnosed anew from its findings. Error also when that language cannot be loaded.
[[nodiscard]] core::Result<std::shared_ptr<const RenderedReport>> renderReport(const ReportRequest& request);

/// The same as pages for paper. Error as above.
[[nodiscard]] core::Result<QByteArray> renderPages(const ReportRequest& request);

} // namespace doctor::ui
