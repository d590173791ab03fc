// SPDX-License-Identifier: GPL-3.0-or-later
// Stands between a client and a server of this machine and holds back what both say, as a long way does.
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

namespace doctor::testing
{

/// Passes on bytes, closes in order and resets, each `delay` later, in both directions. Runs in a thread of its own.
class DelayingRelay
{
public:
    DelayingRelay(int serverPort, std::chrono::milliseconds delay);
    ~DelayingRelay();
    DelayingRelay(const DelayingRelay&) = delete;
    DelayingRelay& operator=(const DelayingRelay&) = delete;

    /// On 127.0.0.1; 0 if none could be had.
    [[nodiscard]] int port() const { return m_port; }
    /// Connections that clients have opened so far.
    [[nodiscard]] int connections() const { return m_connections; }

private:
    void work(const std::stop_token& stop);

    const int m_serverPort;
    const std::chrono::milliseconds m_delay;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<int> m_connections = 0;
    std::jthread m_thread;
};

} // namespace doctor::testing
