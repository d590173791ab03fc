// SPDX-License-Identifier: GPL-3.0-or-later
// Words the verdict without claiming more than a client can see.
#include "app/diagnosis/verdict.h"

#include "app/core/model/likelihood.h"
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
    const auto* page = knowledge.page(top.id);
    const auto headline =
        page == nullptr ? top.title
                        : knowledge.fill(page->headline, knowledge::templateValues(session.target, findings, top));
    verdict.summary =
        knowledge.text(u"verdict.summary"_s,
                       {{u"headline"_s, headline},
                        {u"likelihood"_s, knowledge.text(u"likelihood."_s + core::likelihoodWord(top.probability))},
                        {u"percent"_s, percentText(top.probability)}});
    if (const auto seconds = briefQuiet(findings); seconds && top.id == u"no-fault-found") {
        verdict.summary += u' ' + knowledge.text(u"verdict.brief-quiet"_s, {{u"seconds"_s, *seconds}});
    }
    if (verdict.closedBy != usual && verdict.closedBy == core::ClosedBy::Middlebox) {
        verdict.summary += u' ' + knowledge.text(u"verdict.from-device"_s);
    } else if (verdict.closedBy != usual && verdict.closedBy == core::ClosedBy::Unknown) {
        verdict.summary += u' ' + knowledge.text(u"verdict.either"_s);
    } else if (isServer(verdict.closedBy) && isHardCut(verdict.how)) {
        verdict.summary += u' ' + knowledge.text(u"verdict.or-device"_s);
    }
    return verdict;
}

} // namespace doctor::diagnosis
