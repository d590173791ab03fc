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
constexpr core::Milliseconds WorksByThen{900};

struct Tally {
    qsizetype addresses = 0;
    int total = 0;
    int done = 0;
    QString firstGood;
    QMap<QString, int> tries; ///< by address, in the order in which they were started
    QSet<QString> tried;      ///< addresses with at least one try that is over
    QMap<QString, int> worked;
    QMap<QString, int> failed;
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
    ++(open || connection->attempt().succeeded ? tally.worked : tally.failed)[address];
    const bool answered = co_await leave(context, *connection);
    if (open && !context.net.stopped())
        connection->observe(u"goodbye"_s, answered ? u"answered"_s : u"unanswered"_s);
    context.recorder.attempt(connection->attempt());
    ++tally.done;
    tally.tried.insert(address);
    if (context.limits.brisk && !tally.firstGood.isEmpty() && tally.tried.size() == tally.addresses)
        context.goOnBeside(); // the rest shows whether it lasts
    context.recorder.progress(static_cast<double>(tally.done) / std::max(tally.total, 1), {},
                              {{u"k"_s, tally.done}, {u"n"_s, tally.total}});
}

/// Every address in turn, so often.
net::Task<> tryAll(ProbeContext& context, Tally& tally, QStringList addresses, int tries)
{
    Tasks attempts;
    for (int attempt = 0; attempt < tries; ++attempt)
        for (const QString& address : std::as_const(addresses))
            attempts.push_back(tryOnce(context, tally, u"connect"_s, address));
    co_await context.net.all(std::move(attempts));
}

/// Tries per address of a brisk run, as long as all work.
int briskTries(qsizetype addresses)
{
    return addresses <= 3 ? 2 : 1;
}

/// One more round soon after the first ones if nothing has come about by then, side by side with what still waits.
net::Task<> tryOnceMore(ProbeContext& context, Tally& tally, const QStringList& addresses)
{
    co_await context.net.sleep(WorksByThen);
    if (tally.firstGood.isEmpty())
        co_await tryAll(context, tally, addresses, 1);
}

/// The few tries that do while all work, more where an address fails now and then, and two where it always does.
net::Task<> tryBriskly(ProbeContext& context, Tally& tally, const QStringList& addresses, int usual)
{
    const int tries = briskTries(addresses.size());
    Tasks rounds;
    rounds.push_back(tryAll(context, tally, addresses, tries));
    rounds.push_back(tryOnceMore(context, tally, addresses));
    co_await context.net.all(std::move(rounds));
    Tasks again;
    for (auto it = tally.failed.cbegin(); it != tally.failed.cend() && !tally.firstGood.isEmpty(); ++it)
        if (const int more = (tally.worked.contains(it.key()) ? usual : 2) - tries; more > 0)
            again.push_back(tryAll(context, tally, {it.key()}, more));
    co_await context.net.all(std::move(again));
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
    const int tries = limits.brisk ? briskTries(addresses) : triesPerAddress(addresses);
    const int attempts = static_cast<int>(std::max<qsizetype>(addresses, 1)) * tries + (limits.brisk ? 0 : 1);
    return {.seconds = attempts / std::max(limits.connectionsPerSecond, 0.1) + 0.5,
            .connections = attempts,
            .consent = Consent::Gentle,
            .applicable = addresses > 0,
            .reason = addresses > 0 ? QString() : u"no-address"_s};
}

net::Task<> Connect::run(ProbeContext& context) const
{
    const QStringList addresses = context.situation.target.addresses.mid(0, MostAttempts);
    const bool brisk = context.limits.brisk;
    const int usual = triesPerAddress(addresses.size());
    Tally tally;
    tally.addresses = QSet<QString>(addresses.begin(), addresses.end()).size();
    tally.total = static_cast<int>(addresses.size()) * (brisk ? briskTries(addresses.size()) : usual) + 1;
    if (brisk)
        co_await tryBriskly(context, tally, addresses, usual);
    else
        co_await tryAll(context, tally, addresses, usual);
    const bool wavers = !tally.failed.isEmpty();
    if (!tally.firstGood.isEmpty() && (wavers || !brisk))
        co_await tryOnce(context, tally, u"canary"_s, tally.firstGood);
}

} // namespace doctor::probes
