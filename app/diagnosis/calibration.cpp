// SPDX-License-Identifier: GPL-3.0-or-later
// The link between posterior odds and the probability that is said.
#include "app/diagnosis/calibration.h"

#include <QHash>
#include <algorithm>
#include <cmath>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

/// An answer that a rival predicts less often than this is far-fetched and contests nothing.
constexpr double LeastPredicted = 0.2;
/// A rival this many times less likely than the leader cannot pass it by one answer.
constexpr double LeastRival = 0.01;

/// Up to the first risk a verdict counts as settled, from the second on as contested.
constexpr double SettledRisk = 0.03;
constexpr double ContestedRisk = 0.2;
/// The most that a contested verdict may claim, and how much of certainty each point of risk costs.
constexpr double ContestedCeiling = 0.79;
constexpr double CeilingPerRisk = 2.5;

/// "No fault found" counts as it is up to the knee; what lies above is pressed together, and it is never said surely.
constexpr double HealthKnee = 0.7;
constexpr double HealthSlope = 0.6;
constexpr double HealthCeiling = 0.79;

const QString NoFault = u"no-fault-found"_s;
const QString SomethingElse = u"something-else"_s;

/// A rival's share of what it and the leader hold together; above this the two count as near each other.
constexpr double NearShare = 0.2;

/// A cause that could lead, or does, with its probability before the open question is answered.
struct Candidate {
    const knowledge::CauseDefinition* cause = nullptr;
    double probability = 0;
};

std::vector<Candidate> rivalsOf(const Probabilities& probabilities, const QString& leader,
                                const knowledge::Knowledge& knowledge)
{
    const double least = probabilities.value(leader) * LeastRival;
    std::vector<Candidate> rivals;
    for (const auto& cause : knowledge.causes()) {
        const double probability = probabilities.value(cause.id);
        if (probability >= least && cause.id != leader && cause.id != NoFault && cause.id != SomethingElse) {
            rivals.push_back({&cause, probability});
        }
    }
    return rivals;
}

/// Questions that a test could still answer. What another test answered on its way stays open for the test itself.
std::vector<const knowledge::Question*> openQuestions(const std::vector<core::Finding>& findings,
                                                      const knowledge::Knowledge& knowledge)
{
    const auto answers = answersOf(findings);
    QHash<QString, QString> foundBy;
    for (const auto& finding : findings) {
        foundBy.insert(finding.question, finding.source.kind == core::SourceKind::Test ? finding.source.id : QString());
    }
    std::vector<const knowledge::Question*> open;
    for (const auto& question : knowledge.questions()) {
        const auto found = foundBy.constFind(question.id);
        const bool settled =
            found != foundBy.cend() && (found->isEmpty() || *found == question.test || question.test == u"cross-test");
        if (question.test != u"user" && !settled && !isImplied(question, answers)) {
            open.push_back(&question);
        }
    }
    return open;
}

/// Answers of the question with which some rival would pass the leader.
QStringList overturning(const QString& question, const Candidate& leader, const std::vector<Candidate>& rivals)
{
    const auto held = leader.cause->answers.value(question);
    QStringList answers;
    for (const auto& rival : rivals) {
        const auto table = rival.cause->answers.value(question);
        if (table.size() != held.size()) {
            continue; // one of them says nothing about it
        }
        auto mine = held.cbegin();
        for (auto it = table.cbegin(); it != table.cend(); ++it, ++mine) { // every table has all the answers
            const bool passes =
                it.value() >= LeastPredicted && rival.probability * it.value() > leader.probability * mine.value();
            if (passes && !answers.contains(it.key())) {
                answers.append(it.key());
            }
        }
    }
    return answers;
}

double chanceOf(const QString& question, const QString& answer, const Probabilities& probabilities,
                const knowledge::Knowledge& knowledge)
{
    double chance = 0;
    for (const auto& cause : knowledge.causes()) {
        chance += probabilities.value(cause.id) * likelihood(cause, question, answer, 0);
    }
    return chance;
}

double claimForHealth(double probability)
{
    const double pressed = HealthKnee + (probability - HealthKnee) * HealthSlope;
    return probability < HealthKnee ? probability : std::min(pressed, HealthCeiling);
}

QString leaderOf(const Probabilities& probabilities)
{
    const auto leader = std::max_element(probabilities.cbegin(), probabilities.cend());
    return leader == probabilities.cend() ? QString() : leader.key();
}

double secondOf(const Probabilities& probabilities, const QString& leader)
{
    double second = 0;
    for (auto it = probabilities.cbegin(); it != probabilities.cend(); ++it) {
        second = it.key() == leader ? second : std::max(second, it.value());
    }
    return second;
}

/// The largest chance, over the open questions, that the answer puts another fault in front of the leader.
double overturnRisk(const Probabilities& probabilities, const QString& leader,
                    const std::vector<core::Finding>& findings, const knowledge::Knowledge& knowledge)
{
    const auto open = openQuestions(findings, knowledge);
    const Candidate leading{knowledge.cause(leader), probabilities.value(leader)};
    const auto rivals = rivalsOf(probabilities, leader, knowledge);
    double largest = 0;
    for (const auto* question : open) {
        double risk = 0;
        for (const auto& answer : overturning(question->id, leading, rivals)) {
            risk += chanceOf(question->id, answer, probabilities, knowledge);
        }
        largest = std::max(largest, risk);
    }
    return largest;
}

} // namespace

double contestRisk(const Probabilities& probabilities, const QString& leader,
                   const std::vector<core::Finding>& findings, const knowledge::Knowledge& knowledge)
{
    double nearest = 0;
    for (const auto& rival : rivalsOf(probabilities, leader, knowledge)) {
        nearest = std::max(nearest, rival.probability);
    }
    const double share = nearest / (nearest + probabilities.value(leader));
    return std::max(overturnRisk(probabilities, leader, findings, knowledge), share - NearShare);
}

double claimForFault(double probability, double risk, double settledShift)
{
    const double settled = std::clamp((ContestedRisk - risk) / (ContestedRisk - SettledRisk), 0.0, 1.0);
    const double odds = probability / (1 - probability) * std::exp(settledShift * settled);
    return std::min(odds / (1 + odds), std::max(ContestedCeiling, 1 - CeilingPerRisk * risk));
}

Probabilities calibrated(Probabilities probabilities, const std::vector<core::Finding>& findings,
                         const knowledge::Knowledge& knowledge)
{
    const QString leader = leaderOf(probabilities);
    const double before = probabilities.value(leader);
    if (leader == SomethingElse || leader.isEmpty() || before >= 1) {
        return probabilities;
    }
    const double second = secondOf(probabilities, leader);
    double claim = leader == NoFault ? claimForHealth(before)
                                     : claimForFault(before, contestRisk(probabilities, leader, findings, knowledge));
    if (second * (1 - claim) / (1 - before) >= claim) { // whoever leads stays in front
        claim = before;
    }
    for (auto it = probabilities.begin(); it != probabilities.end(); ++it) {
        *it = it.key() == leader ? claim : *it * (1 - claim) / (1 - before);
    }
    return probabilities;
}

Probabilities judged(const std::vector<core::Finding>& findings, const QString& when,
                     const knowledge::Knowledge& knowledge)
{
    return calibrated(posterior(findings, when, knowledge), findings, knowledge);
}

} // namespace doctor::diagnosis
