// SPDX-License-Identifier: GPL-3.0-or-later
// Differences between two looks at one connection's record.
#include "app/probes/series.h"

using namespace Qt::StringLiterals;

namespace doctor::probes
{

Series::Series(ProbeContext& context, net::Connection& connection) : m_context(context), m_connection(connection) {}

void Series::begin()
{
    const core::Attempt before = m_connection.attempt();
    m_sent = before.bytesSent.value_or(0);
    m_received = before.bytesReceived.value_or(0);
    m_start = m_context.net.clock().now();
    m_connection.timings().firstByteMs.reset();
}

core::Attempt Series::end(const Answer& answer)
{
    core::Attempt attempt = m_connection.attempt();
    attempt.observations = observationsOf(answer);
    attempt.startedAt = m_start;
    if (attempt.bytesSent)
        attempt.bytesSent = *attempt.bytesSent - m_sent;
    if (attempt.bytesReceived)
        attempt.bytesReceived = *attempt.bytesReceived - m_received;
    attempt.timings.totalMs = static_cast<double>(m_context.net.nowUs() - m_start.monotonicUs) / 1000.0;
    attempt.succeeded = isHealthy(answer) && attempt.ending.how != core::How::Reset;
    return attempt;
}

} // namespace doctor::probes
