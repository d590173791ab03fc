// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a run rests, and for how long it has rested: that time counts for nothing.
#pragma once

#include <QtGlobal>
#include <mutex>
#include <optional>

namespace doctor::engine
{

/// Thread-safe. Moments are Instant::monotonicUs.
class Pause
{
public:
    void begin(qint64 nowUs)
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_sinceUs)
            m_sinceUs = nowUs;
    }
    void end(qint64 nowUs)
    {
        const std::scoped_lock lock(m_mutex);
        if (m_sinceUs)
            m_pastUs += nowUs - *m_sinceUs;
        m_sinceUs.reset();
    }
    [[nodiscard]] bool isOn() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_sinceUs.has_value();
    }
    /// Rest up to now, the one under way included.
    [[nodiscard]] qint64 totalUs(qint64 nowUs) const
    {
        const std::scoped_lock lock(m_mutex);
        return m_pastUs + (m_sinceUs ? nowUs - *m_sinceUs : 0);
    }

private:
    mutable std::mutex m_mutex;
    qint64 m_pastUs = 0;
    std::optional<qint64> m_sinceUs;
};

} // namespace doctor::engine
