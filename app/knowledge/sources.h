// SPDX-License-Identifier: GPL-3.0-or-later
// sources.json: where the statements about causes and variants come from.
#pragma once

#include "app/knowledge/json_file.h"
#include "app/knowledge/knowledge.h"

namespace doctor::knowledge
{

/// Sources by the id of a cause or variant. Error: a row without sources, or a source without title or place.
[[nodiscard]] core::Result<QMap<QString, std::vector<Source>>> loadSources(const Root& root);

} // namespace doctor::knowledge
