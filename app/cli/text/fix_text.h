// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes as numbered steps.
#pragma once

#include "app/cli/text/style.h"
#include "app/knowledge/knowledge.h"

#include <QJsonArray>

namespace doctor::cli
{

/// Placeholders filled with their words for "not measured".
[[nodiscard]] std::vector<core::Fix> filled(std::vector<core::Fix> fixes, const knowledge::Knowledge& knowledge);
[[nodiscard]] QString fixesText(const std::vector<core::Fix>& fixes, const knowledge::Knowledge& knowledge,
                                const Style& style, int width);
[[nodiscard]] QString fixesMarkdown(const std::vector<core::Fix>& fixes, const knowledge::Knowledge& knowledge);
[[nodiscard]] QJsonArray fixesJson(const std::vector<core::Fix>& fixes);

} // namespace doctor::cli
