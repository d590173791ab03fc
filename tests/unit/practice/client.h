// SPDX-License-Identifier: GPL-3.0-or-later
// A client's conversations with the practice server, told as plain values.
#pragma once

#include "app/core/model/names.h"
#include "app/net/http.h"
#include "app/net/net.h"
#include "app/practice/practice.h"

#include <functional>

namespace doctor::test
{

/// What one conversation showed.
struct Seen {
    int status = 0;
    net::HttpResult::State state = net::HttpResult::State::NoAnswer;
    bool early = false;
    bool tls = false;
    QString how; ///< the ending's word
    QString detail;
    double idleMs = -1;
    double firstByteMs = -1;
    QByteArray bytes;
};

/// Runs a coroutine against a Net of its own on this thread.
void withNet(const std::function<net::Task<>(net::Net&)>& body);

[[nodiscard]] net::Task<std::unique_ptr<net::Connection>> open(net::Net& net, int port,
                                                               QString address = QStringLiteral("127.0.0.1"));
[[nodiscard]] net::Task<net::HttpResult> get(net::Connection& connection, core::Milliseconds timeout,
                                             QByteArray body = {});
/// Fills in what the connection itself knows.
void note(Seen& seen, const net::Connection& connection);
void note(Seen& seen, const net::HttpResult& result);

using Script = net::Task<> (*)(net::Net& net, net::Connection& connection, Seen& seen);
/// Connects to the server, plays the script, and tells what was seen.
[[nodiscard]] Seen play(const practice::Server& server, Script script);

} // namespace doctor::test
