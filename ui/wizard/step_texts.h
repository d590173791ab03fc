// SPDX-License-Identifier: GPL-3.0-or-later
// Names, questions and reasons of the eight steps, in one place.
#pragma once

#include <QString>

namespace doctor::ui
{

/// The steps in their fixed order. Skipped ones keep their number.
enum class Step { Problem, Service, Signs, Plan, Testing, Causes, Cure, Report };
inline constexpr int StepCount = 8;

/// How the testing step stands, which its title tells.
enum class Testing { NotYet, UnderWay, Finished, Stopped };

[[nodiscard]] QString stepName(Step step);
/// Machine word: "problem", "service" … for the page's help text.
[[nodiscard]] QString stepKey(Step step);                   ///< short: "Plan"
[[nodiscard]] QString stepTitle(Step step, Testing state);  ///< the question or heading
[[nodiscard]] QString stepReason(Step step, Testing state); ///< one line: why we ask, or what is seen here
[[nodiscard]] QString stepLine(Step step);                  ///< "Step 4 of 8: Plan"

} // namespace doctor::ui
