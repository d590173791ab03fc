// SPDX-License-Identifier: GPL-3.0-or-later
// How many attempts of a test failed, and whether two such shares differ by more than chance.
#pragma once

#include "app/core/model/session.h"

#include <QStringList>
#include <utility>
#include <vector>

namespace doctor::figures
{

class Numbers;

/// Below, chance makes such a difference in fewer than one of twenty comparisons.
inline constexpr double Unlikely = 0.05;

/// Failures among the attempts of one test.
struct Share {
    int failed = 0;
    int tried = 0;
    bool operator==(const Share&) const = default;
};

/// An answer that is a refusal counts as a failure. Attempts that we ended ourselves or that never began do not count:
/// they say nothing of the service.
[[nodiscard]] Share shareOf(const core::Session& session, const QString& test);
/// Tests that made attempts in any of the sessions, in the order in which they ran.
[[nodiscard]] QStringList testsOf(const std::vector<core::Session>& sessions);

/// Whether two shares differ by more than chance: Fisher's exact test, two-sided. 1 when nothing was tried.
[[nodiscard]] double chanceOfDifference(const Share& one, const Share& other);
/// The same over several tests at once, each compared only with itself: the exact test of common odds in 2x2xK tables.
/// Pairs of which one was not tried say nothing; 1 when all are so.
[[nodiscard]] double chanceOfDifference(const std::vector<std::pair<Share, Share>>& pairs);
/// Failures among the second shares that chance would make, given how many failed in both. Pairs as above.
[[nodiscard]] double expectedInSecond(const std::vector<std::pair<Share, Share>>& pairs);
/// 95 % interval of the true share after Wilson (1927), from 0 to 1; {0, 1} when nothing was tried.
[[nodiscard]] std::pair<double, double> interval(const Share& share);

/// The largest share of failures that still lets so many tries in a row pass in one of twenty.
[[nodiscard]] double couldStillBe(int tried);

/// "4 of 40 failed; truly 4 % to 23 %"; for none of n, what it could still be.
[[nodiscard]] QString shareText(const Share& share, const Numbers& numbers);
/// What the difference is worth, in a sentence.
[[nodiscard]] QString differenceText(const Share& first, const Share& last, const Numbers& numbers);
/// "p = 0.004", "p < 0.001".
[[nodiscard]] QString chanceText(double chance, const Numbers& numbers);

} // namespace doctor::figures
