// SPDX-License-Identifier: GPL-3.0-or-later
// Words that several parts of a report share: likelihoods, numbers, moments, and text made fit for printing.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

namespace doctor::report
{

/// "very likely (93 %)"
[[nodiscard]] QString likelihood(double probability, const knowledge::Knowledge& knowledge);
/// Key's text, or the fallback where the knowledge base has none.
[[nodiscard]] QString textOr(const knowledge::Knowledge& knowledge, const QString& key, const QString& fallback);
[[nodiscard]] QString testTitle(const QString& test, const knowledge::Knowledge& knowledge);
/// "2026-11-22 09:00:00.123" in UTC.
[[nodiscard]] QString utcMoment(qint64 wallMs);
/// "key=value; key=value", nested values as JSON.
[[nodiscard]] QString flat(const QJsonObject& object);
/// The text without characters that steer terminals, reorder lines or are no characters at all; line feeds and tabs
/// stay.
[[nodiscard]] QString printable(const QString& text);
/// The same on one line.
[[nodiscard]] QString oneLine(const QString& text);

} // namespace doctor::report
