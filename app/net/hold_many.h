// SPDX-License-Identifier: GPL-3.0-or-later
// Holds thousands of connections idle from one coroutine.
#pragma once

#include "app/net/connection.h"
#include "app/net/net.h"

#include <functional>
#include <vector>

namespace doctor::net
{

/// As Connection::holdIdle for each of them, with one coroutine for all: a held connection then costs less than 1 KB
/// (tests/bench/idle_memory). Ends after `duration`, when none is left quiet, or when stopped. The results stand in the
/// order of the connections; `noticed`, if given, is told at once what happened to which. The connections must stay.
Task<std::vector<HoldResult>> holdManyIdle(Net& net, std::vector<Connection*> connections, core::Milliseconds duration,
                                           std::function<void(std::size_t, HoldResult)> noticed = {});

} // namespace doctor::net
