// SPDX-License-Identifier: GPL-3.0-or-later
// The practice server as views see it: a list of faults and a target to diagnose.
#pragma once

#include "app/core/base/error.h"
#include "app/engine/plan/planner.h"

#include <memory>
#include <vector>

namespace doctor::engine
{

/// A fault as views list it; its title is the text "fault.<id>".
struct PracticeFault {
    QString id;
    QString cause;
    bool needsThorough = false;
};

[[nodiscard]] std::vector<PracticeFault> practiceFaults();

/// A running practice server; stops when destroyed.
class PracticeTarget
{
public:
    [[nodiscard]] static core::Result<std::unique_ptr<PracticeTarget>> start(const QString& faultId, int port = 0);
    virtual ~PracticeTarget() = default;
    [[nodiscard]] virtual int port() const = 0;
    /// A request that diagnoses it, with target, protocol and symptom filled in as a sufferer would.
    [[nodiscard]] virtual RunRequest request() const = 0;
};

} // namespace doctor::engine
