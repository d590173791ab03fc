// SPDX-License-Identifier: GPL-3.0-or-later
// Times the ranking of 60 causes from 60 findings (wanted: under 1 ms) and the choice of the next test (under 10 ms).
// The knowledge is made up: every cause has a table of its own for every question, which is the worst case.
#include "app/diagnosis/calibration.h"
#include "app/diagnosis/next_test.h"
#include "tests/support/fake_knowledge.h"

#include <QTextStream>

#include <algorithm>
#include <chrono>
#include <functional>
#include <random>

using namespace doctor;
using namespace Qt::StringLiterals;

namespace
{

constexpr int Count = 60;
constexpr int Answers = 8;
constexpr int Tests = 20;
constexpr int Runs = 201;

QString questionName(int i)
{
    return u"question-of-the-usual-length-%1"_s.arg(i);
}

QString answerName(int i)
{
    return u"answer-%1"_s.arg(i);
}

knowledge::AnswerTable randomTable(std::mt19937& random)
{
    std::uniform_real_distribution<double> share(0.01, 1);
    knowledge::AnswerTable table;
    double sum = 0;
    for (int i = 0; i < Answers; ++i)
        sum += *table.insert(answerName(i), share(random));
    for (double& value : table)
        value /= sum;
    return table;
}

testing::FakeKnowledge largeKnowledge()
{
    std::mt19937 random(1);
    testing::FakeKnowledge made;
    for (int i = 0; i < Count; ++i) {
        knowledge::Question question;
        question.id = questionName(i);
        question.test = u"test-%1"_s.arg(i % Tests);
        question.base = randomTable(random);
        question.answers = question.base.keys();
        made.addQuestion(question);
    }
    for (int i = 0; i < Count; ++i) {
        knowledge::CauseDefinition cause;
        cause.id = u"cause-of-the-usual-length-%1"_s.arg(i);
        for (int j = 0; j < Count; ++j)
            cause.answers.insert(questionName(j), randomTable(random));
        made.addCause(cause);
    }
    return made;
}

std::vector<core::Finding> findingsOn(int questions)
{
    std::vector<core::Finding> findings;
    for (int i = 0; i < questions; ++i) {
        core::Finding finding;
        finding.question = questionName(i);
        finding.answer = answerName(i % Answers);
        finding.confidence = 0.9;
        findings.push_back(finding);
    }
    return findings;
}

/// Milliseconds of the run in the middle.
double median(const std::function<void()>& work)
{
    std::vector<double> times;
    for (int run = 0; run < Runs; ++run) {
        const auto began = std::chrono::steady_clock::now();
        work();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
    }
    std::nth_element(times.begin(), times.begin() + Runs / 2, times.end());
    return times[Runs / 2];
}

} // namespace

int main()
{
    const auto knowledge = largeKnowledge();
    const auto all = findingsOn(Count);
    double seen = 0; // printed, so that no compiler leaves the work out
    const double ranking = median([&] { seen += diagnosis::judged(all, u"unknown"_s, knowledge).first(); });
    // Calibration asks what the open questions could overturn, so the half-known case is the dearer one.
    const auto half = findingsOn(Count / 2);
    const double halfKnown = median([&] { seen += diagnosis::judged(half, u"unknown"_s, knowledge).first(); });

    // The dearest choice: hardly anything is known, and every test is still to be had.
    QMap<QString, double> available;
    for (int i = 0; i < Tests; ++i)
        available.insert(u"test-%1"_s.arg(i), 5);
    const auto few = findingsOn(2);
    const double choosing =
        median([&] { seen += diagnosis::chooseNextTest({}, core::Session{}, few, knowledge, available) ? 1 : 0; });

    QTextStream(stdout)
        << u"ranking %1 causes from %1 findings: %2 ms (wanted: under 1)\n"_s.arg(Count).arg(ranking, 0, 'f', 3)
        << u"the same with half of the findings: %1 ms (wanted: under 1)\n"_s.arg(halfKnown, 0, 'f', 3)
        << u"choice among %1 tests with %2 questions: %3 ms (wanted: under 10)\n"_s.arg(Tests).arg(Count).arg(choosing,
                                                                                                              0, 'f', 3)
        << u"(check sum %1)\n"_s.arg(seen, 0, 'g', 6);
    return ranking < 1 && halfKnown < 1 && choosing < 10 ? 0 : 1;
}
