// SPDX-License-Identifier: GPL-3.0-or-later
// First come, first served: each turn books the next free moment and waits for it.
#include "app/engine/run/pacer.h"

#include <algorithm>

namespace doctor::engine
{

Pacer::Pacer(int budget, double perSecond)
    : m_left(budget), m_intervalUs(static_cast<qint64>(1e6 / std::max(perSecond, 0.01)))
{
}

void Pacer::beginTest(int connections, qint64 deadlineUs)
{
    m_testLeft = connections;
    m_deadlineUs = deadlineUs;
}

net::Task<bool> Pacer::turn(net::Net& net, bool ladder)
{
    const qint64 now = net.nowUs();
    const qint64 moment = ladder ? now : std::max(now, m_nextUs);
    if (m_left <= 0 || m_testLeft <= 0 || moment >= m_deadlineUs || net.stopped())
        co_return false;
    --m_left;
    --m_testLeft;
    if (ladder)
        co_return true;
    m_nextUs = moment + m_intervalUs;
    const core::Milliseconds wait{(moment - now + 999) / 1000};
    if (wait.count() > 0)
        co_await net.sleep(wait);
    co_return !net.stopped();
}

} // namespace doctor::engine
