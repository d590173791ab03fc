// SPDX-License-Identifier: GPL-3.0-or-later
// A link-local address leads nowhere without an interface; whether this computer has it is known before any test.
#pragma once

#include "app/core/model/target.h"

namespace doctor::engine
{

/// One sentence for the user when `target` is a link-local IPv6 address (RFC 4007) without an interface, or any
/// address with one that this computer lacks; empty when there is nothing to say. Sends nothing.
[[nodiscard]] QString zoneProblem(const core::Target& target);

} // namespace doctor::engine
