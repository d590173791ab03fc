// SPDX-License-Identifier: GPL-3.0-or-later
// One fix: what to do step by step, the text to copy, and what may go wrong.
#pragma once

#include "app/core/model/diagnosis.h"
#include "ui/widgets/card.h"

namespace doctor::ui
{

class FixCard final : public Card
{
    Q_OBJECT
public:
    /// `reason` names the cause that it helps against; empty if only one cause is shown.
    FixCard(const core::Fix& fix, const QString& reason, QWidget* parent = nullptr);
};

} // namespace doctor::ui
