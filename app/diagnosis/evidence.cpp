// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence per cause.
#include "app/diagnosis/evidence.h"

#include "app/core/model/names.h"
#include "app/diagnosis/posterior.h"
#include "app/knowledge/template_values.h"

#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString NoFault = u"no-fault-found"_s;
const QString UserTest = u"user"_s;

core::Evidence evidenceOf(const core::Finding& finding, double weight, const core::Session& session,
                          const knowledge::Knowledge& knowledge)
{
    core::Evidence evidence;
    evidence.question = finding.question;
    evidence.answer = finding.answer;
    evidence.decibans = weight;
    evidence.source = core::toWord(finding.source);
    evidence.attempts = finding.attempts;
    evidence.text = knowledge.text(u"answer."_s + finding.question + u'.' + finding.answer,
                                   knowledge::templateValues(session.target, finding));
    return evidence;
}

bool hasRun(const core::Session& session, const QString& test)
{
    const auto* record = core::findTest(session, test);
    return record != nullptr && record->state == core::TestState::Done;
}

/// Questions on which this cause stands or falls. For "nothing is wrong" these are all that a test can answer.
bool bearsOn(const knowledge::Question& question, const knowledge::CauseDefinition& cause)
{
    return cause.ownQuestions.contains(question.id) || (cause.id == NoFault && !question.sound.isEmpty());
}

std::vector<core::MissingEvidence> missing(const knowledge::CauseDefinition& cause, const core::Session& session,
                                           const std::vector<core::Finding>& findings,
                                           const knowledge::Knowledge& knowledge)
{
    const auto answers = answersOf(findings);
    std::vector<core::MissingEvidence> result;
    for (const auto& question : knowledge.questions()) {
        const bool open = !answers.contains(question.id) && !isImplied(question, answers) &&
                          question.test != u"cross-test" && !hasRun(session, question.test);
        if (open && bearsOn(question, cause)) {
            result.push_back({question.id, knowledge.text(u"question."_s + question.id), question.test});
        }
    }
    std::stable_partition(result.begin(), result.end(), [](const auto& one) { return one.test != UserTest; });
    return result;
}

/// The place that somebody of this role can change; empty when the role was not told.
QString ownPlace(const QString& role)
{
    if (role == u"server" || role == u"network") {
        return role;
    }
    return role == u"client" || role == u"user" ? u"this-computer"_s : QString();
}

std::vector<core::Fix> filledFixes(const knowledge::CausePage& page, const QJsonObject& values,
                                   const knowledge::Knowledge& knowledge)
{
    std::vector<core::Fix> fixes;
    for (auto fix : page.fixes) {
        fix.title = knowledge.fill(fix.title, values);
        fix.risk = knowledge.fill(fix.risk, values);
        fix.snippet = knowledge.fillCode(fix.snippet, values);
        for (auto& step : fix.steps) {
            step = knowledge.fill(step, values);
        }
        fixes.push_back(fix);
    }
    return fixes;
}

} // namespace

core::RankedCause rankedCause(const knowledge::CauseDefinition& cause, double probability, const core::Session& session,
                              const std::vector<core::Finding>& findings, const knowledge::Knowledge& knowledge)
{
    core::RankedCause ranked;
    ranked.id = cause.id;
    ranked.family = cause.family;
    ranked.probability = probability;
    for (const auto& finding : telling(findings, knowledge)) {
        const double weight = decibans(ratio(finding, cause, knowledge));
        const bool own = cause.id == NoFault || cause.ownQuestions.contains(finding.question);
        // That an unrelated test went well speaks for no cause in particular.
        if (weight > LeastDecibans && own) {
            ranked.evidenceFor.push_back(evidenceOf(finding, weight, session, knowledge));
        } else if (weight < -LeastDecibans) {
            ranked.evidenceAgainst.push_back(evidenceOf(finding, weight, session, knowledge));
        }
    }
    const auto stronger = [](const auto& a, const auto& b) { return std::abs(a.decibans) > std::abs(b.decibans); };
    std::stable_sort(ranked.evidenceFor.begin(), ranked.evidenceFor.end(), stronger);
    std::stable_sort(ranked.evidenceAgainst.begin(), ranked.evidenceAgainst.end(), stronger);
    ranked.evidenceMissing = missing(cause, session, findings, knowledge);
    const auto* page = knowledge.page(cause.id);
    ranked.title = page == nullptr
                       ? cause.id
                       : knowledge.fill(page->title, knowledge::templateValues(session.target, findings, ranked));
    if (page != nullptr) {
        ranked.fixes = filledFixes(*page, knowledge::templateValues(session.target, findings, ranked), knowledge);
        // What you can change yourself comes first.
        const QString place = ownPlace(session.symptoms.value(u"role"_s));
        std::stable_partition(ranked.fixes.begin(), ranked.fixes.end(),
                              [&](const auto& fix) { return fix.place == place; });
    }
    return ranked;
}

} // namespace doctor::diagnosis
