// SPDX-License-Identifier: GPL-3.0-or-later
// Documents to bytes: each writer escapes what its format needs escaped, whoever wrote the text.
#pragma once

#include "app/core/base/error.h"
#include "app/report/document/document.h"

#include <QByteArray>

class QXmlStreamWriter;

namespace doctor::report
{

/// Self-contained page without scripts; well-formed XHTML, light or dark as the reader's system is.
[[nodiscard]] QByteArray writeHtml(const Document& document);
/// A4 pages with bookmarks, page numbers, selectable text, vector charts and the language set. Needs no display.
/// Error: Unwritable.
[[nodiscard]] core::Result<QByteArray> writePdf(const Document& document);
/// Rows for spreadsheets; no cell is taken for a formula.
[[nodiscard]] QByteArray writeCsv(const figures::Table& table);
/// A figure as a file of its own, on a light ground.
[[nodiscard]] QByteArray writeSvg(const figures::Figure& figure);
/// The table without columns in which nothing stands.
[[nodiscard]] figures::Table withoutEmptyColumns(const figures::Table& table);
/// At most MaxMarkdownLines lines.
[[nodiscard]] QByteArray writeMarkdown(const Document& document);
/// For terminals and mail: wrapped at 80 columns, no colours.
[[nodiscard]] QByteArray writeText(const Document& document);
inline constexpr qsizetype MaxMarkdownLines = 60;

/// Draws a figure as an <svg> element; colours come from the style sheet of the page (styleSheet()).
void drawFigure(QXmlStreamWriter& xml, const figures::Figure& figure);
/// Style of page and charts for both colour schemes; holds no character that XML would need escaped.
[[nodiscard]] QString styleSheet();

} // namespace doctor::report
