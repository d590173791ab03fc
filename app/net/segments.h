// SPDX-License-Identifier: GPL-3.0-or-later
// Counts of TCP segments, empty ones included: the only trace that keep-alive probes leave.
#pragma once

#include "app/net/connection.h"

namespace doctor::net
{

/// TCP segments received so far on an open connection. Absent where the system does not count them.
[[nodiscard]] std::optional<qint64> segmentsReceived(Connection& connection);

} // namespace doctor::net
