// SPDX-License-Identifier: GPL-3.0-or-later
// What a session names and this version does not know: sessions of other versions open and say so.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

namespace doctor::knowledge
{

struct Unknown {
    QStringList causes;  ///< ids
    QStringList answers; ///< "question: answer" of findings
    [[nodiscard]] bool isEmpty() const { return causes.isEmpty() && answers.isEmpty(); }
};

/// Nothing is unknown to a knowledge base without causes.
[[nodiscard]] Unknown unknownIn(const core::Session& session, const Knowledge& knowledge);

} // namespace doctor::knowledge
