// SPDX-License-Identifier: GPL-3.0-or-later
// Two or more diagnoses side by side: what differs in their settings first, then in what was measured, each with how
// sure it is, then pictures on one scale.
#pragma once

#include "app/figures/figure.h"
#include "app/figures/share.h"

namespace doctor::figures
{

/// So many sessions can be told apart by letters and fit beside each other.
inline constexpr std::size_t MostCompared = 4;

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
