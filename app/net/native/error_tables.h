// SPDX-License-Identifier: GPL-3.0-or-later
// The three tables, each in a file of its own; the numbers are constants so that every system compiles all of them.
#pragma once

#include "app/net/native/error_codes.h"

namespace doctor::net::native
{

[[nodiscard]] std::span<const ErrorCodeRow> linuxErrorCodes();
[[nodiscard]] std::span<const ErrorCodeRow> windowsErrorCodes();
[[nodiscard]] std::span<const ErrorCodeRow> macosErrorCodes();

} // namespace doctor::net::native
