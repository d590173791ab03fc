// SPDX-License-Identifier: GPL-3.0-or-later
// The page of a cause as Markdown in two parts: what everybody needs first, and what stands behind "more".
#pragma once

#include "app/knowledge/knowledge.h"

namespace doctor::ui
{

/// How much of the fixes a page tells: none (they have a page of their own), their titles, or every step.
enum class Fixes { Left, Titles, Whole };

/// What happens, how to make sure, what helps. Empty for a cause without a page. Fits two screens of 1280x800.
[[nodiscard]] QString causeEssentials(const knowledge::Knowledge& knowledge, const QString& cause,
                                      const QJsonObject& values, Fixes fixes);
/// Who closes and how it looks on the wire, special forms, the fixes if wanted, questions, prevention, sources.
[[nodiscard]] QString causeMore(const knowledge::Knowledge& knowledge, const QString& cause, const QJsonObject& values,
                                Fixes fixes);

} // namespace doctor::ui
