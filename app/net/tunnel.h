// SPDX-License-Identifier: GPL-3.0-or-later
// The way through a proxy: HTTP CONNECT and SOCKS5. For net's .cpp files.
#pragma once

#include "app/net/connection.h"

namespace doctor::net
{

/// Asks the proxy at the other end of a fresh connection for the way on. Afterwards the connection is either open to
/// the tunnel's host, with counters and times as if it had been opened directly, or ended in Phase::Connect: refused
/// with the detail "proxy-<status>" or "proxy-socks-<reply>" when the proxy said no, else as the connection itself
/// ended. The observation "proxyStage" says how far it came: "asked" or "open"; who connects
/// to the proxy notes "connect" before.
Task<> digTunnel(Connection& connection, Tunnel tunnel, core::Milliseconds timeout);

} // namespace doctor::net
