// SPDX-License-Identifier: GPL-3.0-or-later
// Plays scripts with net's client.
#include "tests/unit/practice/client.h"

namespace doctor::test
{

void withNet(const std::function<net::Task<>(net::Net&)>& body)
{
    const core::SystemClock clock;
    const std::stop_source stop;
    net::Net net(stop.get_token(), clock);
    net.run([&] { return body(net); });
}

net::Task<std::unique_ptr<net::Connection>> open(net::Net& net, int port, QString address)
{
    net::ConnectOptions options;
    options.address = std::move(address);
    options.port = port;
    options.purpose = QStringLiteral("test");
    options.timeout = core::Milliseconds{3000};
    co_return co_await net.connect(std::move(options));
}

net::Task<net::HttpResult> get(net::Connection& connection, core::Milliseconds timeout, QByteArray body)
{
    net::HttpRequest request;
    request.host = QStringLiteral("localhost");
    request.body = std::move(body);
    request.timeout = timeout;
    co_return co_await net::exchange(connection, std::move(request));
}

void note(Seen& seen, const net::Connection& connection)
{
    seen.how = core::toWord(connection.ending().how);
    seen.detail = connection.ending().detail;
    const core::Attempt attempt = connection.attempt();
    seen.idleMs = attempt.timings.idleMs.value_or(-1);
    seen.firstByteMs = attempt.timings.firstByteMs.value_or(-1);
}

void note(Seen& seen, const net::HttpResult& result)
{
    seen.status = result.status;
    seen.state = result.state;
    seen.early = result.early;
    seen.bytes = result.firstBytes;
}

Seen play(const practice::Server& server, Script script)
{
    Seen seen;
    withNet([&](net::Net& net) -> net::Task<> {
        const std::unique_ptr<net::Connection> connection = co_await open(net, server.port());
        co_await script(net, *connection, seen);
        note(seen, *connection);
    });
    return seen;
}

} // namespace doctor::test
