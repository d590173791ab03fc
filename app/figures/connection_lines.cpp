// SPDX-License-Identifier: GPL-3.0-or-later
// One line per connection from open to close, with the mark of who ended it.
#include "app/core/base/spoken.h"
#include "app/figures/measure.h"

#include <algorithm>
#include <numeric>

namespace doctor::figures
{

namespace
{

constexpr std::size_t MostRows = 60;

/// Places of those to draw, in their order: no failure gives way to a success.
std::vector<std::size_t> chosenOf(const std::vector<Sample>& samples)
{
    std::vector<std::size_t> order(samples.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (order.size() <= MostRows) {
        return order;
    }
    std::stable_sort(order.begin(), order.end(), [&samples](std::size_t a, std::size_t b) {
        const bool failedA = !samples[a].attempt->succeeded;
        const bool failedB = !samples[b].attempt->succeeded;
        return failedA != failedB ? failedA : a > b;
    });
    order.resize(MostRows);
    std::sort(order.begin(), order.end());
    return order;
}

QString answerOf(const std::vector<Sample>& samples, std::size_t drawn, const knowledge::Knowledge& knowledge)
{
    const QString failures = failureCounts(samples, knowledge);
    const auto worked =
        std::count_if(samples.begin(), samples.end(), [](const Sample& s) { return s.attempt->succeeded; });
    QString answer = failures.isEmpty() ? core::translate("figures", "All %1 worked.").arg(samples.size())
                                        : core::translate("figures", "%1 of %2 worked; the others: %3.")
                                              .arg(worked)
                                              .arg(samples.size())
                                              .arg(failures);
    if (drawn < samples.size()) {
        //: %1 a sentence, %2 and %3 numbers of connections
        answer = core::translate("figures", "%1 %2 of %3 are drawn, those that failed first.")
                     .arg(answer)
                     .arg(drawn)
                     .arg(samples.size());
    }
    return answer;
}

} // namespace

Figure connectionLines(const core::Session& session, const knowledge::Knowledge& knowledge, const QString& test)
{
    Figure figure;
    figure.id = u"connection-lines"_qs;
    figure.question = core::translate("figures", "Who closed the connections, and when?");
    auto samples = samplesOf(session, test);
    std::erase_if(samples,
                  [](const Sample& sample) { return sample.attempt->succeeded && !outcomeMs(*sample.attempt); });
    if (samples.empty()) {
        figure.answer = core::translate("figures", "Nothing has been tried yet.");
        return figure;
    }
    const auto chosen = chosenOf(samples);
    const qint64 start = samples[chosen.front()].attempt->startedAt.monotonicUs;
    double end = 0;
    int row = 0;
    for (const std::size_t index : chosen) {
        const Sample& sample = samples[index];
        const double from = static_cast<double>(sample.attempt->startedAt.monotonicUs - start) / 1e6;
        const double to = from + outcomeMs(*sample.attempt).value_or(0) / 1000;
        const Mark mark = markOf(*sample.attempt);
        const int number = static_cast<int>(index) + 1;
        end = std::max(end, to);
        figure.lines.push_back({{{from, row}, {to, row}}, mark, false, {}});
        figure.points.push_back(
            {to, static_cast<double>(row), mark, spoken(sample, number, knowledge), sample.test, sample.index});
        figure.y.categories << QString::number(number);
        ++row;
    }
    figure.answer = answerOf(samples, chosen.size(), knowledge);
    figure.x = {core::translate("figures", "Time since the first of them"),
                u"s"_qs,
                Axis::Scale::Linear,
                0,
                std::max(end * 1.05, 0.001),
                {}};
    figure.y.title = core::translate("figures", "Connection");
    figure.y.scale = Axis::Scale::Category;
    figure.table = attemptTable(samples, knowledge);
    return figure;
}

} // namespace doctor::figures
