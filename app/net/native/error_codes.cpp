// SPDX-License-Identifier: GPL-3.0-or-later
// Picks the table of a system and finds a code in it.
#include "app/net/native/error_codes.h"

#include "app/net/native/error_tables.h"

#include <algorithm>

namespace doctor::net
{

std::span<const ErrorCodeRow> errorCodeTable(System system)
{
    switch (system) {
    case System::Windows:
        return native::windowsErrorCodes();
    case System::Macos:
        return native::macosErrorCodes();
    case System::Linux:
        break;
    }
    return native::linuxErrorCodes();
}

const ErrorCodeRow* findErrorCode(System system, int code)
{
    const auto table = errorCodeTable(system);
    const auto row = std::find_if(table.begin(), table.end(), [code](const ErrorCodeRow& r) { return r.code == code; });
    return row == table.end() ? nullptr : &*row;
}

System thisSystem()
{
#if defined(_WIN32)
    return System::Windows;
#elif defined(__APPLE__)
    return System::Macos;
#else
    return System::Linux;
#endif
}

} // namespace doctor::net
