// SPDX-License-Identifier: GPL-3.0-or-later
// Behaviours of web servers, and of devices in front of them, that lose patience.
#include "app/practice/behaviours/behaviours.h"
#include "app/practice/http_service.h"

using namespace Qt::StringLiterals;

namespace doctor::practice
{

namespace
{

using State = net::ReadResult::State;
constexpr core::Milliseconds LongQuiet = std::chrono::hours{2};

net::Task<> cut(net::Connection& connection)
{
    connection.reset();
    co_return;
}

net::Task<> cutOnWake(net::Connection& connection)
{
    const net::ReadResult woken = co_await connection.read(LongQuiet);
    if (woken.state == State::Data)
        connection.reset();
}

HttpHabits quietHabits(Stage& stage)
{
    HttpHabits habits;
    habits.quiet = stage.seconds(u"idleSeconds"_s);
    return habits;
}

} // namespace

net::Task<> idleFin(Stage& stage, net::Connection& connection)
{
    co_await serveHttp(stage, connection, quietHabits(stage));
}

net::Task<> idleReset(Stage& stage, net::Connection& connection)
{
    HttpHabits habits = quietHabits(stage);
    habits.whenQuiet = cut;
    co_await serveHttp(stage, connection, std::move(habits));
}

net::Task<> idleForgottenReset(Stage& stage, net::Connection& connection)
{
    HttpHabits habits = quietHabits(stage);
    habits.whenQuiet = cutOnWake;
    co_await serveHttp(stage, connection, std::move(habits));
}

net::Task<> idleForgottenSilence(Stage& stage, net::Connection& connection)
{
    HttpHabits habits = quietHabits(stage);
    habits.whenQuiet = ignoreAll;
    co_await serveHttp(stage, connection, std::move(habits));
}

net::Task<> requestTimeLimit(Stage& stage, net::Connection& connection)
{
    HttpHabits habits;
    habits.request = stage.seconds(u"requestSeconds"_s);
    habits.whenTooSlow = cut;
    co_await serveHttp(stage, connection, std::move(habits));
}

} // namespace doctor::practice
