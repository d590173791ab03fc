// SPDX-License-Identifier: GPL-3.0-or-later
// Behaviours below any protocol.
#include "app/practice/behaviours/behaviours.h"
#include "app/practice/http_service.h"

namespace doctor::practice
{

namespace
{

using State = net::ReadResult::State;
constexpr core::Milliseconds LongQuiet = std::chrono::hours{2};
constexpr qsizetype MaxLineBytes = 4096;
/// A reset throws away what the system has not sent yet: time for it to leave.
constexpr core::Milliseconds Departure{20};

} // namespace

net::Task<> healthyTcp(Stage& stage, net::Connection& connection)
{
    QByteArray greeting = practiceBody(stage);
    if (!co_await connection.write(std::move(greeting), WriteTimeout))
        co_return;
    QByteArray line;
    while (connection.isOpen()) {
        const net::ReadResult got = co_await connection.read(LongQuiet, MaxLineBytes);
        if (got.state != State::Data)
            co_return;
        line += got.bytes;
        const qsizetype end = line.lastIndexOf('\n');
        if (end >= 0) {
            QByteArray echo = line.left(end + 1);
            line.remove(0, end + 1);
            if (!co_await connection.write(std::move(echo), WriteTimeout))
                co_return;
        }
        if (line.size() > MaxLineBytes)
            line.clear();
    }
}

net::Task<> resetAtAccept(Stage& stage, net::Connection& connection)
{
    Q_UNUSED(stage)
    connection.reset();
    co_return;
}

net::Task<> resetAfterFirstBytes(Stage& stage, net::Connection& connection)
{
    Q_UNUSED(stage)
    const net::ReadResult got = co_await connection.read(LongQuiet);
    if (got.state == State::Data)
        connection.reset();
}

net::Task<> wrongProtocol(Stage& stage, net::Connection& connection)
{
    const net::ReadResult got = co_await connection.read(LongQuiet);
    if (got.state != State::Data)
        co_return;
    QByteArray line("ERR unknown command\r\n");
    co_await connection.write(std::move(line), WriteTimeout);
    co_await stage.net().sleep(Departure);
    connection.reset();
}

net::Task<> ignoreAll(net::Connection& connection)
{
    while (connection.isOpen()) {
        const net::ReadResult got = co_await connection.read(LongQuiet, 64 * 1024);
        if (got.state != State::Data)
            co_return;
    }
}

} // namespace doctor::practice
