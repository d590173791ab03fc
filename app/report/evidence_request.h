// SPDX-License-Identifier: GPL-3.0-or-later
// The message to whoever runs the server or the network: which connections, when, what to look at, what it would prove.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

namespace doctor::report
{

/// Plain text in the knowledge's language; a pure function of the session. Times are UTC, the ends that the session
/// names stay as they are (hide them beforehand if they must be hidden, but the other side needs them). The
/// connections that speak most for the leading causes come first. Commands hold nothing but numbers and addresses
/// that were checked to be such, so that nobody's name can become a part of one.
[[nodiscard]] QString evidenceRequest(const core::Session& session, const knowledge::Knowledge& knowledge);

} // namespace doctor::report
