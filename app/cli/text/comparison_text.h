// SPDX-License-Identifier: GPL-3.0-or-later
// A comparison for a terminal and as Markdown: settings, answer, tests, causes.
#pragma once

#include "app/cli/text/comparison_words.h"
#include "app/cli/text/style.h"

namespace doctor::cli
{

[[nodiscard]] QString comparisonText(const Compared& compared, const Style& style, int width);
[[nodiscard]] QString comparisonMarkdown(const Compared& compared);

} // namespace doctor::cli
