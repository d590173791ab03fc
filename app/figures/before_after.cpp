// SPDX-License-Identifier: GPL-3.0-or-later
// Two runs, one pair of bars per test: did fewer attempts fail, and by more than chance?
#include "app/core/base/spoken.h"
#include "app/figures/comparison.h"
#include "app/figures/measure.h"

#include <algorithm>

namespace doctor::figures
{

namespace
{

double percentOf(const Share& share)
{
    return 100.0 * share.failed / share.tried;
}

QString countOf(const Share& share)
{
    return core::translate("figures", "%1 of %2").arg(share.failed).arg(share.tried);
}

QString meaningOf(const Share& before, const Share& after)
{
    if (chanceOfDifference(before, after) >= Unlikely) {
        return core::translate("figures", "no difference beyond chance");
    }
    return percentOf(after) < percentOf(before) ? core::translate("figures", "better")
                                                : core::translate("figures", "worse");
}

void addBar(Figure& figure, const QString& name, const Share& share, Mark mark)
{
    const int row = static_cast<int>(figure.y.categories.size());
    figure.y.categories << name;
    figure.bars.push_back({0, percentOf(share), row, mark, countOf(share)});
}

} // namespace

Figure beforeAfter(const core::Session& before, const core::Session& after, const knowledge::Knowledge& knowledge)
{
    Figure figure;
    figure.id = u"before-after"_qs;
    figure.question = core::translate("figures", "Did it get better?");
    figure.x = {core::translate("figures", "Failed attempts"), u"%"_qs, Axis::Scale::Linear, 0, 100, {}};
    figure.y.scale = Axis::Scale::Category;
    figure.table.header = {core::translate("figures", "Test"), core::translate("figures", "Failed before"),
                           core::translate("figures", "Failed after"), core::translate("figures", "Difference")};
    int better = 0;
    int worse = 0;
    int same = 0;
    for (const core::TestRecord& test : after.tests) {
        const Share now = shareOf(after, test.id);
        const Share then = shareOf(before, test.id);
        if (now.tried == 0 || then.tried == 0) {
            continue;
        }
        const QString title = knowledge.text(u"test."_qs + test.id + u".title"_qs);
        figure.table.rows.push_back({title, countOf(then), countOf(now), meaningOf(then, now)});
        const bool differs = chanceOfDifference(then, now) < Unlikely;
        int& count = !differs ? same : (percentOf(now) < percentOf(then) ? better : worse);
        ++count;
        if (now.failed + then.failed > 0) {
            //: %1 a test
            addBar(figure, core::translate("figures", "%1, before").arg(title), then, Mark::Neutral);
            addBar(figure, core::translate("figures", "%1, after").arg(title), now,
                   now.failed > 0 ? Mark::Against : Mark::For);
        }
    }
    //: numbers of tests
    figure.answer =
        core::translate("figures",
                        "Tests that both runs have done: better %1, worse %2, no difference beyond chance %3.")
            .arg(better)
            .arg(worse)
            .arg(same);
    return figure;
}

} // namespace doctor::figures
