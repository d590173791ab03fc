// SPDX-License-Identifier: GPL-3.0-or-later
// Work that may block, on a thread of its own, awaited without holding the Net's thread up.
#pragma once

#include "app/core/base/clock.h"
#include "app/net/net.h"

#include <functional>

namespace doctor::net
{

/// True when `work` has been done. False when the time was over, the Net was stopped or no thread was to be had: the
/// work may then still be under way and must own all that it touches (shared pointers, no references).
/// `work` has to be a named function: what a lambda written into a co_await holds is destroyed twice (GCC 12).
Task<bool> aside(Net& net, const std::function<void()>& work, core::Milliseconds timeout);
Task<bool> aside(Net& net, std::function<void()>&& work, core::Milliseconds timeout) = delete;

} // namespace doctor::net
