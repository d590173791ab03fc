// SPDX-License-Identifier: GPL-3.0-or-later
// Behaviours of web servers: healthy ones, and those that close in the wrong way.
#include "app/practice/behaviours/behaviours.h"
#include "app/practice/http_service.h"

using namespace Qt::StringLiterals;

namespace doctor::practice
{

namespace
{

using State = net::ReadResult::State;
constexpr core::Milliseconds LongQuiet = std::chrono::hours{2};
constexpr core::Milliseconds RequestTime{60'000};
/// A reset throws away what the system has not sent yet: time for it to leave.
constexpr core::Milliseconds Departure{20};

} // namespace

net::Task<> healthyHttp(Stage& stage, net::Connection& connection)
{
    HttpHabits habits;
    co_await serveHttp(stage, connection, std::move(habits));
}

net::Task<> slowHealthy(Stage& stage, net::Connection& connection)
{
    HttpHabits habits;
    habits.thinking = stage.seconds(u"delaySeconds"_s);
    co_await serveHttp(stage, connection, std::move(habits));
}

net::Task<> orderlyFin(Stage& stage, net::Connection& connection)
{
    HttpHabits habits;
    habits.closesAfterAnswer = true;
    co_await serveHttp(stage, connection, std::move(habits));
}

net::Task<> closeWithUnreadData(Stage& stage, net::Connection& connection)
{
    constexpr qsizetype Taste = 4; // less than any request, so that some of it stays unread
    const net::ReadResult got = co_await connection.read(LongQuiet, Taste);
    if (got.state != State::Data)
        co_return;
    QByteArray answer = httpAnswer(200, practiceBody(stage), true, got.bytes != "HEAD");
    co_await connection.write(std::move(answer), WriteTimeout);
    co_await stage.net().sleep(Departure);
    connection.closeNow();
}

net::Task<> resetMidResponse(Stage& stage, net::Connection& connection)
{
    HttpReader reader(stage.net(), connection);
    const Heard heard = co_await reader.readHead({LongQuiet, RequestTime});
    if (heard == Heard::Ended || heard == Heard::Quiet)
        co_return;
    QByteArray part = "HTTP/1.1 200 OK\r\nServer: practice\r\nContent-Type: text/plain\r\nContent-Length: " +
                      QByteArray::number(static_cast<qint64>(stage.option(u"announcedBytes"_s))) + "\r\n\r\n" +
                      QByteArray(static_cast<qsizetype>(stage.option(u"sentBytes"_s)), '.');
    co_await connection.write(std::move(part), WriteTimeout);
    co_await stage.net().sleep(Departure);
    connection.reset();
}

net::Task<> requestTooLarge(Stage& stage, net::Connection& connection)
{
    HttpHabits habits;
    habits.maxBodyBytes = static_cast<qint64>(stage.option(u"limitBytes"_s));
    habits.whenTooLarge = [](net::Connection& tooMuch) { tooMuch.closeNow(); };
    co_await serveHttp(stage, connection, std::move(habits));
}

} // namespace doctor::practice
