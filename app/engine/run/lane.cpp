// SPDX-License-Identifier: GPL-3.0-or-later
// Thread, test, and the two moments that others wait for.
#include "app/engine/run/lane.h"

namespace doctor::engine
{

Lane::Lane(Job job, Pacer& pacer, const core::Clock& clock)
    : m_job(std::move(job)), m_thread([this, &pacer, &clock] { work(pacer, clock); })
{
}

Lane::~Lane()
{
    stop();
    wait();
}

void Lane::wait()
{
    if (m_thread.joinable())
        m_thread.join();
}

void Lane::work(Pacer& pacer, const core::Clock& clock)
{
    const TestJob job{.probe = m_job.probe,
                      .situation = m_job.situation,
                      .share = m_job.share,
                      .deadlineUs = m_job.deadlineUs,
                      .goesOnBeside =
                          [this] {
                              if (!m_beside.exchange(true))
                                  m_job.changed();
                          },
                      .isLast = m_job.isLast,
                      .ownPorts = m_job.ownPorts};
    m_end = runTest(job, m_stop, pacer, *m_job.recorder, clock);
    m_over = true;
    m_job.changed();
}

} // namespace doctor::engine
