// SPDX-License-Identifier: GPL-3.0-or-later
// Words the verdict without claiming more than a client can see.
#include "app/diagnosis/verdict.h"

#include "app/core/model/likelihood.h"
#include "app/core/model/names.h"
#include "app/diagnosis/closer.h"
#include "app/diagnosis/diagnose.h"
#include "app/diagnosis/evidence.h"
#include "app/knowledge/template_values.h"

#include <algorithm>
#include <cmath>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;
using core::How;

namespace
{

/// Candidates below this are not worth naming.
constexpr double LeastCandidate = 0.06;

const core::TestRecord* recordOf(const core::Session& session, const QString& source)
{
    return core::findTest(session, source.section(u':', 1));
}

/// The ending that shows the cause best: of the strongest evidence that has a failed attempt.
std::optional<core::Ending> showingEnding(const core::RankedCause& cause, const core::Session& session)
{
    for (const auto& evidence : cause.evidenceFor) {
        const auto* record = recordOf(session, evidence.source);
        for (const int index : evidence.attempts) {
            const bool there = record != nullptr && index >= 0 && static_cast<size_t>(index) < record->attempts.size();
            if (there && record->attempts[static_cast<size_t>(index)].ending.isFailure()) {
                return record->attempts[static_cast<size_t>(index)].ending;
            }
        }
    }
    return std::nullopt;
}

bool isHardCut(const std::optional<How>& how)
{
    return how == How::Reset || how == How::FinThenReset || how == How::TlsAlertThenReset;
}

bool isServer(core::ClosedBy closer)
{
    return closer == core::ClosedBy::ServerApplication || closer == core::ClosedBy::ServerSystem;
}

QString candidates(const std::vector<core::RankedCause>& causes, const knowledge::Knowledge& knowledge)
{
    QStringList names;
    for (const auto& cause : causes) {
        const bool named = names.size() < 2 || (names.size() < 3 && cause.probability >= LeastCandidate);
        if (named && cause.id != u"something-else") {
            names.append(knowledge.text(u"verdict.candidate"_s,
                                        {{u"cause"_s, cause.title}, {u"percent"_s, percentText(cause.probability)}}));
        }
    }
    return names.join(u"; "_s);
}

QString undecided(const std::vector<core::RankedCause>& causes, const knowledge::Knowledge& knowledge,
                  const core::NextTest* settling)
{
    // An answer of the user makes likelier, but settles nothing.
    const auto settle = settling == nullptr || knowledge::isForPeople(knowledge, settling->id)
                            ? knowledge.text(u"verdict.settle-server"_s)
                            : knowledge.text(u"verdict.settle-test"_s,
                                             {{u"test"_s, knowledge.text(u"test."_s + settling->id + u".title"_s)}});
    return knowledge.text(u"verdict.undecided"_s, {{u"candidates"_s, candidates(causes, knowledge)}}) + u' ' +
           knowledge.text(u"verdict.settle"_s, {{u"settle"_s, settle}});
}

/// What the server offered was refused by the TLS of this computer: then nobody else closed.
bool refusedHere(const core::RankedCause& cause)
{
    return std::any_of(cause.evidenceFor.begin(), cause.evidenceFor.end(), [](const core::Evidence& evidence) {
        return evidence.question == u"tls-outcome" && evidence.answer == u"refused-by-client";
    });
}

bool nothingMeasured(const std::vector<core::Finding>& findings)
{
    return std::none_of(findings.begin(), findings.end(),
                        [](const auto& finding) { return finding.source.kind != core::SourceKind::User; });
}

/// Longest quiet time that was survived, when it was too short to speak of health.
std::optional<QString> briefQuiet(const std::vector<core::Finding>& findings)
{
    for (const auto& finding : findings) {
        if (finding.question == u"idle-ending" && finding.answer == u"survived-brief") {
            return QString::number(finding.values.value(u"testedSeconds").toDouble());
        }
    }
    return std::nullopt;
}

/// What happened there, where the cause's own headline would list what may happen in general.
QString headlineOf(const core::RankedCause& top, const std::optional<How>& how, const QJsonObject& values,
                   const knowledge::Knowledge& knowledge)
{
    const QString own = u"headline."_s + top.id + u'.';
    QStringList keys;
    for (const auto& evidence : top.evidenceFor) {
        keys.append(own + evidence.question + u'.' + evidence.answer);
    }
    if (how) {
        keys.append(own + core::toWord(*how));
    }
    for (const auto& key : keys) {
        if (knowledge.hasText(key)) {
            return knowledge.text(key, values);
        }
    }
    const auto* page = knowledge.page(top.id);
    return page == nullptr ? top.title : knowledge.fill(page->headline, values);
}

/// The finding that a service without a fault would hardly give.
QString misfit(const core::RankedCause& noFault)
{
    const auto& against = noFault.evidenceAgainst;
    return against.empty() || against.front().decibans > core::DoesNotFit ? QString() : against.front().text;
}

/// The observation, and how likely its explanation is.
QString summaryOf(const core::RankedCause& top, const QString& headline, const knowledge::Knowledge& knowledge)
{
    const auto finding = top.id == u"no-fault-found" ? misfit(top) : QString();
    const auto own = u"verdict.summary."_s + top.id;
    const auto key = !finding.isEmpty() ? u"verdict.misfit"_s : knowledge.hasText(own) ? own : u"verdict.summary"_s;
    return knowledge.text(key,
                          {{u"headline"_s, finding.isEmpty() ? headline : finding},
                           {u"likelihood"_s, knowledge.text(u"likelihood."_s + core::likelihoodWord(top.probability))},
                           {u"percent"_s, percentText(top.probability)}});
}

} // namespace

QString percentText(double probability)
{
    const int percent = std::clamp(static_cast<int>(std::lround(probability * 100)), 1, 99);
    return probability > 0.995   ? u">\u00a099\u00a0%"_s
           : probability < 0.005 ? u"<\u00a01\u00a0%"_s
                                 : u"%1\u00a0%"_s.arg(percent);
}

core::Verdict makeVerdict(const std::vector<core::RankedCause>& causes, const core::Session& session,
                          const std::vector<core::Finding>& findings, const knowledge::Knowledge& knowledge,
                          const core::NextTest* settling)
{
    core::Verdict verdict;
    const auto& top = causes.front();
    verdict.probability = top.probability;
    if (nothingMeasured(findings)) {
        verdict.summary = knowledge.text(u"verdict.untested"_s);
        return verdict;
    }
    if (const auto ending = showingEnding(top, session)) {
        verdict.phase = ending->phase;
        verdict.how = ending->how;
    }
    if (top.probability < LeastToName) {
        verdict.summary = undecided(causes, knowledge, settling);
        return verdict;
    }
    const auto usual = knowledge.cause(top.id)->closedBy;
    const auto place = cutPlace(findings);
    verdict.closedBy =
        refusedHere(top) ? core::ClosedBy::ThisComputer : closerOf(top.id, usual, showingEnding(top, session), place);
    const auto values = knowledge::templateValues(session.target, findings, top);
    verdict.summary = summaryOf(top, headlineOf(top, verdict.how, values, knowledge), knowledge);
    if (const auto seconds = briefQuiet(findings); seconds && top.id == u"no-fault-found") {
        verdict.summary += u' ' + knowledge.text(u"verdict.brief-quiet"_s, {{u"seconds"_s, *seconds}});
    }
    const bool nothingInFront = core::isLoopback(session.target);
    if (verdict.closedBy != usual && verdict.closedBy == core::ClosedBy::Middlebox) {
        verdict.summary += u' ' + knowledge.text(u"verdict.from-device"_s);
    } else if (nothingInFront) {
        return verdict;
    } else if (verdict.closedBy != usual && verdict.closedBy == core::ClosedBy::Unknown) {
        verdict.summary += u' ' + knowledge.text(u"verdict.either"_s);
    } else if (isServer(verdict.closedBy) && isHardCut(verdict.how)) {
        verdict.summary += u' ' + knowledge.text(u"verdict.or-device"_s);
    }
    return verdict;
}

} // namespace doctor::diagnosis
