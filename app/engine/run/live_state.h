// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where the worker and the controller's thread meet: a locked snapshot and a note that it changed.
#pragma once

#include "app/engine/session_controller.h"

#include <functional>
#include <mutex>

namespace doctor::engine
{

/// Thread-safe. The worker changes the snapshot; the controller copies it, at most as often as it likes.
class LiveState
{
public:
    /// `changed` is called on the worker's thread, once until the next copy was taken, and for the
    /// end in any case.
    LiveState(Snapshot first, std::shared_ptr<const knowledge::Knowledge> knowledge, std::function<void()> changed);

    void change(const std::function<void(Snapshot&)>& edit);
    [[nodiscard]] Snapshot copy();
    [[nodiscard]] bool isFinished() const;
    /// The worker's own look; does not count as taken.
    [[nodiscard]] core::Session session() const;

    void setKnowledge(std::shared_ptr<const knowledge::Knowledge> knowledge);
    [[nodiscard]] std::shared_ptr<const knowledge::Knowledge> knowledge() const;

private:
    mutable std::mutex m_mutex;
    Snapshot m_snapshot;
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
    std::function<void()> m_changed;
    bool m_told = false;
};

} // namespace doctor::engine
