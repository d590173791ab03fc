// SPDX-License-Identifier: GPL-3.0-or-later
// One line per connection from open to close, with the mark of who ended it.
#include "app/core/base/spoken.h"
#include "app/figures/measure.h"

#include <algorithm>

namespace doctor::figures
{

namespace
{

constexpr std::size_t MostRows = 60;

QString answerOf(const std::vector<Sample>& samples, std::size_t all, const knowledge::Knowledge& knowledge)
{
    const QString failures = failureCounts(samples, knowledge);
    const auto worked =
        std::count_if(samples.begin(), samples.end(), [](const Sample& s) { return s.attempt->succeeded; });
    QString answer = failures.isEmpty() ? core::translate("figures", "All %1 worked.").arg(samples.size())
                                        : core::translate("figures", "%1 of %2 worked; the others: %3.")
                                              .arg(worked)
                                              .arg(samples.size())
                                              .arg(failures);
    if (all > samples.size()) {
        answer =
            core::translate("figures", "%1 Only the last %2 of %3 are drawn.").arg(answer).arg(samples.size()).arg(all);
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
    std::erase_if(samples, [](const Sample& sample) { return !outcomeMs(*sample.attempt); });
    if (samples.empty()) {
        figure.answer = core::translate("figures", "Nothing has been tried yet.");
        return figure;
    }
    const std::size_t all = samples.size();
    const std::size_t skipped = all > MostRows ? all - MostRows : 0;
    samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(skipped));
    const qint64 start = samples.front().attempt->startedAt.monotonicUs;
    double end = 0;
    int row = 0;
    for (const Sample& sample : samples) {
        const double from = static_cast<double>(sample.attempt->startedAt.monotonicUs - start) / 1e6;
        const double to = from + *outcomeMs(*sample.attempt) / 1000;
        const Mark mark = markOf(*sample.attempt);
        const int number = row + 1 + static_cast<int>(skipped);
        end = std::max(end, to);
        figure.lines.push_back({{{from, row}, {to, row}}, mark, false, {}});
        figure.points.push_back(
            {to, static_cast<double>(row), mark, spoken(sample, number, knowledge), sample.test, sample.index});
        figure.y.categories << QString::number(number);
        ++row;
    }
    figure.answer = answerOf(samples, all, knowledge);
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
