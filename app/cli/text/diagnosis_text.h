// SPDX-License-Identifier: GPL-3.0-or-later
// A session for a terminal: who closed it, when, how sure; then why, what next, what to do, what was measured.
#pragma once

#include "app/cli/text/style.h"
#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

namespace doctor::cli
{

[[nodiscard]] QString diagnosisText(const core::Session& session, const knowledge::Knowledge& knowledge,
                                    const Style& style, int width);

} // namespace doctor::cli
