// SPDX-License-Identifier: GPL-3.0-or-later
// Waterfall of the weight of evidence for one cause, and the ranking of all causes.
#include "app/core/base/spoken.h"
#include "app/figures/measure.h"

#include <algorithm>

namespace doctor::figures
{

namespace
{

constexpr std::size_t MostCauses = 6;
/// A cause below this share is only counted in the table.
constexpr double SmallestShown = 0.005;

void addBar(Figure& figure, const QString& name, double from, double to, Mark mark, const Numbers& numbers,
            const QString& source)
{
    const int category = static_cast<int>(figure.y.categories.size());
    const QString weight = numbers.signedNumber(to - from);
    figure.y.categories << name;
    figure.bars.push_back({from, to, category, mark, weight});
    figure.table.rows.push_back({name, weight, numbers.signedNumber(to), source});
}

} // namespace

Figure evidence(const core::RankedCause& cause, const knowledge::Knowledge& knowledge)
{
    const Numbers numbers(knowledge);
    Figure figure;
    figure.id = u"evidence"_qs;
    figure.question = core::translate("figures", "What speaks for and against “%1”?").arg(cause.title);
    figure.table.header = {core::translate("figures", "What was found"),
                           core::translate("figures", "Weight in decibans"), core::translate("figures", "Sum so far"),
                           core::translate("figures", "Source")};
    std::vector<core::Evidence> items = cause.evidenceFor;
    items.insert(items.end(), cause.evidenceAgainst.begin(), cause.evidenceAgainst.end());
    std::stable_sort(items.begin(), items.end(),
                     [](const core::Evidence& a, const core::Evidence& b) { return a.decibans > b.decibans; });
    double sum = cause.priorDecibans;
    double speaksFor = 0;
    double speaksAgainst = 0;
    double low = std::min(0.0, sum);
    double high = std::max(0.0, sum);
    addBar(figure, core::translate("figures", "Starting odds"), 0, sum, Mark::Neutral, numbers, {});
    for (const core::Evidence& item : items) {
        const bool supports = item.decibans >= 0;
        (supports ? speaksFor : speaksAgainst) += item.decibans;
        addBar(figure, item.text.isEmpty() ? item.question : item.text, sum, sum + item.decibans,
               supports ? Mark::For : Mark::Against, numbers, item.source);
        sum += item.decibans;
        low = std::min(low, sum);
        high = std::max(high, sum);
    }
    addBar(figure, core::translate("figures", "Sum"), 0, sum, Mark::Neutral, numbers, {});
    figure.answer =
        core::translate("figures", "Starting odds %1, for it %2, against it %3: sum %4 decibans; likelihood %5.")
            .arg(numbers.signedNumber(cause.priorDecibans), numbers.signedNumber(speaksFor),
                 numbers.signedNumber(speaksAgainst), numbers.signedNumber(sum), numbers.percent(cause.probability));
    const double margin = std::max(1.0, (high - low) * 0.08);
    figure.x = {core::translate("figures", "Weight of evidence"),
                core::translate("figures", "decibans"),
                Axis::Scale::Linear,
                low - margin,
                high + margin,
                {}};
    figure.y.scale = Axis::Scale::Category;
    return figure;
}

Figure ranking(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const Numbers numbers(knowledge);
    Figure figure;
    figure.id = u"ranking"_qs;
    figure.question = core::translate("figures", "Which causes are likely?");
    const auto& causes = session.diagnosis.causes;
    if (causes.empty()) {
        figure.answer = core::translate("figures", "No cause has been weighed yet.");
        return figure;
    }
    figure.table.header = {core::translate("figures", "Cause"), core::translate("figures", "Likelihood")};
    for (const core::RankedCause& cause : causes) {
        const QString share = numbers.percent(cause.probability);
        const auto category = static_cast<int>(figure.y.categories.size());
        figure.table.rows.push_back({cause.title, share});
        if (figure.bars.size() < MostCauses && (cause.probability >= SmallestShown || figure.bars.empty())) {
            figure.y.categories << cause.title;
            figure.bars.push_back(
                {0, cause.probability * 100, category, category == 0 ? Mark::For : Mark::Neutral, share});
        }
    }
    figure.answer =
        core::translate("figures", "“%1” leads with %2.").arg(causes[0].title, numbers.percent(causes[0].probability));
    if (causes.size() > 1) {
        figure.answer = core::translate("figures", "“%1” leads with %2; next comes “%3” with %4.")
                            .arg(causes[0].title, numbers.percent(causes[0].probability), causes[1].title,
                                 numbers.percent(causes[1].probability));
    }
    figure.x = {core::translate("figures", "Likelihood"), u"%"_qs, Axis::Scale::Linear, 0, 100, {}};
    figure.y.scale = Axis::Scale::Category;
    return figure;
}

} // namespace doctor::figures
