// SPDX-License-Identifier: GPL-3.0-or-later
// Request, pause, request, until somebody ends it or nobody needs to know more.
#include "app/probes/busy_line.h"

#include "app/probes/protocols.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

constexpr core::Milliseconds Slice{200};

/// Pauses, watching for the end. False when the connection or the need for it is over.
net::Task<bool> paused(ProbeContext& context, const IdleCommon& common, net::Connection& connection,
                       core::Milliseconds pause, qint64 endUs)
{
    const qint64 until = context.net.nowUs() + pause.count() * 1000;
    while (connection.isOpen() && context.net.nowUs() < until) {
        const bool needless = common.rungsLeft == 0 || context.net.nowUs() >= endUs || outOfTime(context, Slice);
        if (needless)
            co_return false;
        const core::Milliseconds left{(until - context.net.nowUs() + 999) / 1000};
        if (co_await connection.holdIdle(std::min(left, Slice)) == net::HoldResult::DataArrived)
            co_await connection.read(Slice);
    }
    co_return connection.isOpen();
}

} // namespace

net::Task<> keepBusy(ProbeContext& context, IdleCommon& common, BusyLine line)
{
    co_await context.net.sleep(line.delay);
    Opening opening;
    opening.purpose = u"busy"_s;
    opening.ladder = !line.paced;
    const auto connection = co_await openReady(context, std::move(opening));
    if (!connection)
        co_return;
    connection->setParameter(u"pauseSeconds"_s, static_cast<double>(line.pause.count()) / 1000);
    const qint64 begin = context.net.nowUs();
    const qint64 end = begin + static_cast<qint64>(line.seconds * 1e6);
    int requests = 0;
    QString ended = connection->isOpen() ? u"lived"_s : u"never-began"_s;
    if (greets(context.situation.protocol) && connection->isOpen())
        co_await greeted(context, *connection, patience(context));
    for (bool goOn = connection->isOpen(); goOn;) {
        const core::Phase phase = requests == 0 ? core::Phase::FirstRequest : core::Phase::LongLived;
        const Answer answer = co_await asked(context, *connection, phase, patience(context));
        if (answer.state != Answer::State::Answered) {
            ended = u"cut"_s;
            break;
        }
        ++requests;
        if (answer.keepsAlive == false) {
            ended = u"announced"_s;
            break;
        }
        connection->enter(core::Phase::LongLived);
        goOn = co_await paused(context, common, *connection, line.pause, end);
        if (!connection->isOpen())
            ended = u"cut"_s;
    }
    if (context.net.stopped() && requests > 0)
        ended = u"lived"_s;
    if (ended == u"cut" || ended == u"announced")
        ++common.endedInUse;
    connection->observe(u"requests"_s, requests);
    connection->observe(u"ended"_s, ended);
    connection->observe(u"ageSeconds"_s, static_cast<double>(context.net.nowUs() - begin) / 1e6);
    if (ended == u"lived")
        connection->markSucceeded();
    co_await finish(context, *connection);
}

bool takesLineFeeds(const Situation& situation)
{
    const bool unknown = situation.protocol == core::Protocol::Tcp || situation.protocol == core::Protocol::Tls;
    return unknown && !situation.strangersCut;
}

net::Task<> keepUsed(ProbeContext& context, IdleCommon& common, BusyLine line)
{
    co_await context.net.sleep(line.delay);
    Opening opening;
    opening.purpose = u"used"_s;
    opening.ladder = true;
    const auto connection = co_await openReady(context, std::move(opening));
    if (!connection)
        co_return;
    connection->setParameter(u"pauseSeconds"_s, static_cast<double>(line.pause.count()) / 1000);
    const qint64 begin = context.net.nowUs();
    const qint64 end = begin + static_cast<qint64>(line.seconds * 1e6);
    const bool began = connection->isOpen();
    connection->enter(core::Phase::LongLived);
    for (bool goOn = began; goOn;) {
        co_await connection->write("\r\n", patience(context));
        goOn = co_await paused(context, common, *connection, line.pause, end);
    }
    const bool lived = connection->isOpen() || (began && context.net.stopped());
    connection->observe(u"ended"_s, !began ? u"never-began"_s : lived ? u"lived"_s : u"cut"_s);
    connection->observe(u"ageSeconds"_s, static_cast<double>(context.net.nowUs() - begin) / 1e6);
    if (lived)
        connection->markSucceeded();
    co_await finish(context, *connection);
}

} // namespace doctor::probes
