// SPDX-License-Identifier: GPL-3.0-or-later
// Time to outcome of every attempt in order; failures stand on a row of their own above the top.
#include "app/core/base/spoken.h"
#include "app/figures/comparison.h"
#include "app/figures/measure.h"

#include <algorithm>

namespace doctor::figures
{

namespace
{

QString answerOf(const std::vector<Sample>& samples, const std::vector<double>& workedMs,
                 const knowledge::Knowledge& knowledge)
{
    const Numbers numbers(knowledge);
    const auto worked =
        std::count_if(samples.begin(), samples.end(), [](const Sample& s) { return s.attempt->succeeded; });
    const auto failed = static_cast<qint64>(samples.size()) - worked;
    if (failed > 0) {
        return core::translate("figures", "%1 of %2 failed: %3.")
            .arg(failed)
            .arg(samples.size())
            .arg(failureCounts(samples, knowledge));
    }
    if (workedMs.empty()) {
        return core::translate("figures", "All %1 worked.").arg(samples.size());
    }
    auto sorted = workedMs;
    std::sort(sorted.begin(), sorted.end());
    return core::translate("figures", "All %1 worked; the middle one took %2, the slowest %3.")
        .arg(samples.size())
        .arg(numbers.milliseconds(sorted[sorted.size() / 2]), numbers.milliseconds(sorted.back()));
}

std::vector<double> workedMsOf(const std::vector<Sample>& samples)
{
    std::vector<double> values;
    for (const Sample& sample : samples) {
        if (const auto ms = outcomeMs(*sample.attempt); ms && sample.attempt->succeeded) {
            values.push_back(*ms);
        }
    }
    return values;
}

} // namespace

Figure attemptStrip(const core::Session& session, const knowledge::Knowledge& knowledge, const QString& test)
{
    return attemptStrip(session, knowledge, test, {session});
}

Figure attemptStrip(const core::Session& session, const knowledge::Knowledge& knowledge, const QString& test,
                    const std::vector<core::Session>& sameScale)
{
    Figure figure;
    figure.id = u"attempt-strip"_qs;
    figure.question = core::translate("figures", "How did each attempt end, and how soon?");
    const auto samples = samplesOf(session, test);
    if (samples.empty()) {
        figure.answer = core::translate("figures", "Nothing has been tried yet.");
        return figure;
    }
    const std::vector<double> workedMs = workedMsOf(samples);
    std::size_t most = samples.size();
    std::vector<double> scale;
    for (const core::Session& other : sameScale) {
        const auto others = samplesOf(other, test);
        const auto values = workedMsOf(others);
        scale.insert(scale.end(), values.begin(), values.end());
        most = std::max(most, others.size());
    }
    const double last = static_cast<double>(most) + 0.5;
    figure.answer = answerOf(samples, workedMs, knowledge);
    figure.x = {core::translate("figures", "Attempt"), {}, Axis::Scale::Linear, 0.5, last, {}};
    const FailureRow row = withFailureRow(valueAxis(core::translate("figures", "Time to outcome"), u"ms"_qs, scale, 5));
    const bool anyFailed = workedMs.size() < samples.size();
    figure.y = row.axis;
    int number = 0;
    for (const Sample& sample : samples) {
        const Mark mark = markOf(*sample.attempt);
        const double floor = figure.y.scale == Axis::Scale::Log ? figure.y.minimum : 0.0;
        const double ms = std::max(floor, outcomeMs(*sample.attempt).value_or(0));
        ++number;
        figure.points.push_back({static_cast<double>(number), isFailureMark(mark) ? row.y : ms, mark,
                                 spoken(sample, number, knowledge), sample.test, sample.index});
    }
    if (anyFailed) {
        figure.lines.push_back(failureBorder(row, figure.x.minimum, figure.x.maximum));
    }
    figure.table = attemptTable(samples, knowledge);
    return figure;
}

} // namespace doctor::figures
