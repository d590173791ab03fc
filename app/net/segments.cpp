// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the system for a connection's segments.
#include "app/net/segments.h"

#include "app/net/connection_impl.h"

namespace doctor::net
{

std::optional<qint64> segmentsReceived(Connection& connection)
{
    return connection.isOpen() ? native::segmentsReceived(connection.impl().wire->handle()) : std::nullopt;
}

} // namespace doctor::net
