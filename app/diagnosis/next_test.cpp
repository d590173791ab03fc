// SPDX-License-Identifier: GPL-3.0-or-later
// Expected information gain from the same tables that rank the causes.
#include "app/diagnosis/next_test.h"

#include "app/diagnosis/diagnose.h"
#include "app/diagnosis/posterior.h"

#include <QHash>
#include <algorithm>
#include <cmath>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

/// Less than this many bits is not worth a test.
constexpr double LeastGain = 0.02;
/// People are asked for more than machines.
constexpr double LeastGainFromPeople = 0.05;
constexpr double LeastGainFromCapture = 0.3;

/// What an answer of the user counts (as detected from the symptoms), and how often a second capture tells who closed.
constexpr double UserSure = 0.6;
constexpr double CaptureSure = 0.9;
constexpr double CaptureSeconds = 900;

/// Seconds that it takes a person to find out; what they know without trying only wants reading and thinking.
double secondsToAnswer(const QString& question)
{
    static const QHash<QString, double> tried{{u"retry"_s, 60},
                                              {u"other-programs"_s, 120},
                                              {u"other-computers"_s, 180},
                                              {u"other-networks"_s, 180},
                                              {u"on-server"_s, 300}};
    return tried.value(question, 30);
}

/// What is known before the next answer comes.
struct Outlook {
    std::vector<double> now; ///< probability of each cause, in the knowledge's order
    QMap<QString, QString> answers;
    double entropy = 0; ///< bits
};

double bits(double share)
{
    return share > 0 ? -share * std::log2(share) : 0;
}

Outlook outlookOf(const std::vector<core::Finding>& findings, const QString& when,
                  const knowledge::Knowledge& knowledge)
{
    Outlook outlook{.now = {}, .answers = answersOf(findings)};
    const auto probabilities = posterior(findings, when, knowledge);
    for (const auto& cause : knowledge.causes()) {
        outlook.now.push_back(probabilities.value(cause.id));
        outlook.entropy += bits(outlook.now.back());
    }
    return outlook;
}

/// Expected fall of the entropy when the question is answered: the information that the answer shares with the cause.
double gainOf(const knowledge::Question& question, const Outlook& outlook, const knowledge::Knowledge& knowledge,
              double sure = 1)
{
    const auto& causes = knowledge.causes();
    double expected = 0;
    for (const auto& answer : question.answers) {
        double chance = 0;
        double parts = 0;
        for (std::size_t i = 0; i < causes.size(); ++i) {
            const double told = likelihood(causes[i], question.id, answer, 0);
            const double both = outlook.now[i] * (sure * told + (1 - sure) * question.base.value(answer));
            chance += both;
            parts += bits(both);
        }
        // The entropy after this answer, times its chance.
        expected += parts - bits(chance);
    }
    return std::max(0.0, outlook.entropy - expected);
}

double gainOf(const QStringList& questions, const Outlook& outlook, const knowledge::Knowledge& knowledge)
{
    double gain = 0;
    for (const auto& id : questions) {
        const auto* question = knowledge.question(id);
        if (question != nullptr && !outlook.answers.contains(id) && !isImplied(*question, outlook.answers)) {
            gain += gainOf(*question, outlook, knowledge);
        }
    }
    // The questions of one test overlap, so their sum may promise more than there is to learn.
    return std::min(gain, outlook.entropy);
}

/// Chance of an answer that would put another cause first.
double chanceOfChange(const knowledge::Question& question, const Outlook& outlook,
                      const knowledge::Knowledge& knowledge)
{
    const auto& causes = knowledge.causes();
    const auto leader = std::max_element(outlook.now.begin(), outlook.now.end()) - outlook.now.begin();
    double changed = 0;
    for (const auto& answer : question.answers) {
        std::vector<double> then;
        double chance = 0;
        for (std::size_t i = 0; i < causes.size(); ++i) {
            then.push_back(outlook.now[i] * likelihood(causes[i], question.id, answer, 0));
            chance += then.back();
        }
        const auto first = std::max_element(then.begin(), then.end()) - then.begin();
        changed += first == leader ? 0 : chance;
    }
    return changed;
}

/// Findings without those that leave their own question open: a longer look may answer it otherwise.
std::vector<core::Finding> reopened(const std::vector<core::Finding>& findings, const QStringList& questions,
                                    const knowledge::Knowledge& knowledge)
{
    std::vector<core::Finding> rest;
    std::copy_if(findings.begin(), findings.end(), std::back_inserter(rest), [&](const core::Finding& finding) {
        const auto* question = knowledge.question(finding.question);
        return question == nullptr || !questions.contains(finding.question) ||
               !question->openAnswers.contains(finding.answer);
    });
    return rest;
}

/// A capture on the server tells who closed, and nothing else about the cause.
double gainOfCapture(const Outlook& outlook, const knowledge::Knowledge& knowledge)
{
    QMap<core::ClosedBy, double> closers;
    for (std::size_t i = 0; i < outlook.now.size(); ++i) {
        closers[knowledge.causes()[i].closedBy] += outlook.now[i];
    }
    double entropy = 0;
    for (const double share : closers) {
        entropy += bits(share);
    }
    return CaptureSure * entropy;
}

/// The two causes that a next step should tell apart.
std::vector<const core::RankedCause*> leaders(const std::vector<core::RankedCause>& causes)
{
    std::vector<const core::RankedCause*> found;
    for (const auto& cause : causes) {
        if (cause.id != u"something-else" && found.size() < 2) {
            found.push_back(&cause);
        }
    }
    return found;
}

/// Which end a cause's closer stands at; a capture on the server sees no more than that.
int endOf(core::ClosedBy closer)
{
    return closer == core::ClosedBy::ServerSystem ? static_cast<int>(core::ClosedBy::ServerApplication)
                                                  : static_cast<int>(closer);
}

bool isEndedFromAfar(const core::RankedCause& cause, const core::Session& session)
{
    return std::any_of(cause.evidenceFor.begin(), cause.evidenceFor.end(), [&](const core::Evidence& evidence) {
        const auto* record = core::findTest(session, evidence.source.section(u':', 1));
        return record != nullptr && std::any_of(evidence.attempts.begin(), evidence.attempts.end(), [&](int index) {
                   const bool there = index >= 0 && static_cast<std::size_t>(index) < record->attempts.size();
                   const core::Ending ending =
                       there ? record->attempts[static_cast<std::size_t>(index)].ending : core::Ending{};
                   return ending.isFailure() && (ending.who == core::Who::Peer || ending.how == core::How::Refused ||
                                                 ending.how == core::How::Reset);
               });
    });
}

/// Where something was ended from afar, and the two likeliest causes differ in who ends.
bool captureTellsApart(const std::vector<core::RankedCause>& causes, const core::Session& session,
                       const knowledge::Knowledge& knowledge)
{
    const auto two = leaders(causes);
    if (two.size() < 2 || core::isLoopback(session.target)) {
        return false;
    }
    const auto first = knowledge.cause(two[0]->id)->closedBy;
    const auto second = knowledge.cause(two[1]->id)->closedBy;
    return first != core::ClosedBy::Nobody && second != core::ClosedBy::Nobody && endOf(first) != endOf(second) &&
           std::any_of(two.begin(), two.end(), [&](const auto* cause) { return isEndedFromAfar(*cause, session); });
}

QString reasonFor(const QString& step, const std::vector<core::RankedCause>& causes,
                  const knowledge::Knowledge& knowledge)
{
    QStringList titles;
    for (const auto* cause : leaders(causes)) {
        titles.append(cause->title);
    }
    const bool asked = knowledge::isForPeople(knowledge, step) && step != knowledge::ServerCapture;
    const auto question =
        asked ? knowledge.text(u"question."_s + step) : knowledge.text(u"test."_s + step + u".question"_s);
    return knowledge.text(u"next-test.why"_s,
                          {{u"first"_s, titles.value(0)}, {u"second"_s, titles.value(1)}, {u"question"_s, question}});
}

/// One thing that could be done next.
struct Step {
    QString id;
    double seconds = 1;
    double gain = 0;
    double least = LeastGain;
    [[nodiscard]] double rate() const { return gain >= least ? gain / std::max(seconds, 1.0) : 0; }
};

std::vector<Step> stepsOfTests(const Outlook& outlook, const std::vector<core::Finding>& findings, const QString& when,
                               const knowledge::Knowledge& knowledge, const QMap<QString, double>& available)
{
    std::vector<Step> steps;
    for (auto it = available.cbegin(); it != available.cend(); ++it) {
        QStringList questions;
        for (const auto& question : knowledge.questions()) {
            if (question.test == it.key()) {
                questions.append(question.id);
            }
        }
        const auto rest = reopened(findings, questions, knowledge);
        const double gain = rest.size() == findings.size() ? gainOf(questions, outlook, knowledge)
                                                           : expectedGain(rest, when, questions, knowledge);
        steps.push_back({it.key(), it.value(), gain});
    }
    return steps;
}

std::vector<Step> stepsOfPeople(const Outlook& outlook, bool capture, const knowledge::Knowledge& knowledge)
{
    std::vector<Step> steps;
    if (capture) {
        steps.push_back(
            {knowledge::ServerCapture, CaptureSeconds, gainOfCapture(outlook, knowledge), LeastGainFromCapture});
    }
    for (const auto& question : knowledge.questions()) {
        const bool open = knowledge::isForPeople(knowledge, question.id) && !outlook.answers.contains(question.id);
        if (open) {
            steps.push_back({question.id, secondsToAnswer(question.id), gainOf(question, outlook, knowledge, UserSure),
                             LeastGainFromPeople});
        }
    }
    return steps;
}

/// Before anything was measured the tests come first; people are asked when there is something to tell apart.
bool anythingMeasured(const std::vector<core::Finding>& findings)
{
    return std::any_of(findings.begin(), findings.end(),
                       [](const auto& finding) { return finding.source.kind != core::SourceKind::User; });
}

} // namespace

double expectedGain(const std::vector<core::Finding>& findings, const QString& when, const QStringList& questions,
                    const knowledge::Knowledge& knowledge)
{
    return gainOf(questions, outlookOf(findings, when, knowledge), knowledge);
}

double chanceOfOtherLeader(const std::vector<core::Finding>& findings, const QString& when,
                           const QStringList& questions, const knowledge::Knowledge& knowledge)
{
    const auto outlook = outlookOf(reopened(findings, questions, knowledge), when, knowledge);
    double chance = 0;
    for (const auto& id : questions) {
        const auto* question = knowledge.question(id);
        if (question != nullptr && !outlook.answers.contains(id) && !isImplied(*question, outlook.answers)) {
            chance = std::max(chance, chanceOfChange(*question, outlook, knowledge));
        }
    }
    return chance;
}

std::optional<core::NextTest> chooseNextTest(const std::vector<core::RankedCause>& causes, const core::Session& session,
                                             const std::vector<core::Finding>& findings,
                                             const knowledge::Knowledge& knowledge,
                                             const QMap<QString, double>& available)
{
    const QString when = session.symptoms.value(u"when"_s);
    const auto outlook = outlookOf(findings, when, knowledge);
    auto steps = stepsOfTests(outlook, findings, when, knowledge, available);
    if (anythingMeasured(findings)) {
        const auto more = stepsOfPeople(outlook, captureTellsApart(causes, session, knowledge), knowledge);
        steps.insert(steps.end(), more.begin(), more.end());
    }
    const auto best =
        std::max_element(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.rate() < b.rate(); });
    if (best == steps.end() || best->rate() <= 0) {
        return std::nullopt;
    }
    return core::NextTest{best->id, reasonFor(best->id, causes, knowledge), best->seconds};
}

} // namespace doctor::diagnosis
