// SPDX-License-Identifier: GPL-3.0-or-later
// Which step of an ordinary exchange takes the time: its steps one after another, each as long as its middle value.
#include "app/core/base/spoken.h"
#include "app/figures/measure.h"

#include <algorithm>
#include <array>

namespace doctor::figures
{

namespace
{

/// Tests whose attempts do nothing out of the ordinary, so that no step is slow on purpose.
constexpr std::array PlainTests{u"name-lookup", u"connect", u"tls-handshake", u"exchange"};

struct PlainStep {
    QString name;
    std::optional<double> core::Timings::*timing;
};

double middleOf(const std::vector<double>& sorted)
{
    const std::size_t half = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

std::vector<double> measured(const core::Session& session, std::optional<double> core::Timings::*timing)
{
    std::vector<double> values;
    for (const auto* test : PlainTests) {
        const core::TestRecord* record = core::findTest(session, QString::fromUtf16(test));
        if (!record || record->facts.value(u"literal").toBool()) {
            continue; // a numeric address was looked up nowhere
        }
        for (const core::Attempt& attempt : record->attempts) {
            if (attempt.succeeded && attempt.timings.*timing) {
                values.push_back(*(attempt.timings.*timing));
            }
        }
    }
    std::sort(values.begin(), values.end());
    return values;
}

} // namespace

Figure stepTimes(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Figure figure;
    figure.id = u"step-times"_qs;
    figure.question = core::translate("figures", "Which step takes the time?");
    figure.answer = core::translate("figures", "Fewer than two steps were measured.");
    const std::array<PlainStep, 4> steps{
        {{core::translate("figures", "Name look-up"), &core::Timings::lookupMs},
         {core::translate("figures", "Opening the connection (TCP)"), &core::Timings::connectMs},
         {core::translate("figures", "Agreeing on encryption (TLS)"), &core::Timings::tlsMs},
         {core::translate("figures", "Waiting for the answer's first byte"), &core::Timings::firstByteMs}}};
    const Numbers numbers(knowledge);
    double at = 0;
    double longest = 0;
    QString longestName;
    for (const auto& step : steps) {
        const std::vector<double> values = measured(session, step.timing);
        if (values.empty()) {
            continue;
        }
        const double middle = middleOf(values);
        const QString text = numbers.milliseconds(middle);
        figure.bars.push_back({at, at + middle, static_cast<int>(figure.y.categories.size()), Mark::Neutral, text});
        figure.y.categories << step.name;
        figure.table.rows.push_back({step.name, text, numbers.milliseconds(values.front()),
                                     numbers.milliseconds(values.back()), QString::number(values.size())});
        at += middle;
        if (middle > longest) {
            longest = middle;
            longestName = step.name;
        }
    }
    if (figure.bars.size() < 2 || longest <= 0) {
        figure.bars.clear();
        figure.y.categories.clear();
        figure.table.rows.clear();
        return figure;
    }
    //: %1 a step such as "Name look-up", %2 and %3 durations
    figure.answer = core::translate("figures", "Longest: %1, %2 of %3 (middle values of what worked).")
                        .arg(longestName, numbers.milliseconds(longest), numbers.milliseconds(at));
    figure.table.header = {core::translate("figures", "Step"), core::translate("figures", "Middle value"),
                           core::translate("figures", "Shortest"), core::translate("figures", "Longest"),
                           core::translate("figures", "Measured")};
    figure.x = {core::translate("figures", "Time since the start"), u"ms"_qs, Axis::Scale::Linear, 0, at * 1.15, {}};
    figure.y.scale = Axis::Scale::Category;
    return figure;
}

} // namespace doctor::figures
