// SPDX-License-Identifier: GPL-3.0-or-later
// From the odds that the tables give to the probability that may be said aloud.
#pragma once

#include "app/diagnosis/posterior.h"

namespace doctor::diagnosis
{

/// How contested `leader` is, 0 to 1: the chance that the answer to one question which is still open would put another
/// fault in front of it (the largest over all questions that a test could answer); or, where nothing that is open could
/// tell the two apart, how near the next cause is. Zero: nothing that could still be measured would overturn it.
[[nodiscard]] double contestRisk(const Probabilities& probabilities, const QString& leader,
                                 const std::vector<core::Finding>& findings, const knowledge::Knowledge& knowledge);

/// The leader's probability set right, the others scaled so that the sum stays one; who leads does not change.
///
/// The word tables are coarse and leave much to "something else", so a fault that leads is right more often than the
/// product says, but only where no open question could overturn it. Its log odds are raised by up to `SettledShift`,
/// less with the risk of being overturned, and the risk limits what may be claimed at all: with a risk that matters
/// the claim stays below 80 %. That no fault was found is never claimed above 80 %: the recorded runs with a fault that
/// the run did not meet look just like healthy ones.
///
/// Source of the figures: tests/bench/calibration, which fits the shift anew, in five folds by scenario, on the
/// recorded runs and the same with one test less each, and prints what the folds found.
[[nodiscard]] Probabilities calibrated(Probabilities probabilities, const std::vector<core::Finding>& findings,
                                       const knowledge::Knowledge& knowledge);

/// Natural log odds that a settled fault gains. The folds find 1.7 to 2.9; the lower side errs towards modesty.
inline constexpr double SettledShift = 1.9;

/// The claim for a fault that leads with `probability` under this risk of being overturned.
[[nodiscard]] double claimForFault(double probability, double risk, double settledShift = SettledShift);

/// What a run comes to: the calibrated probabilities of these findings.
[[nodiscard]] Probabilities judged(const std::vector<core::Finding>& findings, const QString& when,
                                   const knowledge::Knowledge& knowledge);

} // namespace doctor::diagnosis
