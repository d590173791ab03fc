// SPDX-License-Identifier: GPL-3.0-or-later
// Replayable cases: folders of tests/cases/sessions with what a run measured (session.json, diagnosis taken out) and
// what must be made of it (expected.json).
#pragma once

#include "app/core/base/error.h"
#include "app/core/model/session.h"

namespace doctor::test
{

struct SessionCase {
    QString name;
    core::Session session;
    QStringList top;      ///< causes of which one must lead
    QStringList closedBy; ///< words of which the verdict must use one; empty: any
    QStringList notAbove; ///< causes that may not stand above any of `top`
    QStringList missing;  ///< questions that the leader must list as not tested
    QString truth;        ///< the one true cause, for calibration; the first of `top`
    QString undecided; ///< why the run does not show it (then another may lead, but never surely); empty: it must lead
};

/// All folders, by name. Error: names the folder, the file and what was expected.
[[nodiscard]] core::Result<std::vector<SessionCase>> sessionCases();

} // namespace doctor::test
