// SPDX-License-Identifier: GPL-3.0-or-later
// Two or more diagnoses side by side: what differs in their settings first, then in what was measured, each with how
// sure it is, then pictures on one scale.
#pragma once

#include "app/figures/figure.h"

namespace doctor::figures
{

/// So many sessions can be told apart by letters and fit beside each other.
inline constexpr std::size_t MostCompared = 4;

/// Failures among the attempts of one test.
struct Share {
    int failed = 0;
    int tried = 0;
    bool operator==(const Share&) const = default;
};

/// Whether two shares differ by more than chance: Fisher's exact test, two-sided. 1 when nothing was tried.
[[nodiscard]] double chanceOfDifference(const Share& one, const Share& other);
/// 95 % interval of the true share after Wilson (1927), from 0 to 1; {0, 1} when nothing was tried.
[[nodiscard]] std::pair<double, double> interval(const Share& share);

struct Comparison {
    QStringList names; ///< "A: 25.11.26 10:00, shop.example.org:443", oldest first
    QString answer;    ///< what the whole says, in one or two sentences
    Table settings;    ///< one row for each setting that differs; none: all the same
    Table results;     ///< leading cause, then one row for each test: k of n in each, and what the difference is worth
    struct Row {
        QString question;            ///< that all its pictures answer
        std::vector<Figure> figures; ///< one for each session that ran the test, on the same axes
    };
    std::vector<Row> figures;
};

/// Pure. Oldest first; two to MostCompared sessions.
[[nodiscard]] Comparison compare(const std::vector<core::Session>& sessions, const knowledge::Knowledge& knowledge);

/// What became of the test that failed most before, in both diagnoses and with what the difference is worth; empty when
/// none of the tests that ran again had failed. Pure.
[[nodiscard]] QString beforeAndAfter(const core::Session& before, const core::Session& after,
                                     const knowledge::Knowledge& knowledge);

/// Time to outcome of every attempt of a test, on axes that hold those of all these sessions.
[[nodiscard]] Figure attemptStrip(const core::Session& session, const knowledge::Knowledge& knowledge,
                                  const QString& test, const std::vector<core::Session>& sameScale);

} // namespace doctor::figures
