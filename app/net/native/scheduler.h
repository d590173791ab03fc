// SPDX-License-Identifier: GPL-3.0-or-later
// Suspended coroutines of one Net: who waits for what, until when, and how all are woken when the Net is stopped.
#pragma once

#include "app/net/task.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <optional>
#include <vector>

namespace doctor::net::native
{

using TimePoint = std::chrono::steady_clock::time_point;
inline constexpr TimePoint never = TimePoint::max();

enum class Wake : char { Ready, TimedOut, Cancelled };

struct Waiter;

/// Waiters for one thing (a socket's readiness, say), newest first.
struct WaitList {
    Waiter* first = nullptr;
};

/// One suspended coroutine; lives in that coroutine's frame, so waiting costs no allocation of its own.
struct Waiter {
    using Resume = boost::asio::async_result<boost::asio::use_awaitable_t<>, void(Wake)>::handler_type;
    Waiter() = default;
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    Waiter* next = nullptr;
    WaitList* list = nullptr;
    std::size_t place = 0;
    TimePoint deadline = never;
    bool stoppable = true; ///< false: waits for coroutines that are stopped themselves
    std::optional<Resume> resume;
};

/// Deadlines in a binary heap with one timer for the nearest, because a timer object per connection would cost more
/// than the rest of an idle connection together. Used on the io_context's thread only.
class Scheduler
{
public:
    explicit Scheduler(boost::asio::io_context& context);
    ~Scheduler();
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    /// Suspends the calling coroutine until it is woken or the deadline passes. At once Cancelled after cancelAll().
    [[nodiscard]] Task<Wake> wait(Waiter& waiter, WaitList* list, TimePoint deadline);

    /// Resumes all of a list right here. Only from a handler of the io_context, never from inside a coroutine.
    void wakeAll(WaitList& list, Wake why);
    /// Resumes all of a list from the io_context, a moment later. Safe from inside coroutines.
    void wakeAllSoon(WaitList& list, Wake why);
    /// Every stoppable waiter is cancelled and every later wait returns at once. From a handler of the io_context.
    void cancelAll();

private:
    void add(Waiter& waiter);
    Waiter::Resume take(Waiter& waiter);
    void place(std::size_t index, Waiter* waiter);
    void siftUp(std::size_t index);
    void siftDown(std::size_t index);
    void arm();
    void expire();

    boost::asio::io_context& m_context;
    boost::asio::steady_timer m_timer;
    TimePoint m_armedFor = never;
    std::vector<Waiter*> m_heap;
    bool m_cancelled = false;
};

} // namespace doctor::net::native
