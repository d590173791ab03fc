// SPDX-License-Identifier: GPL-3.0-or-later
// The coroutine type of everything that waits on the network; the only Asio type that other folders see.
#pragma once

#include <boost/asio/awaitable.hpp>

namespace doctor::net
{

template <typename T = void>
using Task = boost::asio::awaitable<T>;

} // namespace doctor::net
