// SPDX-License-Identifier: GPL-3.0-or-later
// The sentences of a comparison, which all its forms share.
#pragma once

#include "app/figures/fix_check.h"

namespace doctor::cli
{

/// Two sessions and what was made of them.
struct Compared {
    const core::Session& before;
    const core::Session& after;
    const knowledge::Knowledge& knowledge;
    figures::FixCheck check;
};

/// The answer, k of n before and after, and what the difference is worth.
[[nodiscard]] QString answerSentences(const Compared& compared);
/// What limits the answer: stopped early, other settings, wrong order; one sentence each.
[[nodiscard]] QStringList limitSentences(const Compared& compared);
[[nodiscard]] QString changeWord(figures::Change change);
/// "-100 points, p = 0.008"; empty where nothing can be compared.
[[nodiscard]] QString differenceWords(const Compared& compared, const figures::TestChange& test);
/// "very likely (93 %)".
[[nodiscard]] QString likelihoodWords(const Compared& compared, std::optional<double> probability);
/// Causes that are worth a line, likeliest first.
[[nodiscard]] std::vector<figures::CauseChange> causesToShow(const Compared& compared);

} // namespace doctor::cli
