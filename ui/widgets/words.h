// SPDX-License-Identifier: GPL-3.0-or-later
// Probabilities and counts in words, one fixed scale for every page (ux rule 22).
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

namespace doctor::ui::words
{

/// "very likely (91 %)": word and number together.
[[nodiscard]] QString likelihood(double probability, const knowledge::Knowledge& knowledge);
/// "91 %", "<1 %" and ">99 %" at the ends: nothing is ever certain.
[[nodiscard]] QString percent(double probability);
/// "3 of 10" of the first finding among these that counted; empty when none did.
[[nodiscard]] QString counted(const core::Session& session, const core::RankedCause& cause);
/// The title of a test, or its id.
[[nodiscard]] QString testTitle(const QString& id, const knowledge::Knowledge& knowledge);
/// The name that people know a platform word by; products keep their own spelling.
[[nodiscard]] QString platformName(const QString& word);
/// The text with a capital at its start.
[[nodiscard]] QString capitalised(QString text);
/// About how long, in whole words: "about 25 seconds", "about 2 minutes".
[[nodiscard]] QString duration(double seconds);

} // namespace doctor::ui::words
