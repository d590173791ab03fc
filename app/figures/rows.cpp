// SPDX-License-Identifier: GPL-3.0-or-later
// One row per address or variant with every outcome on it: which of them works, which does not.
#include "app/core/base/spoken.h"
#include "app/figures/measure.h"

#include <algorithm>

namespace doctor::figures
{

namespace
{

bool byAddress(const QString& test)
{
    return test == u"connect";
}

QString rowOf(const Sample& sample, const knowledge::Knowledge& knowledge)
{
    if (!byAddress(sample.test)) {
        return purposeText(*sample.attempt, knowledge);
    }
    return sample.attempt->address.isEmpty() ? core::translate("figures", "(no address)") : sample.attempt->address;
}

struct RowTally {
    int worked = 0;
    int tried = 0;
};

QString answerOf(const QStringList& rows, const std::vector<RowTally>& tallies, bool addresses)
{
    QStringList failing;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const RowTally& tally = tallies[static_cast<std::size_t>(i)];
        if (tally.worked < tally.tried) {
            //: %1 an address or a variant, %2 how many failed, %3 how many were tried
            failing << core::translate("figures", "%1 (%2 of %3)")
                           .arg(rows.at(i))
                           .arg(tally.tried - tally.worked)
                           .arg(tally.tried);
        }
    }
    if (failing.isEmpty()) {
        return addresses ? core::translate("figures", "All addresses worked every time.")
                         : core::translate("figures", "All variants worked every time.");
    }
    return core::translate("figures", "Failed: %1.").arg(failing.join(u", "_qs));
}

} // namespace

Figure outcomesByRow(const core::Session& session, const knowledge::Knowledge& knowledge, const QString& test)
{
    const Numbers numbers(knowledge);
    Figure figure;
    figure.id = byAddress(test) ? u"outcomes-by-address"_qs : u"outcomes-by-variant"_qs;
    figure.question = byAddress(test) ? core::translate("figures", "Which address works?")
                                      : core::translate("figures", "Which variant works?");
    const auto samples = samplesOf(session, test);
    if (samples.empty()) {
        figure.answer = core::translate("figures", "Nothing has been tried yet.");
        return figure;
    }
    std::vector<double> times;
    std::vector<RowTally> tallies;
    figure.table.header = {byAddress(test) ? core::translate("figures", "Address")
                                           : core::translate("figures", "Variant"),
                           core::translate("figures", "Outcome"), core::translate("figures", "Time")};
    for (const Sample& sample : samples) {
        times.push_back(outcomeMs(*sample.attempt).value_or(0));
    }
    figure.x = valueAxis(core::translate("figures", "Time to outcome"), u"ms"_qs, times, 5);
    const double floor = figure.x.scale == Axis::Scale::Log ? figure.x.minimum : 0.0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const Sample& sample = samples[i];
        const QString name = rowOf(sample, knowledge);
        auto row = figure.y.categories.indexOf(name);
        if (row < 0) {
            row = figure.y.categories.size();
            figure.y.categories << name;
            tallies.emplace_back();
        }
        RowTally& tally = tallies[static_cast<std::size_t>(row)];
        ++tally.tried;
        tally.worked += sample.attempt->succeeded ? 1 : 0;
        const QString outcome = outcomeText(*sample.attempt, knowledge);
        //: %1 an address or a variant, %2 how it ended
        const QString label = core::translate("figures", "%1: %2").arg(name, outcome);
        figure.points.push_back({std::max(floor, times[i]), static_cast<double>(row), markOf(*sample.attempt), label,
                                 sample.test, sample.index});
        figure.table.rows.push_back({name, outcome, times[i] > 0 ? numbers.milliseconds(times[i]) : QString()});
    }
    figure.y.scale = Axis::Scale::Category;
    figure.answer = answerOf(figure.y.categories, tallies, byAddress(test));
    return figure;
}

} // namespace doctor::figures
