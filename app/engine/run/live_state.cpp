// SPDX-License-Identifier: GPL-3.0-or-later
// Locks briefly: no test waits for a view.
#include "app/engine/run/live_state.h"

namespace doctor::engine
{

LiveState::LiveState(Snapshot first, std::shared_ptr<const knowledge::Knowledge> knowledge,
                     std::function<void()> changed)
    : m_snapshot(std::move(first)), m_knowledge(std::move(knowledge)), m_changed(std::move(changed))
{
}

void LiveState::change(const std::function<void(Snapshot&)>& edit)
{
    bool tell = false;
    {
        const std::scoped_lock lock(m_mutex);
        edit(m_snapshot);
        tell = !m_told || m_snapshot.state == RunState::Finished;
        m_told = true;
    }
    if (tell)
        m_changed();
}

Snapshot LiveState::copy()
{
    const std::scoped_lock lock(m_mutex);
    m_told = false;
    return m_snapshot;
}

bool LiveState::isFinished() const
{
    const std::scoped_lock lock(m_mutex);
    return m_snapshot.state == RunState::Finished;
}

core::Session LiveState::session() const
{
    const std::scoped_lock lock(m_mutex);
    return m_snapshot.session;
}

void LiveState::setKnowledge(std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    const std::scoped_lock lock(m_mutex);
    m_knowledge = std::move(knowledge);
}

std::shared_ptr<const knowledge::Knowledge> LiveState::knowledge() const
{
    const std::scoped_lock lock(m_mutex);
    return m_knowledge;
}

} // namespace doctor::engine
