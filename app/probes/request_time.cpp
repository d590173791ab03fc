// SPDX-License-Identifier: GPL-3.0-or-later
// Lets a part of an HTTP exchange take its time and measures for how long the other side lets it be.
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

constexpr int BodyBytes = 4096; ///< announced; sent at one a second, the rest at the end
constexpr core::Milliseconds FinishWait{3'000};
constexpr core::Milliseconds Slice{250};
constexpr double Overhead = 1.5; ///< seconds: opening both and finishing

/// Ten seconds divide a strict limit from a server's usual self-protection; without a hint of the user's, six must do.
double holdSeconds(const Situation& situation, bool thorough)
{
    if (thorough)
        return 65;
    if (situation.answersMissing)
        return 35; // beyond the usual 30 s of proxies and workers
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
    int total = 0;
};

/// In which way a request takes long.
enum class Slowness { Header, HeaderInPieces, Body, Answer };

QString purposeOf(Slowness slowness)
{
    switch (slowness) {
    case Slowness::Header:
        return u"slow-request"_s;
    case Slowness::HeaderInPieces:
        return u"slow-trickle"_s;
    case Slowness::Body:
        return u"slow-body"_s;
    case Slowness::Answer:
        break;
    }
    return u"slow-answer"_s;
}

/// What is said before the slow part begins.
QByteArray beginning(const core::Target& target, Slowness slowness)
{
    const QString path = target.path.isEmpty() ? u"/"_s : target.path;
    QByteArray begun = "GET " + path.toUtf8() + " HTTP/1.1\r\nHost: " + hostHeader(target).toUtf8() + "\r\n";
    if (slowness == Slowness::Body)
        begun += "Content-Length: " + QByteArray::number(BodyBytes) + "\r\nConnection: close\r\n\r\n";
    if (slowness == Slowness::Answer)
        begun += "Accept: */*\r\nConnection: close\r\n\r\n";
    return begun;
}

/// One more piece of what comes slowly; empty where nothing is said meanwhile.
QByteArray pieceOf(Slowness slowness)
{
    if (slowness == Slowness::HeaderInPieces)
        return "X-Slow: 1\r\n";
    return slowness == Slowness::Body ? QByteArray("x") : QByteArray();
}

/// What completes the request in order.
QByteArray rest(Slowness slowness, int pieces)
{
    if (slowness == Slowness::Body)
        return QByteArray(std::max(0, BodyBytes - pieces), 'x');
    return slowness == Slowness::Answer ? QByteArray() : QByteArray("Connection: close\r\n\r\n");
}

/// Notes the first words that come while the request is unfinished or unanswered.
void noteAnswer(net::Connection& connection, const QByteArray& bytes)
{
    connection.observe(u"answerStart"_s, printable(bytes));
    if (const int status = statusIn(bytes); status > 0)
        connection.observe(u"status"_s, status);
}

struct Patience {
    bool tolerated = false; ///< to the end, without a word
    double seconds = 0;     ///< until the first word or the end
    int pieces = 0;
};

/// Takes its time. The pieces come once a second, so that a limit between two pieces differs from one for the whole.
net::Task<Patience> takeTime(ProbeContext& context, net::Connection& connection, Slowness slowness, double seconds)
{
    const qint64 begin = context.net.nowUs();
    const auto elapsed = [&] { return static_cast<double>(context.net.nowUs() - begin) / 1e6; };
    Patience shown;
    bool answered = false;
    while (connection.isOpen() && !answered && elapsed() < seconds && !outOfTime(context)) {
        if (QByteArray piece = pieceOf(slowness); !piece.isEmpty() && elapsed() >= shown.pieces + 1) {
            co_await connection.write(std::move(piece), within(context, FinishWait));
            ++shown.pieces;
            continue;
        }
        const core::Milliseconds left{static_cast<qint64>(std::ceil((seconds - elapsed()) * 1000))};
        const net::HoldResult held = co_await connection.holdIdle(std::min(left, Slice));
        if (held != net::HoldResult::DataArrived)
            continue;
        const net::ReadResult got = co_await connection.read(Slice);
        answered = !got.bytes.isEmpty();
        if (answered)
            noteAnswer(connection, got.bytes);
    }
    shown.seconds = elapsed();
    shown.tolerated = connection.isOpen() && !answered && shown.seconds >= seconds - 0.05;
    co_return shown;
}

net::Task<> holdOne(ProbeContext& context, Held& held, Slowness slowness, double seconds)
{
    Opening opening;
    opening.purpose = purposeOf(slowness);
    const auto connection = co_await openReady(context, std::move(opening));
    if (!connection)
        co_return;
    connection->setParameter(u"heldSeconds"_s, seconds);
    if (connection->isOpen()) {
        connection->enter(slowness == Slowness::Answer ? core::Phase::Response : core::Phase::FirstRequest);
        QByteArray begun = beginning(context.situation.target, slowness);
        co_await connection->write(std::move(begun), within(context, FinishWait));
        const Patience shown = co_await takeTime(context, *connection, slowness, seconds);
        if (shown.tolerated) {
            connection->markSucceeded();
            QByteArray end = rest(slowness, shown.pieces);
            if (!end.isEmpty()) {
                co_await connection->write(std::move(end), within(context, FinishWait));
                co_await connection->read(within(context, FinishWait));
            }
        }
        connection->timings().idleMs = shown.seconds * 1000;
    }
    co_await finish(context, *connection);
    context.recorder.progress(static_cast<double>(++held.done) / held.total, {},
                              {{u"k"_s, held.done}, {u"n"_s, held.total}});
}

/// Where no answer comes at all, the question is for how long one may wait for it.
std::vector<Slowness> arms(const Situation& situation)
{
    if (situation.answersMissing && !situation.healthyExchange)
        return {Slowness::Answer, Slowness::Answer};
    return {Slowness::Header, Slowness::HeaderInPieces, Slowness::Body};
}

} // namespace

QString RequestTime::id() const
{
    return u"request-time"_s;
}

QStringList RequestTime::questions() const
{
    return {u"slow-request"_s, u"slow-answer"_s};
}

Cost RequestTime::cost(const Situation& situation, const Limits& limits) const
{
    QString reason;
    if (situation.addresses.isEmpty())
        reason = u"no-address"_s;
    else if (!isHttp(situation.protocol))
        reason = u"no-http"_s;
    else if (!situation.healthyExchange && !situation.answersMissing)
        reason = u"no-exchange"_s;
    return {.seconds = holdFitting(situation, limits) + Overhead,
            .connections = static_cast<int>(arms(situation).size()),
            .consent = limits.thorough ? Consent::Heavy : Consent::Gentle,
            .applicable = reason.isEmpty(),
            .reason = reason};
}

net::Task<> RequestTime::run(ProbeContext& context) const
{
    const double seconds = holdFitting(context.situation, context.limits);
    const std::vector<Slowness> wanted = arms(context.situation);
    Held held{.done = 0, .total = static_cast<int>(wanted.size())};
    Tasks tasks;
    for (const Slowness slowness : wanted)
        tasks.push_back(holdOne(context, held, slowness, seconds));
    co_await context.net.all(std::move(tasks));
}

} // namespace doctor::probes
