// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of a Net: its io_context, its suspended coroutines and the way that a stop request takes. For net's .cpp
// files.
#pragma once

#include "app/net/native/scheduler.h"
#include "app/net/net.h"

#include <array>
#include <functional>

namespace doctor::net
{

struct Net::Impl {
    Impl(std::stop_token token, const core::Clock& source);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    boost::asio::io_context io{1};
    native::Scheduler scheduler{io};
    const core::Clock& clock;
    std::stop_token stop;
    /// Shared by all reads of this thread, so that a waiting connection holds no buffer.
    std::array<char, 64 * 1024> scratch{};
    /// Last, so that it is gone before what it uses.
    std::stop_callback<std::function<void()>> onStop;
};

[[nodiscard]] inline native::TimePoint deadlineAfter(core::Milliseconds timeout)
{
    constexpr core::Milliseconds longest = std::chrono::hours{24 * 365};
    return std::chrono::steady_clock::now() + std::min(timeout, longest);
}

[[nodiscard]] inline double millisecondsBetween(native::TimePoint from, native::TimePoint to)
{
    return std::chrono::duration<double, std::milli>(to - from).count();
}

} // namespace doctor::net
