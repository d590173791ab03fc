// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the target: counts a run's connections and spreads those outside ladders over time.
#pragma once

#include "app/net/net.h"

namespace doctor::engine
{

/// One per run; used on the worker's thread only. The pace holds for loopback targets too, because a server that
/// limits the rate must not be provoked by the tests that look for something else.
class Pacer
{
public:
    Pacer(int budget, double perSecond);

    /// Begins a test, which may take at most `connections` and none after the deadline.
    void beginTest(int connections, qint64 deadlineUs);
    /// Waits for a turn. False when the budget is spent, the deadline would pass, or the run was stopped.
    net::Task<bool> turn(net::Net& net, bool ladder);

    [[nodiscard]] int left() const { return m_left; }

private:
    int m_left;
    qint64 m_intervalUs;
    qint64 m_nextUs = 0;
    int m_testLeft = 0;
    qint64 m_deadlineUs = 0;
};

} // namespace doctor::engine
