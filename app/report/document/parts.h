// SPDX-License-Identifier: GPL-3.0-or-later
// Parts that the full and the brief document share.
#pragma once

#include "app/report/document/document.h"

#include <cstdint>
#include <utility>

namespace doctor::report
{

[[nodiscard]] QString titleOf(const core::Session& session);
[[nodiscard]] QString subtitleOf(const core::Session& session, const knowledge::Knowledge& knowledge);
/// What breaks, where, how likely, who must act and the first step.
[[nodiscard]] QString answerOf(const core::Session& session, const knowledge::Knowledge& knowledge);
/// Who closed it, and what a look from this side cannot exclude.
[[nodiscard]] QString attribution(const core::Session& session, const knowledge::Knowledge& knowledge);
/// The same without the limits: "the server's side", "a device in between".
[[nodiscard]] QString whoClosed(const core::Session& session, const knowledge::Knowledge& knowledge);
/// How and when it ended: the connection that the page draws, or what the verdict says.
struct ShownEnding {
    std::optional<core::How> how;
    std::optional<core::Phase> phase;
};
[[nodiscard]] ShownEnding shownEnding(const core::Session& session);
/// What the row and the section about it are called: nobody "closed" what was refused or never answered.
enum class Met { Closed, Refused, Failed };
[[nodiscard]] Met metOf(const core::Session& session);
[[nodiscard]] QString whoLabel(const core::Session& session);
[[nodiscard]] QString whoTitle(const core::Session& session);
/// The finding that does not fit a service without a fault; nullptr: there is none, or another cause leads.
[[nodiscard]] const core::Evidence* misfit(const core::Session& session);
/// The address of the device that reported itself, as in the drawing; empty: none did.
[[nodiscard]] QString namedDevice(const core::Session& session);
/// Status of the answer that said no on the decisive connection, which the client then closed; 0: none did.
[[nodiscard]] int refusingStatus(const core::Session& session);
/// The tests went through a proxy, and what speaks for the server's side may as well be the proxy.
[[nodiscard]] bool isProxyPossible(const core::Session& session);
/// Whether one cause is likely enough to act upon, and not only to look further.
[[nodiscard]] bool isSettled(const core::Session& session);
/// The cure to begin with: where the connections were closed, and fit for every product if there is one; nullptr: none.
[[nodiscard]] const core::Fix* leadingFix(const core::Session& session, const knowledge::Knowledge& knowledge);
/// Where the leading cause is acted upon, as in core::Fix; empty when neither verdict nor cause names a place.
[[nodiscard]] QString placeToAct(const core::Session& session, const knowledge::Knowledge& knowledge);
/// What the person who must act does first about the leading cause, with what was measured, without a full stop.
[[nodiscard]] QString firstStep(const core::Session& session, const knowledge::Knowledge& knowledge);
/// The test that would settle it, how long it takes and why; empty: none is left.
[[nodiscard]] QString nextStep(const core::Session& session, const knowledge::Knowledge& knowledge);
/// The five things that everybody asks first.
[[nodiscard]] Facts glanceOf(const core::Session& session, const knowledge::Knowledge& knowledge);
/// How often what failed, per test that was carried out: k of n with its interval.
[[nodiscard]] figures::Table failureProfile(const core::Session& session, const knowledge::Knowledge& knowledge);
/// Where it fails and where not, with the cells that nobody has filled.
[[nodiscard]] figures::Table scopeMatrix(const core::Session& session, const knowledge::Knowledge& knowledge);
/// Failed attempts of a test, and how many have shown anything: a quiet connection that we gave up has not.
struct Shown {
    qsizetype failed = 0;
    qsizetype all = 0;
};
[[nodiscard]] Shown shownBy(const core::TestRecord& test);
[[nodiscard]] bool showsNothing(const core::Attempt& attempt);
/// The most telling failed attempt, or nullptr, and the test that it belongs to.
[[nodiscard]] std::pair<const core::TestRecord*, const core::Attempt*> decisiveAttempt(const core::Session& session);
/// What captures, logs or this computer have told, in words; empty: they were not asked.
[[nodiscard]] QStringList findingsFrom(core::SourceKind kind, const core::Session& session,
                                       const knowledge::Knowledge& knowledge);
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
/// Every attempt with all that was measured; with `most`, failed ones go first when not all fit.
[[nodiscard]] figures::Table attemptLog(const core::TestRecord& test, const knowledge::Knowledge& knowledge,
                                        std::size_t most = SIZE_MAX);
/// The same for a page: long texts are shortened, and what is alike in all rows is taken out and said once
/// (`common`: "Address: 192.0.2.1:443; Phase: …", empty when nothing is alike).
[[nodiscard]] figures::Table condensedLog(const core::TestRecord& test, const knowledge::Knowledge& knowledge,
                                          std::size_t most, QString& common);
/// The first items, with "… and n more" in the place of the last when there are more than `most`.
[[nodiscard]] QStringList firstOf(QStringList items, qsizetype most);
/// What an earlier run found, and whether fewer attempts fail now. Holds no names of hosts.
[[nodiscard]] Section beforeAfterSection(const core::Session& before, const core::Session& after,
                                         const knowledge::Knowledge& knowledge);
/// Ranked causes with what speaks for and against them.
[[nodiscard]] Section causesSection(const core::Session& session, const knowledge::Knowledge& knowledge);
/// What to do about the leading cause in general, and how the next ones would begin.
[[nodiscard]] Section fixesSection(const core::Session& session, const knowledge::Knowledge& knowledge);
/// Appendix: the leading cause's special forms, and its cures product by product.
[[nodiscard]] Section onProductsSection(const core::Session& session, const knowledge::Knowledge& knowledge);
/// Place of a test's log in the full report, for a source such as "test:idle-survival"; empty for other sources.
[[nodiscard]] QString logAnchor(const core::Session& session, const QString& source);

} // namespace doctor::report
