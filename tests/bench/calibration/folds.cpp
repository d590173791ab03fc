// SPDX-License-Identifier: GPL-3.0-or-later
// Cross-validation of the calibration.
#include "tests/bench/calibration/folds.h"

#include "app/diagnosis/calibration.h"

#include <algorithm>
#include <cmath>
#include <functional>

using namespace Qt::StringLiterals;

namespace doctor::bench
{

namespace
{

constexpr int Folds = 5;
constexpr double LargestShift = 3;
constexpr double Step = 0.1;

using Claim = std::function<double(const Leading&)>;

double score(const std::vector<const Leading*>& runs, const Claim& claim)
{
    double sum = 0;
    for (const auto* run : runs) {
        sum += std::log(run->right ? claim(*run) : 1 - claim(*run));
    }
    return sum;
}

Claim shifted(double shift)
{
    return [shift](const Leading& run) { return diagnosis::claimForFault(run.probability, run.risk, shift); };
}

double bestShift(const std::vector<const Leading*>& runs)
{
    double best = 0;
    double bestScore = score(runs, shifted(0));
    for (double shift = Step; shift <= LargestShift; shift += Step) {
        if (const double here = score(runs, shifted(shift)); here > bestScore) {
            best = shift;
            bestScore = here;
        }
    }
    return best;
}

} // namespace

QStringList foldLines(const std::vector<Leading>& runs)
{
    QStringList scenarios;
    for (const auto& run : runs) {
        if (!scenarios.contains(run.scenario)) {
            scenarios.append(run.scenario);
        }
    }
    scenarios.sort();
    QStringList found;
    double before = 0;
    double fitted = 0;
    double inUse = 0;
    for (int fold = 0; fold < Folds; ++fold) {
        std::vector<const Leading*> seen;
        std::vector<const Leading*> unseen;
        for (const auto& run : runs) {
            (scenarios.indexOf(run.scenario) % Folds == fold ? unseen : seen).push_back(&run);
        }
        const double shift = bestShift(seen);
        found.append(QString::number(shift, 'f', 1));
        before += score(unseen, [](const Leading& run) { return run.probability; });
        fitted += score(unseen, shifted(shift));
        inUse += score(unseen, shifted(diagnosis::SettledShift));
    }
    const auto mean = [&](double sum) {
        return QString::number(sum / static_cast<double>(std::max<std::size_t>(runs.size(), 1)), 'f', 3);
    };
    return {u"Calibration, five folds by scenario: %1 runs of %2 scenarios in which a fault leads"_s.arg(runs.size())
                .arg(scenarios.size()),
            u"  best gain in log odds per fold %1; in use %2"_s.arg(found.join(u", "_s))
                .arg(diagnosis::SettledShift, 0, 'f', 1),
            u"  mean log score on unseen scenarios: uncalibrated %1, fitted %2, in use %3 (0 is best)"_s.arg(
                mean(before), mean(fitted), mean(inUse))};
}

} // namespace doctor::bench
