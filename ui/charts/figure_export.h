// SPDX-License-Identifier: GPL-3.0-or-later
// A figure as a file: the picture for people, the table for spreadsheets.
#pragma once

#include "app/core/base/error.h"
#include "app/figures/figure.h"

#include <QByteArray>
#include <QImage>

class QWidget;

namespace doctor::ui::figureexport
{

/// RFC 4180, UTF-8, header first. Cells that a spreadsheet would take for a formula are marked as text.
[[nodiscard]] QByteArray csv(const figures::Table& table);
/// Question, answer and drawing at twice the logical size, on the palette's base colour.
[[nodiscard]] QImage picture(const figures::Figure& figure, QWidget& drawing, QWidget& legend);
/// Writes the file whole or not at all. Error: Unwritable, with the file and the system's reason.
[[nodiscard]] core::Result<void> write(const QString& fileName, const QByteArray& bytes);

} // namespace doctor::ui::figureexport
