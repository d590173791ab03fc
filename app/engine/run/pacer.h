// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the target: counts a run's connections and spreads those outside ladders over time.
#pragma once

#include "app/engine/run/pause.h"
#include "app/net/net.h"

#include <atomic>
#include <set>
#include <utility>

namespace doctor::engine
{

/// One per run, shared by all tests that run at a time. Thread-safe. The pace holds for loopback targets too, because
/// a server that limits the rate must not be provoked by the tests that look for something else.
class Pacer
{
public:
    Pacer(int budget, double perSecond);

    /// What one test may take: at most `connections`, and none after the deadline, which a pause puts off.
    class Allowance
    {
    public:
        Allowance(Pacer& pacer, int connections, qint64 deadlineUs, qint64 nowUs);
        /// Waits for a turn. False when the budget is spent, the deadline would pass, or the run was stopped.
        net::Task<bool> turn(net::Net& net, bool ladder);
        /// From now on this test's turns come after those of tests that others wait for.
        void giveWay() { m_givesWay = true; }
        /// As given, put off by what the run has rested since.
        [[nodiscard]] qint64 deadlineUs(qint64 nowUs) const;

    private:
        net::Task<bool> waited(net::Net& net);

        Pacer& m_pacer;
        std::atomic<int> m_left;
        const qint64 m_deadlineUs;
        const qint64 m_restedBeforeUs;
        std::atomic<bool> m_givesWay = false;
    };

    [[nodiscard]] int left() const;
    /// Turns outside ladders that are waited for.
    [[nodiscard]] int waiting() const;
    /// While it rests, nobody gets a turn.
    [[nodiscard]] Pause& pause() { return m_pause; }

private:
    enum class Word { Granted, Refused, Wait };
    struct Answer {
        Word word = Word::Refused;
        core::Milliseconds wait{0};
    };
    using Ticket = std::pair<bool, quint64>; ///< gives way, number: the smallest is served next

    [[nodiscard]] bool book(std::atomic<int>& left);
    void giveBack(std::atomic<int>& left);
    [[nodiscard]] Ticket queue(bool givesWay);
    [[nodiscard]] Answer ask(const Ticket& ticket, qint64 nowUs, qint64 deadlineUs);
    void leave(const Ticket& ticket);

    mutable std::mutex m_mutex; ///< guards all below but the pause
    int m_left;
    const qint64 m_intervalUs;
    qint64 m_nextUs = 0;
    quint64 m_lastNumber = 0;
    std::set<Ticket> m_line;
    Pause m_pause;
};

} // namespace doctor::engine
