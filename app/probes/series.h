// SPDX-License-Identifier: GPL-3.0-or-later
// Several requests on one connection, each recorded as an attempt of its own.
#pragma once

#include "app/probes/protocols.h"

namespace doctor::probes
{

/// Cuts the connection's record into one attempt per request: own start, bytes, first-byte time and observations.
class Series
{
public:
    Series(ProbeContext& context, net::Connection& connection);
    /// The next request begins now.
    void begin();
    /// The request's attempt; succeeded when the answer is healthy and no reset followed.
    [[nodiscard]] core::Attempt end(const Answer& answer);

private:
    ProbeContext& m_context;
    net::Connection& m_connection;
    core::Instant m_start;
    qint64 m_sent = 0;
    qint64 m_received = 0;
};

} // namespace doctor::probes
