// SPDX-License-Identifier: GPL-3.0-or-later
// Parts that the full and the brief document share.
#pragma once

#include "app/report/document/document.h"

namespace doctor::report
{

[[nodiscard]] QString titleOf(const core::Session& session);
[[nodiscard]] QString subtitleOf(const core::Session& session, const knowledge::Knowledge& knowledge);
/// What breaks, where, how likely, who must act and the first step.
[[nodiscard]] QString answerOf(const core::Session& session, const knowledge::Knowledge& knowledge);
/// Who closed it, and what a look from this side cannot exclude.
[[nodiscard]] QString attribution(const core::Session& session, const knowledge::Knowledge& knowledge);
[[nodiscard]] QString limits(const core::Session& session);
/// What the session names and this version does not know; empty when it knows all.
[[nodiscard]] QString strangers(const core::Session& session, const knowledge::Knowledge& knowledge);
[[nodiscard]] QString redactionStatement(bool redacted);
/// "+12.5 dB  text" without the unit's confusion: the finding and its weight.
[[nodiscard]] QString evidenceLine(const core::Evidence& evidence, const knowledge::Knowledge& knowledge);
[[nodiscard]] QString missingLine(const core::MissingEvidence& missing, const knowledge::Knowledge& knowledge);
/// "4 of 5", or what became of a test without attempts.
[[nodiscard]] QString tally(const core::TestRecord& test);
[[nodiscard]] QString stateLine(const core::TestRecord& test, const knowledge::Knowledge& knowledge);
/// Tests with state, counts, duration and reason.
[[nodiscard]] figures::Table testTable(const core::Session& session, const knowledge::Knowledge& knowledge);
/// Products whose default fits the measured idle limit; without rows when there are none.
[[nodiscard]] figures::Table productTable(const core::Session& session, const knowledge::Knowledge& knowledge);
/// Every attempt with all that was measured.
[[nodiscard]] figures::Table attemptLog(const core::TestRecord& test, const knowledge::Knowledge& knowledge);

} // namespace doctor::report
