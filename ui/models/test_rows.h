// SPDX-License-Identifier: GPL-3.0-or-later
// The tests of a run as rows to show: a pure function of session, plan and knowledge.
#pragma once

#include "app/core/model/session.h"
#include "app/engine/plan/planner.h"
#include "app/knowledge/knowledge.h"

namespace doctor::ui
{

struct TestRow {
    QString id;
    QString title;
    core::TestState state = core::TestState::Planned;
    int worked = 0; ///< attempts that reached what they were meant to reach
    int tried = 0;  ///< attempts in all, control connections included
    QString note;   ///< one sentence: what was found, or why it did not run
    bool operator==(const TestRow&) const = default;
};

/// One row per planned or recorded test, in the plan's order. The running test is named by its id.
[[nodiscard]] std::vector<TestRow> testRows(const core::Session& session, const engine::Plan& plan,
                                            const QString& runningTest, const knowledge::Knowledge& knowledge);

/// Every finding of a test as a sentence, in the order found.
[[nodiscard]] QStringList findingSentences(const core::Session& session, const knowledge::Knowledge& knowledge,
                                           const QString& test = {});

} // namespace doctor::ui
