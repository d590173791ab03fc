// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences of the report: answer, first step, limits, redaction.
#include "app/report/document/parts.h"

#include "app/core/base/spoken.h"
#include "app/core/model/names.h"
#include "app/knowledge/platforms.h"
#include "app/knowledge/template_values.h"
#include "app/knowledge/unknown.h"
#include "app/report/words.h"

#include <QLocale>
#include <algorithm>

namespace doctor::report
{

using core::ClosedBy;
using core::TestState;

namespace
{

/// Where to act on what somebody closed.
QString placeOf(ClosedBy closedBy)
{
    switch (closedBy) {
    case ClosedBy::ServerApplication:
    case ClosedBy::ServerSystem:
        return u"server"_qs;
    case ClosedBy::Middlebox:
    case ClosedBy::NetworkPath:
        return u"network"_qs;
    case ClosedBy::ThisComputer:
        return u"this-computer"_qs;
    default:
        return {};
    }
}

/// Of the tests that were not done: how many had nothing to test there, and how many were not needed.
QString whyLeftOut(const core::Session& session)
{
    static const QStringList needless{u"not-needed"_qs, u"not-quick"_qs};
    static const QStringList forbidden{u"no-consent"_qs, u"no-right"_qs, u"no-time"_qs,
                                       u"user"_qs,       u"skipped"_qs,  u"stopped"_qs};
    int unneeded = 0;
    int unasked = 0;
    int other = 0;
    for (const core::TestRecord& test : session.tests) {
        if (test.state != TestState::Done) {
            ++(needless.contains(test.reason) ? unneeded : forbidden.contains(test.reason) ? unasked : other);
        }
    }
    QStringList parts;
    if (other > 0) {
        parts << core::translate("report", "%1 not applicable").arg(other);
    }
    if (unneeded > 0) {
        parts << core::translate("report", "%1 not needed").arg(unneeded);
    }
    if (unasked > 0) {
        parts << core::translate("report", "%1 not permitted").arg(unasked);
    }
    return parts.join(u", "_qs);
}

} // namespace

bool isSettled(const core::Session& session)
{
    constexpr double LikelyEnough = 0.5; // then it is likelier than all others together
    return !session.diagnosis.causes.empty() && session.diagnosis.causes.front().probability >= LikelyEnough;
}

QString placeToAct(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const QString place = placeOf(session.diagnosis.verdict.closedBy);
    if (!place.isEmpty() || session.diagnosis.causes.empty()) {
        return place;
    }
    const knowledge::CauseDefinition* cause = knowledge.cause(session.diagnosis.causes.front().id);
    return cause != nullptr ? placeOf(cause->closedBy) : QString();
}

const core::Fix* leadingFix(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    if (session.diagnosis.causes.empty()) {
        return nullptr;
    }
    const QString place = placeToAct(session, knowledge);
    const core::Fix* best = nullptr;
    int most = -1;
    for (const core::Fix& fix : session.diagnosis.causes.front().fixes) {
        const int score = (!place.isEmpty() && fix.place == place ? 2 : 0) + (fix.platform.isEmpty() ? 1 : 0);
        if (score > most) {
            most = score;
            best = &fix;
        }
    }
    return best;
}

QString firstStep(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const core::RankedCause& top = session.diagnosis.causes.front();
    const QString key = u"first."_qs + top.id;
    if (!knowledge.hasText(key)) { // a cause that this version does not know
        const core::Fix* fix = leadingFix(session, knowledge);
        return fix != nullptr ? fix->title : QString();
    }
    const QString step = knowledge.text(key, knowledge::templateValues(session.target, session.findings, top));
    return isProxyPossible(session)
               //: %1 what to do then
               ? core::translate("report", "Run the same test without the proxy. If the fault goes away, the proxy "
                                           "does it: look at its limits and rules. If it stays: %1")
                     .arg(step)
               : step;
}

QString titleOf(const core::Session& session)
{
    return session.practice
               ? core::translate("report", "Connection diagnosis (practice): %1").arg(core::displayName(session.target))
               : core::translate("report", "Connection diagnosis: %1").arg(core::displayName(session.target));
}

QString subtitleOf(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const QLocale locale(knowledge.language());
    const QString start = session.startedAt.isValid() ? session.startedAt.toString(u"yyyy-MM-dd HH:mm:ss t"_qs)
                                                      : core::translate("report", "unknown time");
    const QString seconds = locale.toString(session.durationSeconds, 'f', 1);
    const auto done = std::count_if(session.tests.begin(), session.tests.end(),
                                    [](const core::TestRecord& test) { return test.state == TestState::Done; });
    const auto all = static_cast<std::ptrdiff_t>(session.tests.size());
    if (session.complete && done == all) {
        //: %1 a moment, %2 seconds, %3 how many
        return core::translate("report", "Run of %1, %2 s: all %3 tests done.").arg(start, seconds).arg(all);
    }
    return session.complete
               //: %1 a moment, %2 seconds, %3 of %4 tests, %5 "2 not applicable"
               ? core::translate("report", "Run of %1, %2 s: %3 of %4 tests done; %5.")
                     .arg(start, seconds)
                     .arg(done)
                     .arg(all)
                     .arg(whyLeftOut(session))
               : core::translate("report", "Run of %1, stopped after %2 s: %3 of %4 tests done.")
                     .arg(start, seconds)
                     .arg(done)
                     .arg(all);
}

QString answerOf(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    if (session.diagnosis.causes.empty()) {
        return core::translate("report", "Nothing could be concluded: no test has given a result.");
    }
    const core::RankedCause& top = session.diagnosis.causes.front();
    const QString& summary = session.diagnosis.verdict.summary;
    QString answer = summary.isEmpty()
                         ? core::translate("report", "%1: %2.").arg(top.title, likelihood(top.probability, knowledge))
                         : summary;
    if (!session.complete) {
        //: %1 the answer so far
        answer = core::translate("report", "%1 The run was stopped before all tests were done.").arg(answer);
    }
    if (top.id == u"no-fault-found") {
        return answer;
    }
    if (isProxyPossible(session)) {
        //: %1 the answer so far
        answer = core::translate("report", "The tests went through a proxy; what is said of the server holds for the "
                                           "proxy as well. %1")
                     .arg(answer);
    }
    if (!isSettled(session)) {
        const auto& next = session.diagnosis.nextTest;
        const bool saidAlready = session.diagnosis.verdict.closedBy == ClosedBy::Unknown; // such a summary ends with it
        const bool asksSender = next && knowledge.question(next->id) != nullptr;
        return !next || saidAlready || asksSender
                   ? answer
                   //: %1 the answer so far, %2 a test
                   : core::translate("report", "%1 Look further before anything is changed: “%2”.")
                         .arg(answer, testTitle(next->id, knowledge));
    }
    const QString step = firstStep(session, knowledge);
    //: %1 the answer so far, %2 what to do first
    return step.isEmpty() ? answer : core::translate("report", "%1 First step: %2.").arg(answer, step);
}

bool isProxyPossible(const core::Session& session)
{
    return !session.target.proxy.isEmpty() && placeOf(session.diagnosis.verdict.closedBy) == u"server";
}

QStringList firstOf(QStringList items, qsizetype most)
{
    if (items.size() > most) {
        const qsizetype more = items.size() - most + 1;
        items = items.mid(0, most - 1);
        items << core::translate("report", "… and %1 more").arg(more);
    }
    return items;
}

QString limits(const core::Session& session)
{
    const auto left = std::count_if(session.tests.begin(), session.tests.end(),
                                    [](const core::TestRecord& test) { return test.state != TestState::Done; });
    const QString view = core::translate(
        "report",
        "Measured from one computer, at one time, with few connections; what was not tested is not known to be in "
        "order.");
    return left == 0 ? view : core::translate("report", "%1 Tests not carried out: %2.").arg(view).arg(left);
}

QString strangers(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const auto unknown = knowledge::unknownIn(session, knowledge);
    QStringList sentences;
    if (!unknown.causes.isEmpty()) {
        sentences << core::translate("report", "Causes that this version of Connection Doctor does not know: %1.")
                         .arg(oneLine(unknown.causes.join(u", "_qs)));
    }
    if (!unknown.answers.isEmpty()) {
        sentences << core::translate("report", "Findings that this version does not know: %1.")
                         .arg(oneLine(unknown.answers.join(u", "_qs)));
    }
    return sentences.join(u' ');
}

QString redactionStatement(bool redacted)
{
    return redacted ? core::translate(
                          "report",
                          "Names of hosts and users and network addresses are replaced by pseudonyms, the same word "
                          "by the same pseudonym everywhere; loopback addresses are kept.")
                    : core::translate("report", "This report holds host names and network addresses as measured.");
}

QString evidenceLine(const core::Evidence& evidence, const knowledge::Knowledge& knowledge)
{
    const QLocale locale(knowledge.language());
    const QString weight =
        (evidence.decibans < 0 ? u"−"_qs : u"+"_qs) + locale.toString(std::abs(evidence.decibans), 'f', 1);
    //: %1 a finding in words, %2 its weight of evidence with sign
    return core::translate("report", "%1 (weight %2)")
        .arg(evidence.text.isEmpty() ? evidence.question : evidence.text, weight);
}

QString missingLine(const core::MissingEvidence& missing, const knowledge::Knowledge& knowledge)
{
    const QString text = missing.text.isEmpty() ? missing.question : missing.text;
    return missing.test.isEmpty() || missing.test == u"user"
               ? text
               //: %1 what is not known, %2 the test that would tell
               : core::translate("report", "%1 (test: %2)").arg(text, testTitle(missing.test, knowledge));
}

QString tally(const core::TestRecord& test)
{
    const auto worked = std::count_if(test.attempts.begin(), test.attempts.end(),
                                      [](const core::Attempt& attempt) { return attempt.succeeded; });
    return test.attempts.empty() ? QString()
                                 : core::translate("report", "%1 of %2").arg(worked).arg(test.attempts.size());
}

QString stateLine(const core::TestRecord& test, const knowledge::Knowledge& knowledge)
{
    const QString state = knowledge.text(u"state."_qs + core::toWord(test.state));
    if (test.reason.isEmpty()) {
        return state;
    }
    //: %1 state of a test ("skipped"), %2 the reason
    return core::translate("report", "%1: %2").arg(state, textOr(knowledge, u"reason."_qs + test.reason, test.reason));
}

} // namespace doctor::report
