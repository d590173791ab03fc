// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of the ranking.
#include "app/diagnosis/posterior.h"

#include <algorithm>
#include <cmath>

namespace doctor::diagnosis
{

namespace
{
/// Keeps logarithms finite; no table holds anything smaller.
constexpr double SmallestRatio = 1e-6;

double ratio(const core::Finding& finding, const knowledge::CauseDefinition& cause, double base)
{
    const double under = likelihood(cause, finding.question, finding.answer, base);
    const double sure = std::clamp(finding.confidence, 0.0, 1.0);
    return std::max(sure * under / base + (1 - sure), SmallestRatio);
}
} // namespace

QMap<QString, QString> answersOf(const std::vector<core::Finding>& findings)
{
    QMap<QString, QString> answers;
    for (const auto& finding : findings) {
        answers.insert(finding.question, finding.answer);
    }
    return answers;
}

double likelihood(const knowledge::CauseDefinition& cause, const QString& question, const QString& answer, double other)
{
    const auto table = cause.answers.constFind(question);
    if (table == cause.answers.cend()) {
        return other;
    }
    const auto share = table->constFind(answer);
    return share == table->cend() ? other : *share;
}

bool isImplied(const knowledge::Question& question, const QMap<QString, QString>& answers)
{
    for (auto it = question.impliedBy.cbegin(); it != question.impliedBy.cend(); ++it) {
        if (it.value().contains(answers.value(it.key()))) {
            return true;
        }
    }
    return false;
}

std::vector<core::Finding> telling(const std::vector<core::Finding>& findings, const knowledge::Knowledge& knowledge)
{
    const auto answers = answersOf(findings);
    std::vector<core::Finding> result;
    for (const auto& finding : findings) {
        const auto* question = knowledge.question(finding.question);
        const bool known = question != nullptr && question->base.contains(finding.answer);
        const bool repeated = std::any_of(result.begin(), result.end(),
                                          [&](const auto& other) { return other.question == finding.question; });
        if (known && !repeated && !isImplied(*question, answers)) {
            result.push_back(finding);
        }
    }
    return result;
}

double ratio(const core::Finding& finding, const knowledge::CauseDefinition& cause,
             const knowledge::Knowledge& knowledge)
{
    return ratio(finding, cause, knowledge.question(finding.question)->base.value(finding.answer));
}

Probabilities posterior(const std::vector<core::Finding>& findings, const QString& when,
                        const knowledge::Knowledge& knowledge)
{
    const auto told = telling(findings, knowledge);
    std::vector<double> bases;
    for (const auto& finding : told) {
        bases.push_back(knowledge.question(finding.question)->base.value(finding.answer));
    }
    auto weights = knowledge.priors(when);
    double sum = 0;
    for (const auto& cause : knowledge.causes()) {
        double& weight = weights[cause.id];
        for (std::size_t i = 0; i < told.size(); ++i) {
            weight *= ratio(told[i], cause, bases[i]);
        }
        sum += weight;
    }
    for (auto& weight : weights) {
        weight /= sum;
    }
    return weights;
}

double decibans(double ratio)
{
    return 10 * std::log10(std::max(ratio, SmallestRatio));
}

} // namespace doctor::diagnosis
