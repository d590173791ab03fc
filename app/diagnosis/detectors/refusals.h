// SPDX-License-Identifier: GPL-3.0-or-later
// Who said no to a connection that never came about: a device by ICMP, this computer's own system, or a proxy.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

[[nodiscard]] Findings detectRefusals(const core::Session& session);

/// An ICMP error that names a filter and came from an address of this computer.
[[nodiscard]] bool isRejectedHere(const core::Attempt& attempt);
/// The proxy did not open the way: such an attempt tells nothing about the target's own port.
[[nodiscard]] bool diedAtProxy(const core::Attempt& attempt);

} // namespace doctor::diagnosis
