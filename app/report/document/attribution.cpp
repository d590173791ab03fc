// SPDX-License-Identifier: GPL-3.0-or-later
// Who closed, refused or lost the connections, and what a look from this side cannot exclude.
#include "app/core/base/spoken.h"
#include "app/core/model/likelihood.h"
#include "app/core/model/names.h"
#include "app/report/document/parts.h"
#include "app/report/words.h"

#include <algorithm>

namespace doctor::report
{

using core::ClosedBy;

namespace
{

bool namesNoFault(const core::Session& session)
{
    return !session.diagnosis.causes.empty() && session.diagnosis.causes.front().id == u"no-fault-found";
}

/// What is known of a device in between beyond that there is one.
QString uncertaintyOfDevice(const core::Session& session)
{
    const auto how = shownEnding(session).how;
    if (how == core::How::Silence || how == core::How::TimedOut) {
        return core::translate("report", "Such devices do not show themselves; a capture taken on the server at the "
                                         "same time would show whether what the client sends arrives there.");
    }
    const auto place = std::find_if(session.findings.begin(), session.findings.end(),
                                    [](const auto& finding) { return finding.question == u"resetter-place"; });
    const QString answer = place == session.findings.end() ? QString() : place->answer;
    if (answer == u"named-by-icmp" || !namedDevice(session).isEmpty()) {
        return core::translate("report",
                               "The device has named itself; whoever runs it can look up the rule that did it.");
    }
    if (answer == u"on-path" || answer == u"on-path-range" || answer == u"just-before-end") {
        return core::translate(
            "report", "How far packets had to travel to be cut shows where it stands; a capture taken on the server at "
                      "the same time would show whether the server sent what the client received.");
    }
    return core::translate(
        "report",
        "Such devices do not show themselves; a capture taken on the server at the same time would show whether the "
        "server sent what the client received.");
}

QString uncertainty(const core::Session& session)
{
    if (session.diagnosis.verdict.phase == core::Phase::NameLookup) {
        return core::translate("report", "The same question from another network would show whether the name is at "
                                         "fault or the name servers that the client asks.");
    }
    if (isProxyPossible(session)) {
        return core::translate("report",
                               "Seen from the client, the proxy looks just like the server behind it; the proxy's "
                               "log, or the same test without it, would tell the two apart.");
    }
    switch (session.diagnosis.verdict.closedBy) {
    case ClosedBy::ServerApplication:
    case ClosedBy::ServerSystem:
        return core::isLoopback(session.target)
                   ? core::translate("report",
                                     "The server runs on the computer that measured; its log names the reason.")
                   : core::translate("report", "Seen from the client, a device right in front of the server looks just "
                                               "like the server; its own log, or a capture taken on the server, would "
                                               "tell the two apart.");
    case ClosedBy::Middlebox:
        return uncertaintyOfDevice(session);
    case ClosedBy::ThisComputer:
        return core::translate("report",
                               "A test from another computer on the same network would show whether it is this one.");
    case ClosedBy::NetworkPath:
        return core::translate(
            "report", "The same test from another network would show whether the way is to blame or the server.");
    case ClosedBy::Nobody:
        if (!session.diagnosis.causes.empty() && !namesNoFault(session)) {
            return core::translate("report", "A capture taken on the server would show whether what the client sends "
                                             "arrives there, and whether an answer leaves.");
        }
        return core::translate(
            "report", "What did not happen while testing may still happen at other times or under other load.");
    case ClosedBy::Unknown:
        break;
    }
    if (core::isLoopback(session.target)) {
        return core::translate("report", "The log of the server tells more.");
    }
    if (refusingStatus(session) > 0) {
        return core::translate("report",
                               "The log of whoever sent that answer names the rule: the server, or a proxy or "
                               "balancer in front of it.");
    }
    return core::translate(
        "report", "A look from one side cannot always tell the server from a device in between; a capture taken on the "
                  "server would.");
}

/// Never surer than uncertainty() is.
QString closerName(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const ClosedBy closedBy = session.diagnosis.verdict.closedBy;
    if (closedBy == ClosedBy::ServerSystem && !core::isLoopback(session.target)) {
        return core::translate("report", "the server's operating system, or a device right in front of it");
    }
    return knowledge.text(u"closed-by."_qs + core::toWord(closedBy));
}

/// Connections that the test held open when it tried the one that the page draws.
int openBeside(const core::Session& session)
{
    const core::Attempt* decisive = decisiveAttempt(session).second;
    const bool together = decisive != nullptr && decisive->purpose == u"simultaneous";
    return together ? decisive->parameters.value(u"count"_qs).toInt() - 1 : 0;
}

/// Nothing was closed: at which end it went wrong.
QString whereItFailed(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const core::Verdict& verdict = session.diagnosis.verdict;
    const auto how = shownEnding(session).how;
    const bool swallowed = !how || how == core::How::Silence || how == core::How::TimedOut;
    if (verdict.closedBy == ClosedBy::NetworkPath && swallowed) {
        return core::translate("report", "neither end; packets get lost on the way");
    }
    if (verdict.closedBy == ClosedBy::Nobody) {
        return core::translate("report", "cannot be told from the client's side: no answer came");
    }
    return closerName(session, knowledge);
}

} // namespace

QString namedDevice(const core::Session& session)
{
    if (session.diagnosis.causes.empty()) {
        return {};
    }
    for (const core::Evidence& evidence : session.diagnosis.causes.front().evidenceFor) {
        if (evidence.question != u"rejecter" || evidence.answer != u"device") {
            continue;
        }
        for (const core::Finding& finding : session.findings) {
            if (finding.question == evidence.question) {
                return oneLine(finding.values.value(u"router"_qs).toString());
            }
        }
    }
    return {};
}

const core::Evidence* misfit(const core::Session& session)
{
    const auto& causes = session.diagnosis.causes;
    if (!namesNoFault(session) || causes.front().evidenceAgainst.empty()) {
        return nullptr;
    }
    const core::Evidence& first = causes.front().evidenceAgainst.front();
    return first.decibans <= core::DoesNotFit && !first.text.isEmpty() ? &first : nullptr;
}

int refusingStatus(const core::Session& session)
{
    constexpr int FirstRefusal = 400;
    const core::Attempt* decisive = decisiveAttempt(session).second;
    const int status = decisive != nullptr ? decisive->observations.value(u"status"_qs).toInt() : 0;
    const bool closedBefore = session.diagnosis.verdict.how.has_value();
    return !closedBefore && status >= FirstRefusal && decisive->ending.who == core::Who::Us ? status : 0;
}

ShownEnding shownEnding(const core::Session& session)
{
    const core::Attempt* decisive = decisiveAttempt(session).second;
    const core::Verdict& verdict = session.diagnosis.verdict;
    return decisive != nullptr && decisive->ending.isFailure()
               ? ShownEnding{decisive->ending.how, decisive->ending.phase}
               : ShownEnding{verdict.how, verdict.phase};
}

namespace
{

bool isClosing(const core::Ending& ending)
{
    using core::How;
    switch (ending.how) {
    case How::Reset:
        return ending.isFailure() && ending.phase != core::Phase::Connect;
    case How::Fin:
    case How::FinThenReset:
    case How::TlsAlert:
    case How::TlsAlertThenReset:
    case How::TlsTruncated:
        return ending.isFailure();
    default:
        return false;
    }
}

/// Whether anything was closed in the test that the page counts.
bool anyClosed(const core::Session& session)
{
    const core::TestRecord* test = decisiveAttempt(session).first;
    return test != nullptr && std::any_of(test->attempts.begin(), test->attempts.end(), [](const auto& attempt) {
               return !attempt.succeeded && isClosing(attempt.ending);
           });
}

} // namespace

Met metOf(const core::Session& session)
{
    using core::How;
    if (session.diagnosis.causes.empty() || namesNoFault(session)) {
        return Met::Failed;
    }
    if (refusingStatus(session) > 0) {
        return Met::Refused;
    }
    const auto [how, phase] = shownEnding(session);
    const bool closed = how && phase && isClosing({core::Who::Peer, *how, *phase, {}, {}});
    if (closed || anyClosed(session)) {
        return Met::Closed;
    }
    const bool refused = how == How::Refused || how == How::Unreachable || how == How::Reset;
    return refused ? Met::Refused : Met::Failed;
}

QString whoLabel(const core::Session& session)
{
    const Met met = metOf(session);
    return met == Met::Closed    ? core::translate("report", "Who closed it")
           : met == Met::Refused ? core::translate("report", "Who refused it")
                                 : core::translate("report", "Where it failed");
}

QString whoTitle(const core::Session& session)
{
    const Met met = metOf(session);
    return met == Met::Closed    ? core::translate("report", "Who ended the connections")
           : met == Met::Refused ? core::translate("report", "Who refused the connections")
                                 : core::translate("report", "Where it failed, and how");
}

QString whoClosed(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const core::Verdict& verdict = session.diagnosis.verdict;
    if (misfit(session) != nullptr) {
        return core::translate("report", "not known: what failed does not fit one known cause");
    }
    if (namesNoFault(session)) {
        return core::translate("report", "nowhere, as far as the tests show");
    }
    if (verdict.phase == core::Phase::NameLookup) {
        return core::translate("report", "at the look-up of the name; there was no address to connect to");
    }
    if (const int status = refusingStatus(session); status > 0) {
        const QString who = isProxyPossible(session)
                                ? core::translate("report", "the proxy on the way, or the server's side behind it")
                            : verdict.closedBy == ClosedBy::Unknown
                                ? core::translate("report", "the server, or a device in front of it")
                                : closerName(session, knowledge);
        //: %1 "the server's side", %2 status of an HTTP answer
        return core::translate("report", "%1, by an answer (HTTP status %2)").arg(who).arg(status);
    }
    if (isProxyPossible(session)) {
        return core::translate("report", "the proxy on the way, or the server's side behind it");
    }
    if (metOf(session) == Met::Failed) {
        return whereItFailed(session, knowledge);
    }
    if (verdict.closedBy == ClosedBy::ThisComputer) {
        return core::translate("report", "the computer that measured");
    }
    const QString who = closerName(session, knowledge);
    const QString device = namedDevice(session);
    //: %1 "a device in between", %2 its address
    return device.isEmpty() ? who : core::translate("report", "%1 (%2)").arg(who, device);
}

QString attribution(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const QString who = whoClosed(session, knowledge);
    const QString limit = uncertainty(session);
    if (const core::Evidence* odd = misfit(session)) {
        //: %1 a finding as a sentence, %2 what the tests cannot tell
        return core::translate("report", "%1 It does not fit one known cause, and the other tests showed no fault. %2")
            .arg(odd->text, limit);
    }
    if (namesNoFault(session)) {
        //: %1 what the tests cannot tell
        return core::translate("report",
                               "As far as the tests show, nobody ended a connection that was still needed. %1")
            .arg(limit);
    }
    //: %1 "Who closed it", %2 who, %3 what cannot be told from here
    const QString text = core::translate("report", "%1: %2. %3").arg(whoLabel(session), who, limit);
    if (const int others = openBeside(session); others > 0 && metOf(session) != Met::Closed) {
        //: %1 how many, %2 the next sentences
        return core::translate("report", "Nothing was closed; %1 other connections of the test were open. %2")
            .arg(others)
            .arg(text);
    }
    //: %1 the next sentences
    return metOf(session) == Met::Closed ? text : core::translate("report", "Nothing was closed. %1").arg(text);
}

} // namespace doctor::report
