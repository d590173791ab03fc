// SPDX-License-Identifier: GPL-3.0-or-later
// Known error texts in a longer text, line by line.
#pragma once

#include "app/knowledge/knowledge.h"

namespace doctor::knowledge
{

/// A line and what it says.
struct RecognisedLine {
    int line = 0; ///< from 0
    Recognised what;
};

/// Lines that say something known, in order; each counts once, for its most specific signature. A message that only
/// several lines together make known stands on the one where it begins. Hundreds of patterns per line: not for a thread
/// that has to answer.
[[nodiscard]] std::vector<RecognisedLine> recogniseLines(const Knowledge& knowledge, const QString& text);

} // namespace doctor::knowledge
