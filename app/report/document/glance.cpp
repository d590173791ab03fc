// SPDX-License-Identifier: GPL-3.0-or-later
// What a stranger must be able to answer from the first page alone.
#include "app/core/base/spoken.h"
#include "app/core/model/names.h"
#include "app/report/document/ended_connections.h"
#include "app/report/document/parts.h"
#include "app/report/words.h"

#include <QLocale>
#include <QRegularExpression>
#include <algorithm>

namespace doctor::report
{

namespace
{

/// A next cause below this share would only distract.
constexpr double WorthNaming = 0.10;
constexpr qsizetype MostShowing = 2;
constexpr qsizetype MostSigns = 190; ///< two lines and a half: the drawing has to fit below

/// How the failed ones ended, when not all ended alike: "1 × cut off hard; 1 × no answer".
QString differentEndings(const core::TestRecord& test, const knowledge::Knowledge& knowledge)
{
    std::vector<std::pair<core::How, int>> counts;
    for (const core::Attempt& attempt : test.attempts) {
        if (attempt.succeeded || !attempt.ending.isFailure()) { // an answer that said no is told by its finding
            continue;
        }
        const auto known = std::find_if(counts.begin(), counts.end(),
                                        [&](const auto& one) { return one.first == attempt.ending.how; });
        ++(known == counts.end() ? counts.emplace_back(attempt.ending.how, 0) : *known).second;
    }
    QStringList parts;
    for (const auto& [how, count] : counts) {
        //: %1 how many connections, %2 how they ended
        parts << core::translate("report", "%1 × %2").arg(count).arg(knowledge.text(u"ending."_qs + core::toWord(how)));
    }
    return parts.size() < 2 ? QString() : parts.join(u"; "_qs);
}

/// "4 of 5 in the test “Make harmless requests”": the test that shows the leading cause best; empty: none failed.
QString howOften(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const core::TestRecord* test = decisiveAttempt(session).first;
    if (test == nullptr) {
        return {};
    }
    const Shown shown = shownBy(*test);
    //: %1 how many failed, %2 of how many, %3 a test
    const QString often = core::translate("report", "%1 of %2 failed in the test “%3”")
                              .arg(shown.failed)
                              .arg(shown.all)
                              .arg(testTitle(test->id, knowledge));
    const QString endings = differentEndings(*test, knowledge);
    //: %1 "4 of 5 failed in the test …", %2 how they ended ("1 × cut off hard; 3 × no answer")
    return endings.isEmpty() ? often : core::translate("report", "%1: %2").arg(often, endings);
}

QString whatBreaks(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const QString target = core::displayName(session.target);
    if (session.diagnosis.causes.front().id == u"no-fault-found") {
        if (const core::Evidence* odd = misfit(session)) {
            //: %1 the target, %2 a finding as a sentence
            return core::translate("report", "Connections to %1. %2").arg(target, odd->text);
        }
        return core::translate("report", "Nothing broke while %1 was tested; that is no proof that all is well.")
            .arg(target);
    }
    const core::TestRecord* test = decisiveAttempt(session).first;
    const bool mixed = test != nullptr && !differentEndings(*test, knowledge).isEmpty();
    QString what = core::translate("report", "Connections to %1").arg(target);
    if (const auto [how, phase] = shownEnding(session); how && phase && !mixed) {
        //: %1 the target, %2 how connections ended ("cut off hard"), %3 the phase ("while the connection was quiet")
        what = core::translate("report", "Connections to %1: %2, %3")
                   .arg(target, knowledge.text(u"ending."_qs + core::toWord(*how)),
                        knowledge.text(u"phase."_qs + core::toWord(*phase)));
    } else if (const auto& shown = session.diagnosis.causes.front().evidenceFor; !mixed && !shown.empty()) {
        //: %1 the target, %2 a finding as a sentence
        return core::translate("report", "Connections to %1. %2")
            .arg(target, shown.front().text.isEmpty() ? shown.front().question : shown.front().text);
    }
    const QString often = howOften(session, knowledge);
    //: %1 what breaks, %2 how often ("4 of 5 failed in the test …")
    return often.isEmpty() ? what : core::translate("report", "%1 (%2)").arg(what, often);
}

/// The strongest findings for the leading cause, other than what the page names already.
QString whatShows(const core::Session& session, const QString& broken)
{
    if (misfit(session) != nullptr) {
        return {};
    }
    // "(6 of 6; TTL 63, IP ID 0, …)": what packets looked like is for the list of evidence.
    static const QRegularExpression marks(u"\\s*\\([^()]*;[^()]*\\)"_qs);
    QStringList sentences;
    const core::RankedCause& top = session.diagnosis.causes.front();
    for (const core::Evidence& evidence : top.evidenceFor) {
        const bool fresh = !evidence.text.isEmpty() && !broken.contains(evidence.text);
        const QString text = QString(evidence.text).remove(marks);
        const bool fits = sentences.isEmpty() || sentences.join(u' ').size() + text.size() < MostSigns;
        if (fresh && fits && sentences.size() < MostShowing) {
            sentences << text;
        }
    }
    const core::Attempt* decisive = decisiveAttempt(session).second;
    const int status = decisive != nullptr ? decisive->observations.value(u"status"_qs).toInt() : 0;
    constexpr int FirstRefusal = 400;
    const QString number = QString::number(status);
    const bool said = broken.contains(number) || sentences.join(u' ').contains(number);
    if (status >= FirstRefusal && !said) {
        //: %1 status of an HTTP answer
        sentences << core::translate("report", "The answer was HTTP status %1.").arg(number);
    }
    return sentences.join(u' ');
}

QString howSure(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const auto& causes = session.diagnosis.causes;
    const QString sure = likelihood(causes.front().probability, knowledge);
    if (causes.front().id == u"no-fault-found") {
        const bool worthNaming = causes.size() > 1 && causes[1].probability >= WorthNaming;
        return worthNaming
                   //: %1 "likely (70 %)", %2 a cause, %3 its likelihood
                   ? core::translate("report", "That nothing is wrong: %1. Still to be thought of: %2, %3")
                         .arg(sure, causes[1].title, likelihood(causes[1].probability, knowledge))
                   //: %1 "likely (70 %)"
                   : core::translate("report", "That nothing is wrong: %1").arg(sure);
    }
    if (!isSettled(session) && causes.size() > 1) {
        const QLocale locale(knowledge.language());
        const auto percent = [&locale](double share) { return locale.toString(share * 100, 'f', 0); };
        //: %1 the leading cause, %2 its likelihood in per cent, %3 the next one, %4 its likelihood in per cent
        return core::translate("report", "Not sure. These fit best: %1 (%2 %); %3 (%4 %)")
            .arg(causes[0].title, percent(causes[0].probability), causes[1].title, percent(causes[1].probability));
    }
    if (causes.size() > 1 && causes[1].probability >= WorthNaming) {
        //: %1 "possible (40 %)", %2 the leading cause, %3 the next one, %4 its likelihood
        return core::translate("report", "%1: %2. Next: %3, %4")
            .arg(sure, causes.front().title, causes[1].title, likelihood(causes[1].probability, knowledge));
    }
    //: %1 "likely (80 %)", %2 the leading cause
    return core::translate("report", "%1: %2").arg(sure, causes.front().title);
}

QString whoActs(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    if (session.diagnosis.causes.front().id == u"no-fault-found" && misfit(session) == nullptr) {
        return core::translate("report", "Nobody yet: more must be known first.");
    }
    const QString own = u"acts."_qs + session.diagnosis.causes.front().id;
    const QString key = knowledge.hasText(own) ? own : u"acts."_qs + placeToAct(session, knowledge);
    const bool known = isSettled(session) || !namedDevice(session).isEmpty();
    if (misfit(session) != nullptr || !known || !knowledge.hasText(key)) {
        return core::translate("report",
                               "Not settled yet. Whoever runs the server can tell most: see the message to them.");
    }
    if (isProxyPossible(session) && key == u"acts.server") {
        return core::translate("report", "Whoever runs the proxy, and whoever runs the server behind it");
    }
    if (key == u"acts.server" && core::isLoopback(session.target)) {
        return core::translate("report", "Whoever runs the server");
    }
    return knowledge.text(key);
}

QString whatFirst(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const QString next = nextStep(session, knowledge);
    const QString step = firstStep(session, knowledge);
    const bool nothingFound = session.diagnosis.causes.front().id == u"no-fault-found";
    if (nothingFound && !session.complete) {
        return core::translate("report", "Let all tests run to their end: this run was stopped");
    }
    if (misfit(session) != nullptr && knowledge.hasText(u"first.unsettled"_qs)) {
        return knowledge.text(u"first.unsettled"_qs);
    }
    if (!step.isEmpty() && (isSettled(session) || next.isEmpty() || !namedDevice(session).isEmpty())) {
        return step;
    }
    const auto& test = session.diagnosis.nextTest;
    const QString open = u"first.unsettled"_qs;
    // What only the sender can answer is no first step for whoever gets the report.
    if (test && knowledge.question(test->id) != nullptr && (nothingFound || knowledge.hasText(open))) {
        return !nothingFound    ? knowledge.text(open)
               : step.isEmpty() ? core::translate("report", "Measure again while it fails.")
                                : step;
    }
    return next.isEmpty() ? core::translate("report", "Measure again while it fails.") : next;
}

} // namespace

Facts glanceOf(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    if (session.diagnosis.causes.empty()) {
        return {};
    }
    const QString broken = whatBreaks(session, knowledge);
    Facts glance{
        {{core::translate("report", "What breaks"), broken}, {whoLabel(session), whoClosed(session, knowledge)}}};
    if (const QString shows = whatShows(session, broken); !shows.isEmpty()) {
        glance.rows.emplace_back(core::translate("report", "What shows it"), shows);
    }
    glance.rows.emplace_back(core::translate("report", "How sure"), howSure(session, knowledge));
    glance.rows.emplace_back(core::translate("report", "Who must act"), whoActs(session, knowledge));
    glance.rows.emplace_back(core::translate("report", "What first"), whatFirst(session, knowledge));
    if (const QString where = whereInLogs(session); !where.isEmpty()) {
        glance.rows.emplace_back(core::translate("report", "To find it in logs"), where);
    }
    return glance;
}

} // namespace doctor::report
