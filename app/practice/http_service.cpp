// SPDX-License-Identifier: GPL-3.0-or-later
// Requests in, answers out, one after another, until somebody has had enough.
#include "app/practice/http_service.h"

namespace doctor::practice
{

namespace
{

QByteArray reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 411:
        return "Length Required";
    case 413:
        return "Content Too Large";
    case 431:
        return "Request Header Fields Too Large";
    default:
        return "Answer";
    }
}

/// Answers with an error status and closes in order.
net::Task<> refuse(net::Connection& connection, int status)
{
    QByteArray answer = httpAnswer(status, reasonPhrase(status) + "\r\n", false);
    co_await connection.write(std::move(answer), WriteTimeout);
    co_await connection.close();
}

net::Task<> refuseHeader(net::Connection& connection, const HttpHabits& habits, Heard heard)
{
    switch (heard) {
    case Heard::All:
    case Heard::Ended:
        break;
    case Heard::Quiet:
        if (habits.whenQuiet)
            co_await habits.whenQuiet(connection);
        break;
    case Heard::TooSlow:
        if (habits.whenTooSlow)
            co_await habits.whenTooSlow(connection);
        else
            co_await refuse(connection, 408);
        break;
    case Heard::TooBig:
        co_await refuse(connection, 431);
        break;
    case Heard::NotHttp:
        co_await refuse(connection, 400);
        break;
    }
}

net::Task<> refuseBody(net::Connection& connection, const HttpHabits& habits)
{
    if (!habits.whenTooLarge) {
        co_await refuse(connection, 413);
        co_return;
    }
    QByteArray answer = httpAnswer(413, reasonPhrase(413) + "\r\n", false);
    co_await connection.write(std::move(answer), WriteTimeout);
    habits.whenTooLarge(connection);
}

net::Task<Heard> takeBody(HttpReader& reader, net::Connection& connection)
{
    if (reader.head().expectsContinue && reader.head().bodyBytes > 0) {
        QByteArray goOn("HTTP/1.1 100 Continue\r\n\r\n");
        if (!co_await connection.write(std::move(goOn), WriteTimeout))
            co_return Heard::Ended;
    }
    co_return co_await reader.dropBody();
}

QByteArray answerTo(const RequestHead& head, const Stage& stage, bool keepAlive)
{
    const bool known = head.method == "GET" || head.method == "HEAD" || head.method == "POST";
    return known ? httpAnswer(200, practiceBody(stage), keepAlive, head.method != "HEAD")
                 : httpAnswer(405, reasonPhrase(405) + "\r\n", keepAlive);
}

} // namespace

QByteArray httpAnswer(int status, const QByteArray& body, bool keepAlive, bool withBody)
{
    QByteArray answer =
        "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonPhrase(status) +
        "\r\nServer: practice\r\nContent-Type: text/plain\r\nContent-Length: " + QByteArray::number(body.size()) +
        "\r\nConnection: " + (keepAlive ? "keep-alive" : "close");
    if (status == 405)
        answer += "\r\nAllow: GET, HEAD, POST";
    answer += "\r\n\r\n";
    return withBody ? answer + body : answer;
}

QByteArray practiceBody(const Stage& stage)
{
    return "Practice server, playing " + stage.faultId().toLatin1() + ".\r\n";
}

net::Task<> serveHttp(Stage& stage, net::Connection& connection, HttpHabits habits)
{
    HttpReader reader(stage.net(), connection);
    Patience patience{habits.quiet, habits.request, habits.seesKeepAlive};
    const qint64 old = stage.net().nowUs() + qint64{habits.age.count()} * 1000;
    for (int answered = 0; connection.isOpen(); ++answered) {
        const core::Milliseconds ageLeft{std::max<qint64>(0, old - stage.net().nowUs()) / 1000};
        patience.quiet = std::min(habits.quiet, ageLeft);
        Heard heard = Heard::Quiet;
        if (ageLeft.count() > 0 && (habits.requests == 0 || answered < habits.requests))
            heard = co_await reader.readHead(patience);
        const bool spent = ageLeft.count() == 0 || patience.quiet < habits.quiet ||
                           (habits.requests > 0 && answered >= habits.requests);
        if (heard == Heard::Quiet && spent) {
            if (habits.whenSpent)
                co_await habits.whenSpent(connection);
            co_return;
        }
        if (heard == Heard::All && reader.head().chunked) {
            co_await refuse(connection, 411);
            co_return;
        }
        if (heard == Heard::All && reader.head().bodyBytes > habits.maxBodyBytes) {
            co_await refuseBody(connection, habits);
            co_return;
        }
        if (heard == Heard::All)
            heard = co_await takeBody(reader, connection);
        if (heard != Heard::All) {
            co_await refuseHeader(connection, habits, heard);
            co_return;
        }
        if (habits.thinking.count() > 0)
            co_await stage.net().sleep(habits.thinking);
        if (habits.insteadOfAnswer) {
            co_await habits.insteadOfAnswer(connection);
            co_return;
        }
        const bool keepAlive = reader.head().keepAlive && !habits.closesAfterAnswer;
        QByteArray answer = answerTo(reader.head(), stage, keepAlive);
        if (!co_await connection.write(std::move(answer), WriteTimeout) || !keepAlive)
            co_return; // the stage closes in order
    }
}

} // namespace doctor::practice
