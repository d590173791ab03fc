// SPDX-License-Identifier: GPL-3.0-or-later
// One look-up in a thread of its own that nobody has to wait for, not even the end of the program.
#pragma once

#include "app/net/qt/names.h"

#include <atomic>
#include <functional>
#include <memory>

namespace doctor::net
{

/// Set by whoever gives a look-up up: its thread then ends without further questions.
using Abandoned = std::shared_ptr<std::atomic<bool>>;

/// Calls `done` once, on the look-up's own thread, with everything but LookupResult::milliseconds.
void resolveInThread(const QString& host, core::Milliseconds timeout, Abandoned abandoned,
                     std::function<void(LookupResult)> done);

} // namespace doctor::net
