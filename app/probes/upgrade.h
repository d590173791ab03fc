// SPDX-License-Identifier: GPL-3.0-or-later
// Protocols that begin in plain words and turn to TLS on request: SMTP, FTP, PostgreSQL, MySQL.
#pragma once

#include "app/probes/conversation.h"

namespace doctor::probes
{

/// Greets as the protocol wants and asks for TLS. True when the server agreed: the next bytes are the ClientHello.
/// Otherwise the connection has ended, in order by us when the server merely declined (observation tlsRequest).
net::Task<bool> askForTls(ProbeContext& context, net::Connection& connection, core::Protocol protocol);

} // namespace doctor::probes
