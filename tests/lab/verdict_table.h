// SPDX-License-Identifier: GPL-3.0-or-later
// Judges outcomes against what their scenarios accept, and prints the table.
#pragma once

#include "tests/lab/stage.h"

#include <vector>

namespace doctor::lab
{

struct Result {
    Row row;
    Outcome outcome;
    [[nodiscard]] QString cause() const;
    [[nodiscard]] QString closedBy() const;
    [[nodiscard]] double probability() const;
    [[nodiscard]] bool causeIsRight() const { return row.scenario->causes.contains(cause()); }
    /// What the session lacks of the scenario's findings and limits, in words; empty when it has all.
    [[nodiscard]] QString lacks() const;
    [[nodiscard]] bool closerIsRight() const { return row.scenario->closers.contains(closedBy()); }
};

/// One line of the table.
[[nodiscard]] QString lineFor(const Result& result);
[[nodiscard]] QString tableHead();

struct Summary {
    QString text;
    bool passed = false;
};

/// Counts, and whether they reach what is promised: the cause right in 90 % of the faulty rows, the closer in 85 %,
/// no healthy server accused, every run within its time, and at most 40 connections where no consent was given.
[[nodiscard]] Summary summarise(const std::vector<Result>& results, double maxDuration);

} // namespace doctor::lab
