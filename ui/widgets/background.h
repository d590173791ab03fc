// SPDX-License-Identifier: GPL-3.0-or-later
// Work beside the window's thread: jobs run one after another, their results come back where they were asked for.
#pragma once

#include <QObject>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace doctor::ui
{

/// Lives on the window's thread. Its destructor waits for the job under way and drops the others.
class Background final : public QObject
{
    Q_OBJECT
public:
    /// Runs on the worker, must not touch widgets; what it returns runs on the owner's thread.
    using Job = std::function<std::function<void()>()>;

    explicit Background(QObject* parent = nullptr);
    ~Background() override;
    void post(Job job);
    /// Forgets the jobs that have not begun.
    void clear();

private:
    void work(const std::stop_token& stop);
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Job> m_jobs;
    std::jthread m_thread; ///< last member: starts when all else is there, ends first
};

} // namespace doctor::ui
