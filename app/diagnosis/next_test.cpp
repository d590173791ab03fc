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
double gainOf(const knowledge::Question& question, const Outlook& outlook, const knowledge::Knowledge& knowledge)
{
    const auto& causes = knowledge.causes();
    double expected = 0;
    for (const auto& answer : question.answers) {
        double chance = 0;
        double parts = 0;
        for (std::size_t i = 0; i < causes.size(); ++i) {
            const double both = outlook.now[i] * likelihood(causes[i], question.id, answer, 0);
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
    return gainOf(questions, outlookOf(findings, when, knowledge), knowledge);
}

std::optional<core::NextTest> chooseNextTest(const std::vector<core::RankedCause>& causes, const core::Session& session,
                                             const std::vector<core::Finding>& findings,
                                             const knowledge::Knowledge& knowledge,
                                             const QMap<QString, double>& available)
{
    const auto outlook = outlookOf(findings, session.symptoms.value(u"when"_s), knowledge);
    std::optional<core::NextTest> best;
    double bestRate = 0;
    for (auto it = available.cbegin(); it != available.cend(); ++it) {
        QStringList questions;
        for (const auto& question : knowledge.questions()) {
            if (question.test == it.key()) {
                questions.append(question.id);
            }
        }
        const double gain = gainOf(questions, outlook, knowledge);
        const double rate = gain / std::max(it.value(), 1.0);
        if (gain >= LeastGain && rate > bestRate) {
            bestRate = rate;
            best = core::NextTest{it.key(), reasonFor(it.key(), causes, knowledge), it.value()};
        }
    }
    return best;
}

} // namespace doctor::diagnosis
