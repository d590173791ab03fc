// SPDX-License-Identifier: GPL-3.0-or-later
// Breaks a text into a few lines of a given width and marks what had to be left out.
#pragma once

#include <QFont>
#include <QString>

namespace doctor::ui
{

/// Lines joined by line feeds; the last one ends in an ellipsis if the text did not fit.
[[nodiscard]] QString fitText(const QString& text, const QFont& font, qreal width, int maximumLines);

} // namespace doctor::ui
