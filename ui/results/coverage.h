// SPDX-License-Identifier: GPL-3.0-or-later
// What was tested and what was not, so that "nothing found" is never read as "all is well".
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"
#include "ui/widgets/card.h"

namespace doctor::ui
{

class Coverage final : public Card
{
    Q_OBJECT
public:
    Coverage(const core::Session& session, const knowledge::Knowledge& knowledge, QWidget* parent = nullptr);
};

/// "Done: 8 of 8 went well", "Left out: needs your consent".
[[nodiscard]] QString stateInWords(const core::TestRecord& test, const knowledge::Knowledge& knowledge);

} // namespace doctor::ui
