// SPDX-License-Identifier: GPL-3.0-or-later
// Fills {name}, {name|otherwise} and {name#word for one|word for others} in a text with measured values.
#pragma once

#include <QJsonObject>
#include <QLocale>
#include <QString>
#include <QStringList>

namespace doctor::knowledge
{

/// Whole numbers without decimals, others with at most two digits after the point.
[[nodiscard]] QString numberText(double number, const QLocale& locale);

/// A name that is no declared placeholder stays as it stands, so that settings with braces survive. A declared one
/// without a value becomes its "otherwise", or "?" where the text gives none. "{name#second|seconds}" is the word that
/// goes with the number: the first for exactly one as it is shown, the second for all else.
[[nodiscard]] QString fillTemplate(const QString& text, const QJsonObject& values, const QStringList& placeholders,
                                   const QLocale& locale);

/// Names in braces that are not declared, code (fenced, indented in ticks) left out.
[[nodiscard]] QStringList unknownPlaceholders(const QString& text, const QStringList& placeholders);

} // namespace doctor::knowledge
