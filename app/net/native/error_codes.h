// SPDX-License-Identifier: GPL-3.0-or-later
// Native socket error numbers to meanings, one table per system; all three are compiled and tested on every system.
#pragma once

#include "app/core/model/ending.h"

#include <span>

namespace doctor::net
{

enum class System { Linux, Windows, Macos };

struct ErrorCodeRow {
    int code;
    const char* name; ///< "ECONNRESET", "WSAECONNRESET"
    core::How duringConnect;
    core::How afterwards;
    const char* detail; ///< machine word for Ending::detail, "" when How says it all
};

[[nodiscard]] std::span<const ErrorCodeRow> errorCodeTable(System system);
/// Row of a code, or nullptr for one that the table does not know (booked as LocalFailure with the number kept).
[[nodiscard]] const ErrorCodeRow* findErrorCode(System system, int code);
/// The system that this program was built for.
[[nodiscard]] System thisSystem();

} // namespace doctor::net
