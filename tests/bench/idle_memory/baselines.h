// SPDX-License-Identifier: GPL-3.0-or-later
// The same task written with Asio alone, in its two usual styles.
#pragma once

namespace doctor::bench
{

/// A socket, a timer and two handlers per connection.
void holdWithCallbacks(int port, int count);
/// A coroutine per connection that waits for the socket or a timer, whichever comes first.
void holdWithCoroutines(int port, int count);

} // namespace doctor::bench
