// SPDX-License-Identifier: GPL-3.0-or-later
// The ending that a native error code stands for. For net's .cpp files.
#pragma once

#include "app/core/model/ending.h"

namespace doctor::net
{

/// `icmpReason`: word of an ICMP error that came while connecting, empty when none did. A reset that met a connection
/// just being completed is booked under Phase::Established.
[[nodiscard]] core::Ending endingOfCode(int code, core::Phase phase, const QString& icmpReason);

} // namespace doctor::net
