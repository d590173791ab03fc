// SPDX-License-Identifier: GPL-3.0-or-later
// Expected information gain from the same tables that rank the causes.
#include "app/diagnosis/next_test.h"

#include "app/diagnosis/diagnose.h"
#include "app/diagnosis/posterior.h"

#include <algorithm>
#include <cmath>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

/// Less than this many bits is not worth a test.
constexpr double LeastGain = 0.02;

double entropy(const Probabilities& probabilities)
{
    double bits = 0;
    for (const double p : probabilities) {
        bits -= p > 0 ? p * std::log2(p) : 0;
    }
    return bits;
}

/// Expected fall of the entropy when the question is answered.
double gainOf(const knowledge::Question& question, const Probabilities& now, const knowledge::Knowledge& knowledge)
{
    double expected = 0;
    for (const auto& answer : question.answers) {
        Probabilities then = now;
        double chance = 0;
        for (const auto& cause : knowledge.causes()) {
            then[cause.id] *= cause.answers.value(question.id).value(answer);
            chance += then[cause.id];
        }
        if (chance <= 0) {
            continue;
        }
        for (auto& p : then) {
            p /= chance;
        }
        expected += chance * entropy(then);
    }
    return std::max(0.0, entropy(now) - expected);
}

QString reasonFor(const QString& test, const std::vector<core::RankedCause>& causes,
                  const knowledge::Knowledge& knowledge)
{
    QStringList titles;
    for (const auto& cause : causes) {
        if (cause.id != u"something-else" && titles.size() < 2) {
            titles.append(cause.title);
        }
    }
    return knowledge.text(u"next-test.why"_s, {{u"first"_s, titles.value(0)},
                                               {u"second"_s, titles.value(1)},
                                               {u"question"_s, knowledge.text(u"test."_s + test + u".question"_s)}});
}

} // namespace

double expectedGain(const std::vector<core::Finding>& findings, const QString& when, const QStringList& questions,
                    const knowledge::Knowledge& knowledge)
{
    const auto now = posterior(findings, when, knowledge);
    const auto answers = answersOf(findings);
    double gain = 0;
    for (const auto& id : questions) {
        const auto* question = knowledge.question(id);
        if (question != nullptr && !answers.contains(id) && !isImplied(*question, answers)) {
            gain += gainOf(*question, now, knowledge);
        }
    }
    // The questions of one test overlap, so their sum may promise more than there is to learn.
    return std::min(gain, entropy(now));
}

std::optional<core::NextTest> chooseNextTest(const std::vector<core::RankedCause>& causes, const core::Session& session,
                                             const std::vector<core::Finding>& findings,
                                             const knowledge::Knowledge& knowledge,
                                             const QMap<QString, double>& available)
{
    std::optional<core::NextTest> best;
    double bestRate = 0;
    for (auto it = available.cbegin(); it != available.cend(); ++it) {
        QStringList questions;
        for (const auto& question : knowledge.questions()) {
            if (question.test == it.key()) {
                questions.append(question.id);
            }
        }
        const double gain = expectedGain(findings, session.symptoms.value(u"when"_s), questions, knowledge);
        const double rate = gain / std::max(it.value(), 1.0);
        if (gain >= LeastGain && rate > bestRate) {
            bestRate = rate;
            best = core::NextTest{it.key(), reasonFor(it.key(), causes, knowledge), it.value()};
        }
    }
    return best;
}

} // namespace doctor::diagnosis
