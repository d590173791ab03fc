// SPDX-License-Identifier: GPL-3.0-or-later
// Holds an unfinished HTTP request open and measures for how long the server lets it be.
#include "app/probes/request_time.h"

#include "app/probes/protocols.h"

#include <QRegularExpression>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

constexpr int SocketCount = 2;
constexpr core::Milliseconds FinishWait{3'000};
constexpr core::Milliseconds Slice{250};
constexpr double Overhead = 1.5; ///< seconds: opening both and finishing

/// Ten seconds divide a strict limit from a server's usual self-protection; without a hint of the user's, six must do.
double holdSeconds(const Situation& situation, bool thorough)
{
    if (thorough)
        return 65;
    const bool hinted = situation.when == u"transfer" || situation.when == u"first-request";
    return hinted ? 10.5 : 6;
}

/// A shorter hold still finds the quick limits, which are the ones that hurt.
double holdFitting(const Situation& situation, const Limits& limits)
{
    constexpr double Least = 3;
    return std::min(holdSeconds(situation, limits.thorough), std::max(Least, limits.secondsLeft - Overhead));
}

int statusIn(const QByteArray& bytes)
{
    static const QRegularExpression line(u"^HTTP/1\\.[01] (\\d{3})"_s);
    const auto match = line.match(QString::fromLatin1(bytes.left(64)));
    return match.hasMatch() ? match.captured(1).toInt() : 0;
}

struct Held {
    int done = 0;
    int total = SocketCount;
};

/// Waits with the request unfinished. True when it was tolerated to the end.
net::Task<bool> heldOpen(ProbeContext& context, net::Connection& connection, double seconds)
{
    const qint64 begin = context.net.nowUs();
    const auto elapsed = [&] { return static_cast<double>(context.net.nowUs() - begin) / 1e6; };
    bool answered = false;
    while (connection.isOpen() && elapsed() < seconds && !outOfTime(context)) {
        const core::Milliseconds left{static_cast<qint64>(std::ceil((seconds - elapsed()) * 1000))};
        const net::HoldResult held = co_await connection.holdIdle(std::min(left, Slice));
        if (held != net::HoldResult::DataArrived)
            continue;
        const net::ReadResult got = co_await connection.read(Slice);
        if (!answered && !got.bytes.isEmpty()) {
            answered = true;
            connection.observe(u"answerStart"_s, printable(got.bytes));
            if (const int status = statusIn(got.bytes); status > 0)
                connection.observe(u"status"_s, status);
            connection.timings().idleMs = elapsed() * 1000;
        }
    }
    if (!answered)
        connection.timings().idleMs = elapsed() * 1000;
    co_return connection.isOpen() && !answered && elapsed() >= seconds - 0.05;
}

net::Task<> holdOne(ProbeContext& context, Held& held, double seconds)
{
    Opening opening;
    opening.purpose = u"slow-request"_s;
    const auto connection = co_await openReady(context, std::move(opening));
    if (!connection)
        co_return;
    connection->setParameter(u"heldSeconds"_s, seconds);
    if (connection->isOpen()) {
        const core::Target& target = context.situation.target;
        const QString path = target.path.isEmpty() ? u"/"_s : target.path;
        QByteArray begun = "GET " + path.toUtf8() + " HTTP/1.1\r\nHost: " + hostHeader(target).toUtf8() + "\r\n";
        connection->enter(core::Phase::FirstRequest);
        co_await connection->write(std::move(begun), within(context, FinishWait));
        const bool tolerated = co_await heldOpen(context, *connection, seconds);
        const std::optional<double> measured = connection->timings().idleMs;
        if (tolerated) {
            connection->markSucceeded();
            co_await connection->write("Connection: close\r\n\r\n", within(context, FinishWait));
            co_await connection->read(within(context, FinishWait));
        }
        connection->timings().idleMs = measured;
    }
    co_await finish(context, *connection);
    context.recorder.progress(static_cast<double>(++held.done) / held.total, {},
                              {{u"k"_s, held.done}, {u"n"_s, held.total}});
}

} // namespace

QString RequestTime::id() const
{
    return u"request-time"_s;
}

QStringList RequestTime::questions() const
{
    return {u"slow-request"_s};
}

Cost RequestTime::cost(const Situation& situation, const Limits& limits) const
{
    QString reason;
    if (situation.addresses.isEmpty())
        reason = u"no-address"_s;
    else if (!isHttp(situation.protocol))
        reason = u"no-http"_s;
    else if (!situation.healthyExchange)
        reason = u"no-exchange"_s;
    return {.seconds = holdFitting(situation, limits) + Overhead,
            .connections = SocketCount,
            .consent = limits.thorough ? Consent::Heavy : Consent::Gentle,
            .applicable = reason.isEmpty(),
            .reason = reason};
}

net::Task<> RequestTime::run(ProbeContext& context) const
{
    const double seconds = holdFitting(context.situation, context.limits);
    Held held;
    Tasks tasks;
    for (int i = 0; i < held.total; ++i)
        tasks.push_back(holdOne(context, held, seconds));
    co_await context.net.all(std::move(tasks));
}

} // namespace doctor::probes
