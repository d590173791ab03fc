// SPDX-License-Identifier: GPL-3.0-or-later
// Do the files fit together: texts for every entry, known placeholders, a page for every cause, nothing untranslated?
#pragma once

#include "app/knowledge/loader.h"

namespace doctor::knowledge
{

/// Keys that strings.json of every language must have.
[[nodiscard]] QStringList requiredKeys(const Data& data);

/// Where the pages differ from the English ones in their fixes (place and platform) and variants, each as one sentence.
[[nodiscard]] QStringList findDifferences(const Data& data, const QMap<QString, CausePage>& master);

/// Every fault of one language's files, each as one sentence; empty when all is well.
[[nodiscard]] QStringList findFaults(const Data& data, const QStringList& masterKeys);

} // namespace doctor::knowledge
