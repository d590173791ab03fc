// SPDX-License-Identifier: GPL-3.0-or-later
// Opening and ending connections within the test's limits.
#include "app/probes/conversation.h"

#include "app/probes/protocols.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

/// Of five attempts started half a second apart, none may outlive a tenth of the usual minute.
constexpr core::Milliseconds ConnectPatience{4'000};
constexpr core::Milliseconds TlsPatience{5'000};
constexpr core::Milliseconds ClosePatience{300};

} // namespace

bool isNumeric(const QString& host)
{
    if (host.contains(u':'))
        return true;
    return !host.isEmpty() &&
           std::all_of(host.begin(), host.end(), [](QChar c) { return (c >= u'0' && c <= u'9') || c == u'.'; });
}

QString familyOf(const QString& address)
{
    return address.contains(u':') ? u"v6"_s : u"v4"_s;
}

int dialledPort(const Situation& situation)
{
    return situation.tunnel ? situation.tunnel->proxy.port : situation.target.port;
}

net::ConnectOptions usualConnect(const Situation& situation)
{
    net::ConnectOptions options;
    options.address = situation.addresses.value(0);
    options.port = dialledPort(situation);
    options.tunnel = situation.tunnel;
    options.sourceAddress = situation.target.sourceAddress;
    return options;
}

core::Milliseconds within(const ProbeContext& context, core::Milliseconds wish)
{
    const core::Milliseconds left{(context.deadlineUs - context.net.nowUs()) / 1000};
    return std::clamp(left, core::Milliseconds{1}, std::max(wish, core::Milliseconds{1}));
}

bool outOfTime(const ProbeContext& context, core::Milliseconds needed)
{
    return context.net.stopped() || context.net.nowUs() + needed.count() * 1000 >= context.deadlineUs;
}

core::Milliseconds patience(const ProbeContext& context, core::Milliseconds usual)
{
    const core::Milliseconds seen{static_cast<qint64>(context.situation.slowestAnswerMs * 2) + 500};
    return within(context, std::max(usual, seen));
}

bool tooLateToAsk(const ProbeContext& context, double slowestMs)
{
    const double slowest = std::max(slowestMs, context.situation.slowestAnswerMs);
    return outOfTime(context, core::Milliseconds{static_cast<qint64>(std::max(1'000.0, slowest * 1.5 + 500))});
}

QString tlsName(const core::Target& target)
{
    if (!target.serverName.isEmpty())
        return target.serverName;
    return isNumeric(target.host) ? QString() : target.host;
}

net::TlsClientOptions usualTls(const ProbeContext& context)
{
    net::TlsClientOptions options;
    options.serverName = tlsName(context.situation.target);
    options.timeout = within(context, TlsPatience);
    if (const core::ClientIdentity& identity = context.situation.target.identity; !identity.certificatePem.isEmpty())
        options.clientCertificate = net::Identity{identity.certificatePem, identity.keyPem};
    return options;
}

net::Task<std::unique_ptr<net::Connection>> open(ProbeContext& context, Opening opening)
{
    const bool granted = co_await context.turn(opening.ladder);
    if (!granted || outOfTime(context))
        co_return nullptr;
    net::ConnectOptions options = usualConnect(context.situation);
    if (!opening.address.isEmpty())
        options.address = opening.address;
    options.timeout = within(context, ConnectPatience);
    options.keepAlive = opening.keepAlive;
    options.maxSegmentSize = opening.maxSegmentSize;
    options.purpose = opening.purpose;
    auto connection = co_await context.net.connect(std::move(options));
    co_return connection;
}

net::Task<std::unique_ptr<net::Connection>> openReady(ProbeContext& context, Opening opening)
{
    auto connection = co_await open(context, std::move(opening));
    if (connection && connection->isOpen() && context.situation.tls)
        co_await connection->startTls(usualTls(context));
    co_return connection;
}

net::Task<bool> leave(ProbeContext& context, net::Connection& connection)
{
    if (!connection.isOpen())
        co_return false;
    const QByteArray farewell = farewellOf(context.situation.protocol);
    if (!farewell.isEmpty())
        co_await connection.write(farewell, within(context, ClosePatience));
    const double wayMs = 2 * connection.timings().connectMs.value_or(0) + 200;
    const bool answered =
        co_await connection.close(std::max(ClosePatience, core::Milliseconds{static_cast<qint64>(wayMs)}));
    co_return answered;
}

net::Task<> finish(ProbeContext& context, net::Connection& connection)
{
    co_await leave(context, connection);
    context.recorder.attempt(connection.attempt());
}

QString printable(const QByteArray& bytes, qsizetype limit)
{
    QString text = QString::fromLatin1(bytes.left(limit));
    for (QChar& c : text)
        if (c.unicode() < 0x20 || c.unicode() > 0x7e)
            c = u'.';
    return text;
}

} // namespace doctor::probes
