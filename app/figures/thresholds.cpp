// SPDX-License-Identifier: GPL-3.0-or-later
// At what size, and at what number of connections, it breaks.
#include "app/core/base/spoken.h"
#include "app/figures/measure.h"

#include <algorithm>
#include <functional>
#include <map>

namespace doctor::figures
{

namespace
{

struct Tally {
    int worked = 0;
    int tried = 0;
};

/// Largest value below which everything worked, and the smallest from which nothing did.
struct Border {
    double largestGood = 0;
    double smallestBad = 0;
    bool clean = true; ///< no value with mixed results and none good above a bad one
};

Border borderOf(const std::map<double, Tally>& tallies)
{
    Border border;
    for (const auto& [value, tally] : tallies) {
        const bool good = tally.worked == tally.tried;
        const bool bad = tally.worked == 0;
        if (good && border.smallestBad == 0) {
            border.largestGood = value;
        } else if (bad && border.smallestBad == 0) {
            border.smallestBad = value;
        } else if (!bad) {
            border.clean = false;
        }
    }
    return border;
}

struct Outcomes {
    std::vector<Sample> samples;
    std::vector<double> values;
    std::map<double, Tally> tallies;
};

Outcomes outcomesOf(const core::Session& session, const QString& test, const QString& purpose, const QString& parameter)
{
    Outcomes outcomes;
    for (const Sample& sample : samplesOf(session, test)) {
        const double value = sample.attempt->parameters.value(parameter).toDouble();
        if (sample.attempt->purpose != purpose || value <= 0) {
            continue;
        }
        outcomes.samples.push_back(sample);
        outcomes.values.push_back(value);
        Tally& tally = outcomes.tallies[value];
        ++tally.tried;
        tally.worked += sample.attempt->succeeded ? 1 : 0;
    }
    return outcomes;
}

void place(Figure& figure, const Outcomes& outcomes, const std::function<QString(double)>& valueText,
           const knowledge::Knowledge& knowledge)
{
    const Numbers numbers(knowledge);
    std::vector<double> workedMs;
    for (const Sample& sample : outcomes.samples) {
        if (const auto ms = outcomeMs(*sample.attempt); ms && sample.attempt->succeeded) {
            workedMs.push_back(*ms);
        }
    }
    const FailureRow row =
        withFailureRow(valueAxis(core::translate("figures", "Time to outcome"), u"ms"_qs, workedMs, 5));
    figure.y = row.axis;
    const double floor = figure.y.scale == Axis::Scale::Log ? figure.y.minimum : 0.0;
    bool anyFailed = false;
    for (std::size_t i = 0; i < outcomes.samples.size(); ++i) {
        const Sample& sample = outcomes.samples[i];
        const Mark mark = markOf(*sample.attempt);
        const auto ms = outcomeMs(*sample.attempt);
        const QString value = valueText(outcomes.values[i]);
        const QString outcome = outcomeText(*sample.attempt, knowledge);
        anyFailed = anyFailed || isFailureMark(mark);
        //: %1 what was tried (a size or a count), %2 how it ended
        const QString label = core::translate("figures", "%1: %2").arg(value, outcome);
        figure.points.push_back({outcomes.values[i], isFailureMark(mark) ? row.y : std::max(floor, ms.value_or(0)),
                                 mark, label, sample.test, sample.index});
        figure.table.rows.push_back({value, outcome, ms ? numbers.milliseconds(*ms) : QString()});
    }
    if (anyFailed) {
        figure.lines.push_back(failureBorder(row, figure.x.minimum, figure.x.maximum));
    }
}

QString counted(const Tally& tally)
{
    return core::translate("figures", "%1 of %2").arg(tally.worked).arg(tally.tried);
}

} // namespace

Figure sizeOutcomes(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const Numbers numbers(knowledge);
    Figure figure;
    figure.id = u"size-outcomes"_qs;
    figure.question = core::translate("figures", "At what size does it break?");
    const Outcomes outcomes = outcomesOf(session, u"payload-size"_qs, u"size"_qs, u"sizeBytes"_qs);
    if (outcomes.samples.empty()) {
        figure.answer = core::translate("figures", "No size has been tried yet.");
        return figure;
    }
    const auto text = [&](double value) { return numbers.bytes(static_cast<qint64>(value)); };
    const Border border = borderOf(outcomes.tallies);
    figure.x = valueAxis(core::translate("figures", "Size of the request body"), core::translate("figures", "bytes"),
                         outcomes.values, 5);
    figure.table.header = {core::translate("figures", "Size"), core::translate("figures", "Outcome"),
                           core::translate("figures", "Time")};
    if (!border.clean) {
        figure.answer = core::translate("figures", "No clear border: %1 of %2 failed.")
                            .arg(std::count_if(outcomes.samples.begin(), outcomes.samples.end(),
                                               [](const Sample& s) { return !s.attempt->succeeded; }))
                            .arg(outcomes.samples.size());
    } else if (border.smallestBad == 0) {
        figure.answer = core::translate("figures", "Every size worked, up to %1 (%2).")
                            .arg(text(border.largestGood), counted(outcomes.tallies.at(border.largestGood)));
    } else if (border.largestGood == 0) {
        figure.answer = core::translate("figures", "No size worked, from %1 on (%2).")
                            .arg(text(border.smallestBad), counted(outcomes.tallies.at(border.smallestBad)));
    } else {
        figure.answer = core::translate("figures", "Worked up to %1 (%2), never from %3 on (%4).")
                            .arg(text(border.largestGood), counted(outcomes.tallies.at(border.largestGood)),
                                 text(border.smallestBad), counted(outcomes.tallies.at(border.smallestBad)));
    }
    place(figure, outcomes, text, knowledge);
    return figure;
}

Figure loadOutcomes(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Figure figure;
    figure.id = u"load-outcomes"_qs;
    figure.question = core::translate("figures", "How many connections at once does it take?");
    const Outcomes outcomes = outcomesOf(session, u"load-ramp"_qs, u"simultaneous"_qs, u"count"_qs);
    if (outcomes.samples.empty()) {
        figure.answer = core::translate("figures", "No second connection has been tried yet.");
        return figure;
    }
    const auto text = [](double value) { return QString::number(static_cast<int>(value)); };
    const Border border = borderOf(outcomes.tallies);
    figure.x = valueAxis(core::translate("figures", "Connections open at the same time"), {}, outcomes.values, 1e9);
    figure.table.header = {core::translate("figures", "Open at once"), core::translate("figures", "Outcome"),
                           core::translate("figures", "Time")};
    const auto failed = std::count_if(outcomes.samples.begin(), outcomes.samples.end(),
                                      [](const Sample& s) { return !s.attempt->succeeded; });
    if (failed == 0) {
        figure.answer = core::translate("figures", "All worked, up to %1 at once.").arg(text(border.largestGood));
    } else if (border.clean && border.largestGood > 0) {
        figure.answer = core::translate("figures", "%1 at once worked; it failed from %2 on.")
                            .arg(text(border.largestGood), text(border.smallestBad));
    } else {
        figure.answer = core::translate("figures", "%1 of %2 failed, without a clear border.")
                            .arg(failed)
                            .arg(outcomes.samples.size());
    }
    place(figure, outcomes, text, knowledge);
    return figure;
}

} // namespace doctor::figures
