// SPDX-License-Identifier: GPL-3.0-or-later
// Which habit of the client would have hidden how many of the measured failures, and at what price.
#include "app/core/base/spoken.h"
#include "app/figures/measure.h"

#include <algorithm>

namespace doctor::figures
{

namespace
{

QString answerOf(const std::vector<core::PolicyOutcome>& outcomes, const knowledge::Knowledge& knowledge)
{
    const auto best = std::max_element(outcomes.begin(), outcomes.end(),
                                       [](const auto& a, const auto& b) { return a.hidden < b.hidden; });
    if (best->hidden == 0) {
        return core::translate("figures", "None: the cause itself must be mended (%1 failures replayed).")
            .arg(best->failures);
    }
    const QString name = knowledge.text(u"policy."_qs + best->policy, best->values);
    const QString hidden = core::translate("figures", "“%1” would have hidden %2 of %3 failures.")
                               .arg(name)
                               .arg(best->hidden)
                               .arg(best->failures);
    if (best->unsafe == 0) {
        return hidden;
    }
    //: %1 is the sentence before, %2 a number of failures
    return core::translate("figures", "%1 In %2 of them the first request may have been carried out all "
                                      "the same: repeat only requests that may run twice.")
        .arg(hidden)
        .arg(best->unsafe);
}

} // namespace

Figure prevention(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const auto& outcomes = session.diagnosis.prevention;
    Figure figure;
    figure.id = u"prevention"_qs;
    figure.question = core::translate("figures", "Which habit would have hidden the failures?");
    if (outcomes.empty()) {
        figure.answer = core::translate("figures", "No failure was measured that a habit could hide.");
        return figure;
    }
    const Numbers numbers(knowledge);
    figure.answer = answerOf(outcomes, knowledge);
    figure.table.header = {core::translate("figures", "Habit"), core::translate("figures", "Failures hidden"),
                           core::translate("figures", "Added wait"),
                           core::translate("figures", "Connections added per 100 attempts"),
                           core::translate("figures", "Request may have run already")};
    for (const core::PolicyOutcome& outcome : outcomes) {
        const QString name = knowledge.text(u"policy."_qs + outcome.policy, outcome.values);
        const QString share = core::translate("figures", "%1 of %2").arg(outcome.hidden).arg(outcome.failures);
        const auto category = static_cast<int>(figure.y.categories.size());
        figure.y.categories << name;
        figure.bars.push_back(
            {0, static_cast<double>(outcome.hidden), category, outcome.hidden > 0 ? Mark::For : Mark::Neutral, share});
        figure.table.rows.push_back({name, share, outcome.addedMs ? numbers.milliseconds(*outcome.addedMs) : QString(),
                                     numbers.plain(outcome.extraConnections, 1), QString::number(outcome.unsafe)});
    }
    figure.x = {core::translate("figures", "Failures hidden"),
                {},
                Axis::Scale::Linear,
                0,
                static_cast<double>(std::max(1, outcomes.front().failures)),
                {}};
    figure.y.scale = Axis::Scale::Category;
    return figure;
}

} // namespace doctor::figures
