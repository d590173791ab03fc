// SPDX-License-Identifier: GPL-3.0-or-later
// The knowledge base as text, Markdown and JSON (schema connection-doctor/causes/1).
#pragma once

#include "app/cli/text/style.h"
#include "app/knowledge/knowledge.h"

#include <QJsonObject>

namespace doctor::cli
{

[[nodiscard]] QString variantText(const knowledge::Variant& variant, const knowledge::Knowledge& knowledge,
                                  const Style& style, int width);
[[nodiscard]] QString variantMarkdown(const knowledge::Variant& variant, const knowledge::Knowledge& knowledge);
[[nodiscard]] QJsonObject variantJson(const knowledge::Variant& variant, const knowledge::Knowledge& knowledge);

/// Causes, each followed by its variants.
[[nodiscard]] QString causesTable(const knowledge::Knowledge& knowledge, const Style& style, int width);
[[nodiscard]] QString causesMarkdown(const knowledge::Knowledge& knowledge);
[[nodiscard]] QJsonObject causesJson(const knowledge::Knowledge& knowledge);

/// One cause whole; placeholders for measured values read as their words for "not measured".
[[nodiscard]] QString causeText(const knowledge::CauseDefinition& cause, const knowledge::Knowledge& knowledge,
                                const Style& style, int width);
[[nodiscard]] QString causeMarkdown(const knowledge::CauseDefinition& cause, const knowledge::Knowledge& knowledge);
[[nodiscard]] QJsonObject causeJson(const knowledge::CauseDefinition& cause, const knowledge::Knowledge& knowledge);

} // namespace doctor::cli
