// SPDX-License-Identifier: GPL-3.0-or-later
// Prints how often the diagnosis is right and whether its probabilities are honest, over the case suite, the recorded
// runs, and these with one test less each; then how the calibration fares on scenarios that it was not fitted to.
#include "app/diagnosis/calibration.h"
#include "app/diagnosis/diagnose.h"
#include "tests/bench/calibration/folds.h"
#include "tests/bench/calibration/tally.h"
#include "tests/support/finding_cases.h"
#include "tests/support/session_cases.h"

#include <QTextStream>

using namespace doctor;
using namespace Qt::StringLiterals;

namespace
{

/// Everything that is counted.
struct Counted {
    bench::Tally suite;
    bench::Tally runs;
    bench::Tally shortened;
    bench::Reliability all;
    bench::Reliability measured; ///< without the suite
    std::vector<bench::Leading> leading;
};

void addSuite(Counted& counted, const knowledge::Knowledge& knowledge)
{
    for (const auto& one : test::findingCases()) {
        for (const auto& when : one.when) {
            const auto ranking = test::ranked(diagnosis::judged(test::findingsOf(one, knowledge), when, knowledge));
            if (when == one.when.first())
                counted.all.add(ranking.front().second, ranking.front().first == one.top);
            if (!one.top.isEmpty())
                counted.suite.add(one.name + u" ("_s + when + u')', ranking, {one.top});
        }
    }
}

void addRun(Counted& counted, bench::Tally& tally, const test::SessionCase& one, const QString& name,
            const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const auto findings = diagnosis::detect(session);
    const auto odds = diagnosis::posterior(findings, session.symptoms.value(u"when"_s), knowledge);
    const auto ranking = test::ranked(diagnosis::calibrated(odds, findings, knowledge));
    const auto& [leader, probability] = ranking.front();
    const bool right = leader == one.truth;
    tally.add(name, ranking, one.top);
    counted.all.add(probability, right);
    counted.measured.add(probability, right);
    if (leader != u"no-fault-found" && leader != u"something-else")
        counted.leading.push_back({one.name.section(u'+', 0, 0), odds.value(leader),
                                   diagnosis::contestRisk(odds, leader, findings, knowledge), right});
}

void addRuns(Counted& counted, const std::vector<test::SessionCase>& cases, const knowledge::Knowledge& knowledge)
{
    for (const auto& one : cases) {
        addRun(counted, counted.runs, one, one.name, one.session, knowledge);
        for (std::size_t left = 0; left < one.session.tests.size(); ++left) {
            if (one.session.tests[left].state != core::TestState::Done)
                continue;
            core::Session less = one.session;
            less.tests.erase(less.tests.begin() + static_cast<std::ptrdiff_t>(left));
            addRun(counted, counted.shortened, one, one.name + u" without "_s + one.session.tests[left].id, less,
                   knowledge);
        }
    }
}

QStringList whatIsCounted()
{
    return {
        u"What is counted: every recorded run (real servers and packet filters of the lab, faults of the practice"_s,
        u"server), also those that the diagnosis gets wrong or leaves undecided; each of them again with one test"_s,
        u"less, which are real measurements with less evidence; and the case suite with its look-alikes. Right is"_s,
        u"only the one true cause, also where several are accepted as an answer because this side cannot tell them"_s,
        u"apart; in look-alikes that nobody can tell, every accusation is wrong. The suite's cases are clear by"_s,
        u"construction, so the runs stand alone too."_s};
}

/// The case suite by cause: sets of findings that it must win, and look-alikes that it must not.
QStringList suite(const knowledge::Knowledge& knowledge)
{
    struct Row {
        int won = 0;
        int wanted = 0;
        int held = 0;
        int alike = 0;
    };
    QMap<QString, Row> rows;
    Row all;
    for (const auto& one : test::findingCases()) {
        for (const auto& when : one.when) {
            const auto leader =
                test::ranked(diagnosis::judged(test::findingsOf(one, knowledge), when, knowledge)).front().first;
            if (!one.top.isEmpty()) {
                ++rows[one.top].wanted;
                rows[one.top].won += leader == one.top;
            }
            for (const auto& rival : one.never) {
                ++rows[rival].alike;
                rows[rival].held += leader != rival;
            }
        }
    }
    QStringList text{u"Case suite by cause: must lead, and look-alikes in which it must not"_s};
    for (const auto& cause : knowledge.causes()) {
        const Row row = rows.value(cause.id);
        text << u"  %1 led %2 of %3, stayed behind in %4 of %5"_s.arg(cause.id, -34)
                    .arg(row.won, 3)
                    .arg(row.wanted, 3)
                    .arg(row.held, 3)
                    .arg(row.alike, 3);
        all = {all.won + row.won, all.wanted + row.wanted, all.held + row.held, all.alike + row.alike};
    }
    return text << u"  %1 led %2 of %3, stayed behind in %4 of %5"_s.arg(u"all"_s, -34)
                       .arg(all.won, 3)
                       .arg(all.wanted, 3)
                       .arg(all.held, 3)
                       .arg(all.alike, 3);
}

} // namespace

int main()
{
    QTextStream out(stdout);
    QTextStream err(stderr);
    const auto knowledge = knowledge::Knowledge::load(u"en"_s);
    const auto cases = test::sessionCases();
    if (!knowledge || !cases) {
        err << (knowledge ? cases.error().message : knowledge.error().message) << Qt::endl;
        return 1;
    }
    Counted counted;
    addSuite(counted, **knowledge);
    addRuns(counted, *cases, **knowledge);
    for (const auto& lines :
         {suite(**knowledge), counted.suite.lines(u"Sets of findings"_s), counted.runs.lines(u"Recorded runs"_s),
          counted.shortened.lines(u"Recorded runs with one test less"_s), whatIsCounted(),
          counted.all.lines(u"Reliability, everything"_s),
          counted.measured.lines(u"Reliability, recorded runs and the same with one test less"_s),
          bench::foldLines(counted.leading)})
        out << lines.join(u'\n') << "\n\n";
    return 0;
}
