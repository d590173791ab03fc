// SPDX-License-Identifier: GPL-3.0-or-later
// One worker's network: connects, listens, sleeps and runs coroutines until they end or are told to stop.
#pragma once

#include "app/core/base/clock.h"
#include "app/core/base/error.h"
#include "app/net/connection.h"
#include "app/net/task.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace doctor::net
{

class Listener;

/// Owns one io_context, used by the one thread that calls run(). A stop request may come from any thread: then every
/// open operation ends within milliseconds with How::Cancelled and every later one returns at once, so coroutines run
/// to their end and keep what they measured.
class Net
{
public:
    Net(std::stop_token stop, const core::Clock& clock);
    ~Net();
    Net(const Net&) = delete;
    Net& operator=(const Net&) = delete;

    /// Runs a coroutine to its end on the calling thread; rethrows what it throws.
    void run(std::function<Task<>()> body);

    /// Opens a TCP connection. Never throws for a network reason: a failed connection is a Connection with an ending.
    [[nodiscard]] Task<std::unique_ptr<Connection>> connect(ConnectOptions options);

    /// Waits; returns early when stopped. Returns false if stopped.
    Task<bool> sleep(core::Milliseconds duration);

    /// Runs all at once and waits for all.
    Task<> all(std::vector<Task<>> tasks);

    [[nodiscard]] bool stopped() const;
    [[nodiscard]] const core::Clock& clock() const;
    /// Now, in the same microseconds as Instant::monotonicUs.
    [[nodiscard]] qint64 nowUs() const;

    struct Impl;
    [[nodiscard]] Impl& impl() { return *m_impl; }

private:
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::net
