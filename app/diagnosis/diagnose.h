// SPDX-License-Identifier: GPL-3.0-or-later
// Findings to ranked causes: pure arithmetic over the knowledge base. No I/O, no clock.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

#include <QSet>

namespace doctor::diagnosis
{

/// All findings that the session's symptoms and test records support, one per question. Pure.
[[nodiscard]] std::vector<core::Finding> detect(const core::Session& session);

/// Ranks every cause, words the verdict and picks the next test among those not answered yet.
/// `when` is the user's symptom; empty means "unknown". `available` are tests that could still be run -> seconds.
[[nodiscard]] core::Diagnosis diagnose(const core::Session& session, const std::vector<core::Finding>& findings,
                                       const knowledge::Knowledge& knowledge,
                                       const QMap<QString, double>& available = {});

/// Expected information gain, in bits, of learning the answers to a test's questions now.
[[nodiscard]] double expectedGain(const std::vector<core::Finding>& findings, const QString& when,
                                  const QStringList& questions, const knowledge::Knowledge& knowledge);

/// How likely it is that learning the answers to a test's questions puts another cause in the first place: the largest
/// chance among the questions, each by itself.
[[nodiscard]] double chanceOfOtherLeader(const std::vector<core::Finding>& findings, const QString& when,
                                         const QStringList& questions, const knowledge::Knowledge& knowledge);

/// The session with findings and diagnosis made anew in the knowledge's language. Measurements stay untouched.
[[nodiscard]] core::Session diagnosed(core::Session session, const knowledge::Knowledge& knowledge,
                                      const QMap<QString, double>& available = {});

} // namespace doctor::diagnosis
