// SPDX-License-Identifier: GPL-3.0-or-later
// The one scale from probabilities to words.
#pragma once

#include <QString>

namespace doctor::core
{

/// A finding of this weight (decibans) halves the odds of what it speaks against.
inline constexpr double DoesNotFit = -3;

/// "almost-certain" above .95, "very-likely" above .85, "likely" above .65, "possible" above .35, else "unlikely".
/// The idea is the IPCC's calibrated language, the cut points are ours. The words are keys "likelihood.<word>".
[[nodiscard]] QString likelihoodWord(double probability);

} // namespace doctor::core
