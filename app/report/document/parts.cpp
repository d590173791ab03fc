// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences of the report: answer, attribution, limits, redaction.
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

bool namesNoFault(const QString& cause)
{
    return cause == u"no-fault-found";
}

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

/// What is known of a device in between beyond that there is one.
QString uncertaintyOfDevice(const core::Session& session)
{
    const auto how = session.diagnosis.verdict.how;
    if (how == core::How::Silence || how == core::How::TimedOut) {
        return core::translate("report", "Such devices do not show themselves; a capture taken on the server at the "
                                         "same time would show whether what was sent from here arrives there.");
    }
    const auto place = std::find_if(session.findings.begin(), session.findings.end(),
                                    [](const auto& finding) { return finding.question == u"resetter-place"; });
    const QString answer = place == session.findings.end() ? QString() : place->answer;
    if (answer == u"named-by-icmp") {
        return core::translate("report",
                               "The device has named itself; whoever runs it can look up the rule that did it.");
    }
    if (answer == u"on-path" || answer == u"on-path-range" || answer == u"just-before-end") {
        return core::translate(
            "report", "How far packets had to travel to be cut shows where it stands; a capture taken on the server at "
                      "the same time would prove that the server did not send what was received here.");
    }
    return core::translate(
        "report",
        "Such devices do not show themselves; a capture taken on the server at the same time would prove that "
        "the server did not send what was received here.");
}

QString uncertainty(const core::Session& session)
{
    if (session.diagnosis.verdict.phase == core::Phase::NameLookup) {
        return core::translate("report", "The same question from another network would show whether the name is at "
                                         "fault or the name servers that this computer asks.");
    }
    if (isProxyPossible(session)) {
        return core::translate("report", "From this side the proxy looks just like the server behind it; the proxy's "
                                         "log, or the same test without it, would tell the two apart.");
    }
    switch (session.diagnosis.verdict.closedBy) {
    case ClosedBy::ServerApplication:
    case ClosedBy::ServerSystem:
        return core::translate(
            "report",
            "From this side a device right in front of the server looks just like the server; its own log, or a "
            "capture taken on the server, would tell the two apart.");
    case ClosedBy::Middlebox:
        return uncertaintyOfDevice(session);
    case ClosedBy::ThisComputer:
        return core::translate("report",
                               "Another computer on the same network that does not show the fault would confirm it.");
    case ClosedBy::NetworkPath:
        return core::translate(
            "report", "The same test from another network would confirm that the way is to blame and not the server.");
    case ClosedBy::Nobody:
        return core::translate(
            "report", "What did not happen while testing may still happen at other times or under other load.");
    case ClosedBy::Unknown:
        break;
    }
    return core::translate(
        "report", "A look from one side cannot always tell the server from a device in between; a capture taken on the "
                  "server would.");
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
               ? core::translate("report", "Run the same test without the proxy, which shows whether the proxy does "
                                           "it. If the fault stays: %1")
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
    return session.complete
               ? core::translate("report", "Run of %1, complete in %2 s: %3 of %4 tests done, the others left out.")
                     .arg(start, seconds)
                     .arg(done)
                     .arg(session.tests.size())
               : core::translate("report", "Run of %1, stopped after %2 s: %3 of %4 tests done.")
                     .arg(start, seconds)
                     .arg(done)
                     .arg(session.tests.size());
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
    if (namesNoFault(top.id)) {
        return answer;
    }
    if (isProxyPossible(session)) {
        //: %1 the answer so far
        answer = core::translate("report", "%1 The tests went through a proxy, which may be what did it.").arg(answer);
    }
    if (!isSettled(session)) {
        const auto& next = session.diagnosis.nextTest;
        const bool saidAlready = session.diagnosis.verdict.closedBy == ClosedBy::Unknown; // such a summary ends with it
        return !next || saidAlready ? answer
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

QString whoClosed(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const core::Verdict& verdict = session.diagnosis.verdict;
    if (!session.diagnosis.causes.empty() && namesNoFault(session.diagnosis.causes.front().id)) {
        return core::translate("report", "nobody, as far as the tests show");
    }
    if (verdict.phase == core::Phase::NameLookup) {
        return core::translate("report", "nobody; there was no address to connect to");
    }
    if (isProxyPossible(session)) {
        return core::translate("report", "the proxy on the way, or the server's side behind it");
    }
    const bool swallowed = !verdict.how || verdict.how == core::How::Silence || verdict.how == core::How::TimedOut;
    if (verdict.closedBy == ClosedBy::NetworkPath && swallowed) {
        return core::translate("report", "neither end; packets get lost on the way");
    }
    const core::Attempt* decisive = decisiveAttempt(session).second;
    const int status = decisive != nullptr ? decisive->observations.value(u"status"_qs).toInt() : 0;
    if (verdict.closedBy == ClosedBy::Unknown && status > 0 && decisive->ending.who == core::Who::Us) {
        //: %1 status of an HTTP answer
        return core::translate("report", "nobody; an answer said no (HTTP status %1)").arg(status);
    }
    return knowledge.text(u"closed-by."_qs + core::toWord(verdict.closedBy));
}

QString attribution(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const core::Verdict& verdict = session.diagnosis.verdict;
    const QString who = whoClosed(session, knowledge);
    const QString limit = uncertainty(session);
    if (!session.diagnosis.causes.empty() && namesNoFault(session.diagnosis.causes.front().id)) {
        //: %1 what the tests cannot tell
        return core::translate("report",
                               "As far as the tests show, nobody ended a connection that was still needed. %1")
            .arg(limit);
    }
    if (verdict.closedBy != ClosedBy::Nobody && verdict.phase && verdict.how) {
        //: %1 who, %2 how, %3 in which phase, %4 what cannot be told from here
        return core::translate("report", "Ended by: %1. How: %2, %3. %4")
            .arg(who, knowledge.text(u"ending."_qs + core::toWord(*verdict.how)),
                 knowledge.text(u"phase."_qs + core::toWord(*verdict.phase)), limit);
    }
    return core::translate("report", "Ended by: %1. %2").arg(who, limit);
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
