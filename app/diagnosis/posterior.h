// SPDX-License-Identifier: GPL-3.0-or-later
// Bayes over the knowledge base: prior times one ratio for each finding that says something new.
#pragma once

#include "app/core/model/finding.h"
#include "app/knowledge/knowledge.h"

namespace doctor::diagnosis
{

using Probabilities = QMap<QString, double>; ///< cause -> probability, sums to one

/// Answer of each question that was answered.
[[nodiscard]] QMap<QString, QString> answersOf(const std::vector<core::Finding>& findings);

/// True when an answer elsewhere already says what this question could say, so that no fact counts twice.
[[nodiscard]] bool isImplied(const knowledge::Question& question, const QMap<QString, QString>& answers);

/// Findings whose question and answer the knowledge base knows and that are not implied by another.
[[nodiscard]] std::vector<core::Finding> telling(const std::vector<core::Finding>& findings,
                                                 const knowledge::Knowledge& knowledge);

/// How likely an answer is under a cause; `other` when the cause has no such row.
[[nodiscard]] double likelihood(const knowledge::CauseDefinition& cause, const QString& question, const QString& answer,
                                double other);

/// How much likelier a finding is under a cause than otherwise; a doubtful finding moves less:
/// confidence times the tables' ratio plus what confidence leaves.
[[nodiscard]] double ratio(const core::Finding& finding, const knowledge::CauseDefinition& cause,
                           const knowledge::Knowledge& knowledge);

[[nodiscard]] Probabilities posterior(const std::vector<core::Finding>& findings, const QString& when,
                                      const knowledge::Knowledge& knowledge);

[[nodiscard]] double decibans(double ratio);

} // namespace doctor::diagnosis
