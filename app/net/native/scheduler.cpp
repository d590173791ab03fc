// SPDX-License-Identifier: GPL-3.0-or-later
// A binary heap of deadlines that also is the register of everything that waits.
#include "app/net/native/scheduler.h"

#include <boost/asio/post.hpp>
#include <utility>

namespace doctor::net::native
{

namespace asio = boost::asio;

namespace
{
constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
}

Scheduler::Scheduler(asio::io_context& context) : m_context(context), m_timer(context) {}

Scheduler::~Scheduler()
{
    // Only coroutines that an exception left behind are still here; dropping what resumes them frees their frames.
    while (!m_heap.empty())
        const Waiter::Resume dropped = take(*m_heap.back());
}

Task<Wake> Scheduler::wait(Waiter& waiter, WaitList* list, TimePoint deadline)
{
    waiter.deadline = deadline;
    waiter.list = list;
    return asio::async_initiate<const asio::use_awaitable_t<>, void(Wake)>(
        [this, &waiter](auto resume) {
            waiter.resume.emplace(std::move(resume));
            add(waiter);
            if (m_cancelled && waiter.stoppable)
                asio::post(m_context, [held = take(waiter)]() mutable { std::move(held)(Wake::Cancelled); });
        },
        asio::use_awaitable);
}

void Scheduler::add(Waiter& waiter)
{
    if (waiter.list) {
        waiter.next = waiter.list->first;
        waiter.list->first = &waiter;
    }
    m_heap.push_back(&waiter);
    waiter.place = m_heap.size() - 1;
    siftUp(waiter.place);
    if (waiter.deadline < m_armedFor)
        arm();
}

Waiter::Resume Scheduler::take(Waiter& waiter)
{
    if (waiter.list) {
        Waiter** link = &waiter.list->first;
        while (*link && *link != &waiter)
            link = &(*link)->next;
        if (*link)
            *link = waiter.next;
        waiter.list = nullptr;
    }
    const std::size_t hole = std::exchange(waiter.place, nowhere);
    Waiter* last = m_heap.back();
    m_heap.pop_back();
    if (last != &waiter) {
        place(hole, last);
        siftUp(hole);
        siftDown(last->place);
    }
    Waiter::Resume resume = std::move(*waiter.resume);
    waiter.resume.reset();
    return resume;
}

void Scheduler::wakeAll(WaitList& list, Wake why)
{
    // Taken out first: who is resumed may wait again on the same list, or free it.
    std::vector<Waiter::Resume> resumes;
    if (list.first && !list.first->next) {
        auto only = take(*list.first);
        std::move(only)(why);
        return;
    }
    while (list.first)
        resumes.push_back(take(*list.first));
    for (auto& resume : resumes)
        std::move(resume)(why);
}

void Scheduler::wakeAllSoon(WaitList& list, Wake why)
{
    while (list.first)
        asio::post(m_context, [held = take(*list.first), why]() mutable { std::move(held)(why); });
}

void Scheduler::cancelAll()
{
    m_cancelled = true;
    std::vector<Waiter::Resume> resumes;
    resumes.reserve(m_heap.size());
    std::vector<Waiter*> waiting = m_heap;
    for (Waiter* waiter : waiting) {
        if (waiter->stoppable)
            resumes.push_back(take(*waiter));
    }
    for (auto& resume : resumes)
        std::move(resume)(Wake::Cancelled);
}

void Scheduler::place(std::size_t index, Waiter* waiter)
{
    m_heap[index] = waiter;
    waiter->place = index;
}

void Scheduler::siftUp(std::size_t index)
{
    Waiter* moving = m_heap[index];
    while (index > 0) {
        const std::size_t parent = (index - 1) / 2;
        if (m_heap[parent]->deadline <= moving->deadline)
            break;
        place(index, m_heap[parent]);
        index = parent;
    }
    place(index, moving);
}

void Scheduler::siftDown(std::size_t index)
{
    Waiter* moving = m_heap[index];
    for (;;) {
        std::size_t child = 2 * index + 1;
        if (child >= m_heap.size())
            break;
        if (child + 1 < m_heap.size() && m_heap[child + 1]->deadline < m_heap[child]->deadline)
            ++child;
        if (m_heap[child]->deadline >= moving->deadline)
            break;
        place(index, m_heap[child]);
        index = child;
    }
    place(index, moving);
}

void Scheduler::arm()
{
    m_armedFor = m_heap.empty() ? never : m_heap.front()->deadline;
    if (m_armedFor == never)
        return;
    m_timer.expires_at(m_armedFor);
    m_timer.async_wait([this](const boost::system::error_code& error) {
        if (!error)
            expire();
    });
}

void Scheduler::expire()
{
    m_armedFor = never;
    const TimePoint now = std::chrono::steady_clock::now();
    std::vector<Waiter::Resume> resumes;
    while (!m_heap.empty() && m_heap.front()->deadline <= now)
        resumes.push_back(take(*m_heap.front()));
    arm();
    for (auto& resume : resumes)
        std::move(resume)(Wake::TimedOut);
}

} // namespace doctor::net::native
