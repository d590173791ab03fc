// SPDX-License-Identifier: GPL-3.0-or-later
// The cases of tests/cases/cases.json: sets of findings and what a diagnosis must make of them.
#pragma once

#include "app/diagnosis/posterior.h"

#include <vector>

namespace doctor::test
{

struct FindingCase {
    QString name;
    QStringList when; ///< symptoms under which it must hold
    QMap<QString, QString> answers;
    QMap<QString, double> confidence;
    QString top; ///< cause that must lead; empty: only `never` and the bounds count
    double atLeast = 0;
    double atMost = 1;
    QStringList never; ///< causes that may not lead
};

/// All cases of the file below DOCTOR_SOURCE_DIR; empty when it cannot be read.
[[nodiscard]] std::vector<FindingCase> findingCases();

/// The case's answers as findings: measured ones sure, the user's less so.
[[nodiscard]] std::vector<core::Finding> findingsOf(const FindingCase& one, const knowledge::Knowledge& knowledge);

/// Causes by probability, likeliest first.
[[nodiscard]] std::vector<std::pair<QString, double>> ranked(const diagnosis::Probabilities& probabilities);

} // namespace doctor::test
