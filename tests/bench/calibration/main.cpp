// SPDX-License-Identifier: GPL-3.0-or-later
// Prints how often the diagnosis is right and whether its probabilities are honest: over the cases of findings, over
// the recorded runs, and over the recorded runs with one test less each. Before that the case suite, cause by cause.
#include "app/diagnosis/diagnose.h"
#include "tests/bench/calibration/tally.h"
#include "tests/support/finding_cases.h"
#include "tests/support/session_cases.h"

#include <QTextStream>

using namespace doctor;
using namespace Qt::StringLiterals;

namespace
{

bench::Ranking rankingOf(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    return test::ranked(diagnosis::posterior(diagnosis::detect(session), session.symptoms.value(u"when"_s), knowledge));
}

bench::Tally overFindings(const knowledge::Knowledge& knowledge)
{
    bench::Tally tally;
    for (const auto& one : test::findingCases())
        for (const auto& when : one.when)
            if (!one.top.isEmpty())
                tally.add(one.name + u" ("_s + when + u')',
                          test::ranked(diagnosis::posterior(test::findingsOf(one, knowledge), when, knowledge)),
                          {one.top});
    return tally;
}

bench::Tally overRuns(const std::vector<test::SessionCase>& cases, const knowledge::Knowledge& knowledge)
{
    bench::Tally tally;
    for (const auto& one : cases)
        tally.add(one.name, rankingOf(one.session, knowledge), one.top);
    return tally;
}

bench::Tally overShortenedRuns(const std::vector<test::SessionCase>& cases, const knowledge::Knowledge& knowledge)
{
    bench::Tally tally;
    for (const auto& one : cases) {
        for (std::size_t left = 0; left < one.session.tests.size(); ++left) {
            if (one.session.tests[left].state != core::TestState::Done)
                continue;
            core::Session less = one.session;
            less.tests.erase(less.tests.begin() + static_cast<std::ptrdiff_t>(left));
            tally.add(one.name + u" without "_s + one.session.tests[left].id, rankingOf(less, knowledge), one.top);
        }
    }
    return tally;
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
                test::ranked(diagnosis::posterior(test::findingsOf(one, knowledge), when, knowledge)).front().first;
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
    for (const auto& lines : {suite(**knowledge), overFindings(**knowledge).lines(u"Sets of findings"_s),
                              overRuns(*cases, **knowledge).lines(u"Recorded runs"_s),
                              overShortenedRuns(*cases, **knowledge).lines(u"Recorded runs with one test less"_s)})
        out << lines.join(u'\n') << "\n\n";
    return 0;
}
