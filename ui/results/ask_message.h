// SPDX-License-Identifier: GPL-3.0-or-later
// The message to whoever runs the other side: what was seen, when, between which ends, and what to look for.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

#include <QString>

namespace doctor::ui
{

/// Plain text, times in UTC, addresses unhidden: the other side needs them to find the connections.
[[nodiscard]] QString askMessage(const core::Session& session, const knowledge::Knowledge& knowledge);

} // namespace doctor::ui
