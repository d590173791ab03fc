// SPDX-License-Identifier: GPL-3.0-or-later
// The short report: what fits on one screen or into a ticket.
#include "app/core/base/spoken.h"
#include "app/core/model/names.h"
#include "app/report/document/log_excerpts.h"
#include "app/report/document/parts.h"
#include "app/report/words.h"

namespace doctor::report
{

namespace
{

constexpr qsizetype MostCauses = 4;
constexpr qsizetype MostEvidence = 4;
constexpr qsizetype MostAgainst = 2;
constexpr qsizetype MostMissing = 2;
constexpr qsizetype MostSteps = 4;
constexpr qsizetype MostTests = 8;
constexpr qsizetype MostSnippetLines = 5;
constexpr double SmallestShown = 0.02;

QStringList causeLines(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    QStringList lines;
    for (const core::RankedCause& cause : session.diagnosis.causes) {
        if (lines.size() < MostCauses && (lines.isEmpty() || cause.probability >= SmallestShown)) {
            //: %1 a cause, %2 its likelihood
            lines << core::translate("report", "%1: %2").arg(cause.title, likelihood(cause.probability, knowledge));
        }
    }
    return lines;
}

/// "0 ms → May I connect? | 0.1 ms ← Yes | …": arrows to the right go to the target.
QString strip(const figures::Figure& ladder)
{
    QStringList parts;
    for (const figures::Step& step : ladder.steps) {
        const QString way = step.from == step.to ? u"–"_qs : step.from < step.to ? u"→"_qs : u"←"_qs;
        parts << (step.time.isEmpty() ? way : step.time + u' ' + way) + u' ' + step.text;
    }
    return parts.join(u" | "_qs);
}

Section evidenceSection(const core::RankedCause& top, const knowledge::Knowledge& knowledge)
{
    QStringList speaksFor;
    QStringList speaksAgainst;
    QStringList missing;
    for (const core::Evidence& evidence : top.evidenceFor) {
        speaksFor << evidenceLine(evidence, knowledge);
    }
    for (const core::Evidence& evidence : top.evidenceAgainst) {
        speaksAgainst << core::translate("report", "Against: %1").arg(evidenceLine(evidence, knowledge));
    }
    for (const core::MissingEvidence& gap : top.evidenceMissing) {
        missing << core::translate("report", "Not tested: %1").arg(missingLine(gap, knowledge));
    }
    const QStringList lines =
        firstOf(speaksFor, MostEvidence) + firstOf(speaksAgainst, MostAgainst) + firstOf(missing, MostMissing);
    Section section{u"evidence"_qs, core::translate("report", "Evidence for “%1”").arg(top.title), {}};
    if (!lines.isEmpty()) {
        section.blocks.emplace_back(List{lines});
    }
    return section;
}

Section fixSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section section{u"fixes"_qs, core::translate("report", "First step"), {}};
    const core::Fix* first = leadingFix(session, knowledge);
    if (first == nullptr) {
        return section;
    }
    const core::Fix& fix = *first;
    const QString place = textOr(knowledge, u"place."_qs + fix.place, fix.place);
    section.title = place.isEmpty() ? core::translate("report", "First step: %1").arg(fix.title)
                                    : core::translate("report", "First step (%1): %2").arg(place, fix.title);
    if (!fix.steps.isEmpty()) {
        section.blocks.emplace_back(List{firstOf(fix.steps, MostSteps), true});
    }
    const QStringList lines = fix.snippet.split(u'\n', Qt::SkipEmptyParts);
    if (!lines.isEmpty() && lines.size() <= MostSnippetLines) {
        section.blocks.emplace_back(Snippet{lines.join(u'\n')});
    }
    return section;
}

/// The drawings of the full report as one line each.
Section attributionSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section section{u"attribution"_qs, whoTitle(session), {Paragraph{attribution(session, knowledge)}}};
    if (const figures::Figure path = figures::resetPath(session, knowledge); !path.isEmpty()) {
        section.blocks.emplace_back(Paragraph{path.answer});
    }
    if (const auto [test, attempt] = decisiveAttempt(session); attempt != nullptr) {
        const figures::Figure ladder = figures::connectionLadder(session, knowledge, *test, *attempt);
        if (!ladder.isEmpty()) {
            section.blocks.emplace_back(
                Paragraph{core::translate("report", "%1 %2", "%1 which connection, %2 what happened on it")
                              .arg(ladder.answer, strip(ladder))});
        }
    }
    return section;
}

Section testsSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    QStringList lines;
    for (const core::TestRecord& test : session.tests) {
        const QString counts = tally(test);
        const QString title = testTitle(test.id, knowledge);
        //: %1 a test, %2 its state and why, %3 how many attempts worked ("4 of 5")
        lines << (counts.isEmpty()
                      ? core::translate("report", "%1 – %2").arg(title, stateLine(test, knowledge))
                      : core::translate("report", "%1 – %2, %3 worked").arg(title, stateLine(test, knowledge), counts));
    }
    Section section{u"tests"_qs, core::translate("report", "Tests"), {}};
    if (!lines.isEmpty()) {
        section.blocks.emplace_back(List{firstOf(lines, MostTests)});
    }
    return section;
}

} // namespace

Document briefDocument(const core::Session& session, const knowledge::Knowledge& knowledge, bool redacted,
                       const core::Session* before)
{
    Document document{
        knowledge.language(), titleOf(session), subtitleOf(session, knowledge), answerOf(session, knowledge), {}};
    document.glance = glanceOf(session, knowledge);
    const auto& causes = session.diagnosis.causes;
    if (before) {
        Section comparison = beforeAfterSection(*before, session, knowledge);
        std::erase_if(comparison.blocks,
                      [](const Block& block) { return std::holds_alternative<figures::Figure>(block); });
        comparison.blocks.emplace_back(Paragraph{figures::beforeAfter(*before, session, knowledge).answer});
        document.sections.push_back(std::move(comparison));
    }
    if (!causes.empty()) {
        document.sections.push_back(
            {u"causes"_qs, core::translate("report", "Likely causes"), {List{causeLines(session, knowledge), true}}});
        document.sections.push_back(evidenceSection(causes.front(), knowledge));
        document.sections.push_back(attributionSection(session, knowledge));
        document.sections.push_back(fixSection(session, knowledge));
    }
    document.sections.push_back(briefLogSection(session, knowledge));
    Section limitsSection{u"limits"_qs, core::translate("report", "Limits"), {Paragraph{limits(session)}}};
    if (redacted) {
        limitsSection.blocks.emplace_back(Paragraph{redactionStatement(true)});
    }
    if (const QString unknown = strangers(session, knowledge); !unknown.isEmpty()) {
        limitsSection.blocks.emplace_back(Paragraph{unknown});
    }
    document.sections.push_back(std::move(limitsSection));
    document.sections.push_back(testsSection(session, knowledge)); // last: if it gets too long, this is cut
    std::erase_if(document.sections, [](const Section& section) { return section.blocks.empty(); });
    return document;
}

} // namespace doctor::report
