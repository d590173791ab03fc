// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown pages with front matter: causes/<id>.md and learn/NN-<id>.md.
#pragma once

#include "app/knowledge/json_file.h"
#include "app/knowledge/knowledge.h"

namespace doctor::knowledge
{

/// Front matter `id`, `title`, `headline`; sections "## explanation", "## wire", "## confirm", "## fixes" with
/// "### [place/platform] title" (place: this-computer, server, network; platform optional), "## ask", "## prevention",
/// and, if the cause has special forms, "## variants" with "### [id] title", a text, signs as "- …", and fixes under
/// "#### [place/platform] title". In a fix: numbered steps, fenced code to copy, a line "Risk: …".
/// The markers are the same in every language.
[[nodiscard]] core::Result<CausePage> parseCausePage(const QString& text, const QString& file, const QString& id);

/// Front matter `id`, `title`; the rest is the page.
[[nodiscard]] core::Result<LearnPage> parseLearnPage(const QString& text, const QString& file);

} // namespace doctor::knowledge
