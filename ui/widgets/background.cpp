// SPDX-License-Identifier: GPL-3.0-or-later
// Results travel as queued calls to this object, which Qt drops when the object is gone.
#include "ui/widgets/background.h"

namespace doctor::ui
{

Background::Background(QObject* parent) : QObject(parent), m_thread([this](const std::stop_token& stop) { work(stop); })
{
}

Background::~Background()
{
    clear();
    m_thread.request_stop();
    m_thread.join();
}

void Background::post(Job job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

void Background::clear()
{
    const std::lock_guard lock(m_mutex);
    m_jobs.clear();
}

void Background::work(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return !m_jobs.empty(); }))
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        QMetaObject::invokeMethod(this, job(), Qt::QueuedConnection);
    }
}

} // namespace doctor::ui
