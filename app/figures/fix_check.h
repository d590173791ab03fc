// SPDX-License-Identifier: GPL-3.0-or-later
// Did the fix work? Two diagnoses of one service, before and after a change, judged as values.
#pragma once

#include "app/figures/share.h"
#include "app/knowledge/knowledge.h"

#include <optional>

namespace doctor::figures
{

enum class Change {
    NotCompared, ///< not tried in both
    NoFailure,   ///< in either; which is no proof of health
    Fixed,       ///< failed before, never after, and chance hardly does that
    Better,
    Same, ///< fails in both, no more or less than chance makes
    Worse,
    Unclear, ///< fails in one of them, which may be chance
};

enum class Answer { Fixed, Better, Same, Worse, CannotTell, OtherService };

/// Words for machines: "not-compared", "cannot-tell" …
[[nodiscard]] QString toWord(Change change);
[[nodiscard]] QString toWord(Answer answer);

struct TestChange {
    QString id;
    Share before;
    Share after;
    double chance = 1; ///< that chance alone makes such a difference
    Change change = Change::NotCompared;
};

struct CauseChange {
    QString id;
    QString title;
    std::optional<double> before; ///< probability; absent where the diagnosis does not know the cause
    std::optional<double> after;
};

struct FixCheck {
    Answer answer = Answer::CannotTell;
    /// The later diagnosis is whole and finds no fault, or what failed before no longer fails.
    bool nothingWrongAfter = false;
    Share before;      ///< of the tests that were tried in both and failed in one
    Share after;       ///< of the same tests
    double chance = 1; ///< over all tests that were tried in both, each compared with itself
    /// Tests that differ by more than chance makes in any of so many (Bonferroni over those with a failure).
    QStringList deciding;
    bool faultLeadsAfter = false;    ///< a cause other than none is likelier than not, whatever failed
    QStringList notTriedAgain;       ///< tests that failed before and were not tried again
    bool sameRun = false;            ///< both are one and the same diagnosis
    bool wrongOrder = false;         ///< "after" began earlier
    std::vector<TestChange> tests;   ///< in the order in which they ran
    std::vector<CauseChange> causes; ///< likeliest in either first
};

/// Pure.
[[nodiscard]] FixCheck checkFix(const core::Session& before, const core::Session& after,
                                const knowledge::Knowledge& knowledge);

} // namespace doctor::figures
