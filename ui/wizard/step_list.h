// SPDX-License-Identifier: GPL-3.0-or-later
// The eight steps at the side: where we are, what is behind us, and a way back to it.
#pragma once

#include "ui/shell/side_list.h"
#include "ui/wizard/step_texts.h"

#include <array>

namespace doctor::ui
{

class StepList final : public SideList
{
    Q_OBJECT
public:
    explicit StepList(QWidget* parent = nullptr);
    void setStep(Step step);
    /// Steps that may be gone to from here.
    void setReachable(Step step, bool reachable);
    /// A step that was passed without an answer says so.
    void setSkipped(Step step, bool skipped);
    void retranslate();

Q_SIGNALS:
    void stepChosen(doctor::ui::Step step);

private:
    std::array<bool, StepCount> m_skipped{};
};

} // namespace doctor::ui
