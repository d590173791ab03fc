// SPDX-License-Identifier: GPL-3.0-or-later
// One line of waiting turns: who is waited for goes first, then who came first.
#include "app/engine/run/pacer.h"

#include <algorithm>

namespace doctor::engine
{

namespace
{

constexpr core::Milliseconds Glance{10};     ///< between two looks at the line by those who are not next
constexpr core::Milliseconds RestGlance{50}; ///< the same while the run rests

} // namespace

Pacer::Pacer(int budget, double perSecond)
    : m_left(budget), m_intervalUs(static_cast<qint64>(1e6 / std::max(perSecond, 0.01)))
{
}

int Pacer::left() const
{
    const std::scoped_lock lock(m_mutex);
    return m_left;
}

int Pacer::waiting() const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<int>(m_line.size());
}

bool Pacer::book(std::atomic<int>& left)
{
    const std::scoped_lock lock(m_mutex);
    if (m_left <= 0 || left <= 0)
        return false;
    --m_left;
    --left;
    return true;
}

Pacer::Ticket Pacer::queue(bool givesWay)
{
    const std::scoped_lock lock(m_mutex);
    return *m_line.emplace(givesWay, ++m_lastNumber).first;
}

void Pacer::leave(const Ticket& ticket)
{
    const std::scoped_lock lock(m_mutex);
    m_line.erase(ticket);
}

Pacer::Answer Pacer::ask(const Ticket& ticket, qint64 nowUs, qint64 deadlineUs)
{
    const std::scoped_lock lock(m_mutex);
    const auto place = std::distance(m_line.begin(), m_line.find(ticket));
    const qint64 moment = std::max(nowUs, m_nextUs + place * m_intervalUs);
    if (moment >= deadlineUs)
        return {Word::Refused, {}};
    if (place == 0 && moment <= nowUs) {
        m_line.erase(m_line.begin());
        // A thread that woke a little late must not make all later turns late.
        const bool onTime = nowUs - m_nextUs <= 1000 * Glance.count();
        m_nextUs = (onTime ? m_nextUs : nowUs) + m_intervalUs;
        return {Word::Granted, {}};
    }
    const core::Milliseconds wait{(m_nextUs - nowUs + 999) / 1000};
    return {Word::Wait, std::max(wait, place == 0 ? core::Milliseconds{1} : Glance)};
}

void Pacer::giveBack(std::atomic<int>& left)
{
    const std::scoped_lock lock(m_mutex);
    ++m_left;
    ++left;
}

Pacer::Allowance::Allowance(Pacer& pacer, int connections, qint64 deadlineUs, qint64 nowUs)
    : m_pacer(pacer), m_left(connections), m_deadlineUs(deadlineUs), m_restedBeforeUs(pacer.m_pause.totalUs(nowUs))
{
}

qint64 Pacer::Allowance::deadlineUs(qint64 nowUs) const
{
    return m_deadlineUs + m_pacer.m_pause.totalUs(nowUs) - m_restedBeforeUs;
}

net::Task<bool> Pacer::Allowance::turn(net::Net& net, bool ladder)
{
    if (net.stopped() || net.nowUs() >= deadlineUs(net.nowUs()) || !m_pacer.book(m_left))
        co_return false;
    while (m_pacer.m_pause.isOn() && !net.stopped())
        co_await net.sleep(RestGlance);
    bool granted = ladder && !net.stopped();
    if (!ladder)
        granted = co_await waited(net);
    if (!granted)
        m_pacer.giveBack(m_left);
    co_return granted;
}

net::Task<bool> Pacer::Allowance::waited(net::Net& net)
{
    Ticket ticket = m_pacer.queue(m_givesWay);
    while (!net.stopped()) {
        if (ticket.first != m_givesWay) {
            m_pacer.leave(ticket);
            ticket = m_pacer.queue(m_givesWay);
        }
        if (m_pacer.m_pause.isOn()) {
            co_await net.sleep(RestGlance);
            continue;
        }
        const Answer answer = m_pacer.ask(ticket, net.nowUs(), deadlineUs(net.nowUs()));
        if (answer.word == Word::Granted)
            co_return true;
        if (answer.word == Word::Refused)
            break;
        co_await net.sleep(answer.wait);
    }
    m_pacer.leave(ticket);
    co_return false;
}

} // namespace doctor::engine
