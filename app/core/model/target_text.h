// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces of target reading: URL schemes, splitting host from port, and finding an address inside an error line.
#pragma once

#include "app/core/model/target.h"

namespace doctor::core
{

struct SchemeMeaning {
    Protocol protocol = Protocol::Auto;
    int port = 0; ///< the scheme's own port; 0 when it has none
};

/// Meaning of a lower-case URL scheme, or nullopt when we cannot speak it.
[[nodiscard]] std::optional<SchemeMeaning> protocolOfScheme(const QString& scheme);

struct HostPort {
    QString host;
    QString port;
    bool hasPort = false; ///< a separator was there, even with nothing after it
};

/// Splits "host:port", "host,port", "[v6]:port" and "[v6]"; checks nothing.
[[nodiscard]] HostPort splitHostPort(const QString& text);

/// The first URL or host:port in a line of an error message, the remote end where both are named; empty if none.
[[nodiscard]] QString findTargetInLine(const QString& line);

} // namespace doctor::core
