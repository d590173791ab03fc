// SPDX-License-Identifier: GPL-3.0-or-later
// Connects to every address several times and looks what happens in the first moments.
#include "app/probes/connect.h"

#include "app/probes/conversation.h"

#include <QMap>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

constexpr int MostAttempts = 12;
constexpr core::Milliseconds FirstLook{300};

struct Tally {
    int total = 0;
    int done = 0;
    QString firstGood;
    QMap<QString, int> tries; ///< by address, in the order in which they were started
};

/// Looks for a greeting or an early ending. Returns when the time is over or the connection ended.
net::Task<> look(ProbeContext& context, net::Connection& connection)
{
    const qint64 end = context.net.nowUs() + FirstLook.count() * 1000;
    QByteArray greeting;
    while (connection.isOpen() && context.net.nowUs() < end) {
        const core::Milliseconds left{(end - context.net.nowUs()) / 1000 + 1};
        const net::ReadResult got = co_await connection.read(left);
        if (got.state == net::ReadResult::State::Data && greeting.size() < 4096)
            greeting += got.bytes;
        if (got.state != net::ReadResult::State::Data)
            break;
    }
    if (!greeting.isEmpty())
        connection.observe(u"greeting"_s, printable(greeting));
    if (connection.isOpen())
        connection.markSucceeded();
}

net::Task<> tryOnce(ProbeContext& context, Tally& tally, QString purpose, QString address)
{
    Opening opening;
    opening.purpose = std::move(purpose);
    opening.address = address;
    const int number = opening.purpose == u"canary" ? 1 : ++tally.tries[address];
    const auto connection = co_await open(context, std::move(opening));
    if (!connection)
        co_return;
    connection->setParameter(u"address"_s, address);
    connection->setParameter(u"family"_s, familyOf(address));
    connection->setParameter(u"try"_s, number);
    if (connection->isOpen())
        co_await look(context, *connection);
    if (connection->isOpen() && tally.firstGood.isEmpty())
        tally.firstGood = address;
    const bool open = connection->isOpen();
    const bool answered = co_await leave(context, *connection);
    if (open && !context.net.stopped())
        connection->observe(u"goodbye"_s, answered ? u"answered"_s : u"unanswered"_s);
    context.recorder.attempt(connection->attempt());
    ++tally.done;
    context.recorder.progress(static_cast<double>(tally.done) / std::max(tally.total, 1), {},
                              {{u"k"_s, tally.done}, {u"n"_s, tally.total}});
}

} // namespace

int triesPerAddress(qsizetype addresses)
{
    if (addresses <= 2)
        return 5;
    if (addresses <= 4)
        return 3;
    return addresses <= 6 ? 2 : 1;
}

QString Connect::id() const
{
    return u"connect"_s;
}

QStringList Connect::questions() const
{
    return {u"connect-outcome"_s, u"address-difference"_s, u"connect-time"_s, u"goodbye"_s,
            u"rejecter"_s,        u"local-failure-kind"_s, u"proxy-answer"_s};
}

Cost Connect::cost(const Situation& situation, const Limits& limits) const
{
    const qsizetype addresses = std::min<qsizetype>(situation.target.addresses.size(), MostAttempts);
    const int attempts = static_cast<int>(std::max<qsizetype>(addresses, 1)) * triesPerAddress(addresses);
    return {.seconds = (attempts + 1) / std::max(limits.connectionsPerSecond, 0.1) + 0.5,
            .connections = attempts + 1,
            .consent = Consent::Gentle,
            .applicable = addresses > 0,
            .reason = addresses > 0 ? QString() : u"no-address"_s};
}

net::Task<> Connect::run(ProbeContext& context) const
{
    const QStringList addresses = context.situation.target.addresses.mid(0, MostAttempts);
    const int tries = triesPerAddress(addresses.size());
    Tally tally;
    tally.total = static_cast<int>(addresses.size()) * tries + 1;
    Tasks attempts;
    for (int attempt = 1; attempt <= tries; ++attempt)
        for (const QString& address : addresses)
            attempts.push_back(tryOnce(context, tally, u"connect"_s, address));
    co_await context.net.all(std::move(attempts));
    if (!tally.firstGood.isEmpty())
        co_await tryOnce(context, tally, u"canary"_s, tally.firstGood);
}

} // namespace doctor::probes
