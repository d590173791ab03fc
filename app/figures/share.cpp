// SPDX-License-Identifier: GPL-3.0-or-later
// Hypergeometric arithmetic in logarithms, so that thousands of attempts do not overflow.
#include "app/figures/share.h"

#include "app/figures/measure.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace doctor::figures
{

namespace
{

constexpr int FewestForABound = 5;
constexpr int FewestForRuleOfThree = 20; ///< below, three in n is too far from the true bound

double logChoose(int n, int k)
{
    return std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0);
}

/// Chance of each number of failures in the second share, from `first` on, given how many failed in both.
struct Spread {
    int first = 0;
    std::vector<double> chances;
};

Spread spreadOf(const Share& one, const Share& other)
{
    const int failed = one.failed + other.failed;
    Spread spread;
    spread.first = std::max(0, failed - one.tried);
    for (int k = spread.first; k <= std::min(failed, other.tried); ++k) {
        spread.chances.push_back(std::exp(logChoose(one.tried, failed - k) + logChoose(other.tried, k) -
                                          logChoose(one.tried + other.tried, failed)));
    }
    return spread;
}

Spread sumOf(const Spread& one, const Spread& other)
{
    Spread sum{one.first + other.first, std::vector<double>(one.chances.size() + other.chances.size() - 1, 0.0)};
    for (std::size_t i = 0; i < one.chances.size(); ++i) {
        for (std::size_t k = 0; k < other.chances.size(); ++k) {
            sum.chances[i + k] += one.chances[i] * other.chances[k];
        }
    }
    return sum;
}

/// Cut off, never reached, or answered with a refusal, as an overloaded web server does in full order.
bool hasFailed(const core::Attempt& attempt)
{
    if (attempt.succeeded) {
        return false;
    }
    const bool refusedInWords = attempt.observations.value(u"state"_qs) == u"answered"_qs;
    return markOf(attempt) != Mark::Other || refusedInWords;
}

bool isComparable(const std::pair<Share, Share>& pair)
{
    return pair.first.tried > 0 && pair.second.tried > 0;
}

} // namespace

Share shareOf(const core::Session& session, const QString& test)
{
    Share share;
    for (const Sample& sample : samplesOf(session, test)) {
        const bool failed = hasFailed(*sample.attempt);
        share.failed += failed ? 1 : 0;
        share.tried += failed || sample.attempt->succeeded ? 1 : 0;
    }
    return share;
}

QString shareText(const Share& share, const Numbers& numbers)
{
    if (share.tried == 0) {
        return QCoreApplication::translate("figures", "not tried");
    }
    if (share.failed == 0 && share.tried < FewestForABound) {
        return QCoreApplication::translate("figures", "0 of %1 failed; too few to tell").arg(share.tried);
    }
    if (share.failed == 0 && share.tried < FewestForRuleOfThree) {
        return QCoreApplication::translate("figures", "0 of %1 failed; could still be up to %2")
            .arg(share.tried)
            .arg(numbers.percent(couldStillBe(share.tried)));
    }
    if (share.failed == 0) {
        // The rule of three: with none in n tries, 95 % sure that it is no more than 3 in n.
        return QCoreApplication::translate("figures", "0 of %1 failed; could still be up to about 1 in %2")
            .arg(share.tried)
            .arg(share.tried / 3);
    }
    const auto [low, high] = interval(share);
    return QCoreApplication::translate("figures", "%1 of %2 failed; truly %3 to %4")
        .arg(share.failed)
        .arg(share.tried)
        .arg(numbers.percent(low), numbers.percent(high));
}

QString differenceText(const Share& first, const Share& last, const Numbers& numbers)
{
    if (first.tried == 0 || last.tried == 0) {
        return QCoreApplication::translate("figures", "Cannot be compared: it was not tried in both.");
    }
    if (first.failed == 0 && last.failed == 0) {
        return QCoreApplication::translate("figures", "No failure in either.");
    }
    const double chance = chanceOfDifference(first, last);
    const double before = static_cast<double>(first.failed) / first.tried;
    const double after = static_cast<double>(last.failed) / last.tried;
    const QString p = chanceText(chance, numbers);
    if (chance < Unlikely && after < before) {
        return QCoreApplication::translate("figures", "Fails less often; hardly by chance (%1).").arg(p);
    }
    if (chance < Unlikely) {
        return QCoreApplication::translate("figures", "Fails more often; hardly by chance (%1).").arg(p);
    }
    return QCoreApplication::translate("figures", "May well be chance (%1).").arg(p);
}

double couldStillBe(int tried)
{
    return tried > 0 ? 1 - std::pow(0.05, 1.0 / tried) : 1; // p with (1 - p)^n = 5 %
}

QString chanceText(double chance, const Numbers& numbers)
{
    return chance < 0.001 ? u"p < "_qs + numbers.plain(0.001, 3)
                          : u"p = "_qs + numbers.plain(chance, chance < 0.1 ? 3 : 2);
}

QStringList testsOf(const std::vector<core::Session>& sessions)
{
    QStringList ids;
    for (const core::Session& session : sessions) {
        for (const core::TestRecord& test : session.tests) {
            if (!test.attempts.empty() && !ids.contains(test.id)) {
                ids.append(test.id);
            }
        }
    }
    return ids;
}

double chanceOfDifference(const Share& one, const Share& other)
{
    return chanceOfDifference(std::vector{std::pair(one, other)});
}

double chanceOfDifference(const std::vector<std::pair<Share, Share>>& pairs)
{
    Spread spread{0, {1.0}};
    int seen = 0;
    for (const auto& pair : pairs) {
        if (isComparable(pair)) {
            spread = sumOf(spread, spreadOf(pair.first, pair.second));
            seen += pair.second.failed;
        }
    }
    const double asSeen = spread.chances[static_cast<std::size_t>(seen - spread.first)];
    double sum = 0;
    for (const double chance : spread.chances) {
        if (chance <= asSeen * (1 + 1e-7)) { // as rare as what was seen, or rarer
            sum += chance;
        }
    }
    return std::min(1.0, sum);
}

double expectedInSecond(const std::vector<std::pair<Share, Share>>& pairs)
{
    double expected = 0;
    for (const auto& pair : pairs) {
        if (isComparable(pair)) {
            const auto& [one, other] = pair;
            expected += static_cast<double>(one.failed + other.failed) * other.tried / (one.tried + other.tried);
        }
    }
    return expected;
}

std::pair<double, double> interval(const Share& share)
{
    if (share.tried == 0) {
        return {0, 1};
    }
    constexpr double z = 1.959964; // 97.5 % of a normal distribution
    const double n = share.tried;
    const double p = share.failed / n;
    const double middle = p + z * z / (2 * n);
    const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    const double whole = 1 + z * z / n;
    return {share.failed == 0 ? 0.0 : std::max(0.0, (middle - half) / whole),
            share.failed == share.tried ? 1.0 : std::min(1.0, (middle + half) / whole)};
}

} // namespace doctor::figures
