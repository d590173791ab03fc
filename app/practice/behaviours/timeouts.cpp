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
    habits.seesKeepAlive = true; // a device on the path sees every segment, an application does not
    habits.whenQuiet = cutOnWake;
    co_await serveHttp(stage, connection, std::move(habits));
}

net::Task<> idleForgottenSilence(Stage& stage, net::Connection& connection)
{
    HttpHabits habits = quietHabits(stage);
    habits.seesKeepAlive = true; // a device on the path sees every segment, an application does not
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

net::Task<> answerTimeLimit(Stage& stage, net::Connection& connection)
{
    HttpHabits habits;
    habits.thinking = stage.seconds(u"answerSeconds"_s);
    habits.insteadOfAnswer = [](net::Connection& unanswered) -> net::Task<> { co_await unanswered.close(); };
    co_await serveHttp(stage, connection, std::move(habits));
}

net::Task<> keepAliveRace(Stage& stage, net::Connection& connection)
{
    HttpHabits habits = quietHabits(stage);
    const core::Milliseconds way{static_cast<qint64>(stage.option(u"wayMilliseconds"_s))};
    habits.whenQuiet = [way](net::Connection& closing) -> net::Task<> {
        const net::ReadResult crossed = co_await closing.read(way);
        if (crossed.state == State::Data)
            closing.reset();
    };
    co_await serveHttp(stage, connection, std::move(habits));
}

net::Task<> requestCountLimit(Stage& stage, net::Connection& connection)
{
    HttpHabits habits;
    habits.requests = static_cast<int>(stage.option(u"limit"_s));
    co_await serveHttp(stage, connection, std::move(habits));
}

net::Task<> connectionAgeLimit(Stage& stage, net::Connection& connection)
{
    HttpHabits habits;
    habits.age = stage.seconds(u"ageSeconds"_s);
    habits.whenSpent = cut;
    co_await serveHttp(stage, connection, std::move(habits));
}

} // namespace doctor::practice
