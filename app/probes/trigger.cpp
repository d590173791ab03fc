// SPDX-License-Identifier: GPL-3.0-or-later
// Says each kind of trigger and names what came of it.
#include "app/probes/trigger.h"

#include "app/probes/protocols.h"

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

using Kind = Trigger::Kind;

net::Task<bool> sayHello(net::Connection& connection, net::TlsClientOptions options, core::Milliseconds wait)
{
    options.timeout = wait;
    const bool completed = co_await connection.startTls(std::move(options));
    co_return completed || !connection.tls().alertReceived.isEmpty();
}

net::Task<bool> sayRequest(net::Connection& connection, net::HttpRequest request, core::Milliseconds wait)
{
    request.timeout = wait;
    connection.enter(core::Phase::FirstRequest);
    const net::HttpResult result = co_await net::exchange(connection, std::move(request));
    co_return !result.firstBytes.isEmpty();
}

net::Task<bool> sayBytes(const ProbeContext& context, net::Connection& connection, core::Milliseconds wait)
{
    QByteArray words = openingWords(context.situation.protocol);
    if (words.isEmpty()) // as the service test asks
        words = context.situation.target.protocol == core::Protocol::Tcp ? "\r\n" : "PING\r\n";
    connection.enter(core::Phase::FirstRequest);
    const bool written = co_await connection.write(std::move(words), wait);
    net::ReadResult got;
    if (written)
        got = co_await connection.read(wait);
    co_return got.state == net::ReadResult::State::Data;
}

Reaction reactionOf(const net::Connection& connection, bool answered)
{
    const core::Ending& ending = connection.ending();
    if (answered)
        return Reaction::Answered;
    if (connection.isOpen() || ending.how == core::How::Silence)
        return Reaction::Silence;
    if (ending.how == core::How::Reset || ending.how == core::How::FinThenReset)
        return Reaction::Reset;
    if (ending.how == core::How::ProtocolError || ending.how == core::How::TlsAlert)
        return Reaction::Answered;
    return ending.who == core::Who::Peer ? Reaction::Closed : Reaction::NotSaid;
}

} // namespace

QString toWord(Reaction reaction)
{
    switch (reaction) {
    case Reaction::Reset:
        return u"reset"_s;
    case Reaction::Closed:
        return u"closed"_s;
    case Reaction::Answered:
        return u"answered"_s;
    case Reaction::Silence:
        return u"silence"_s;
    case Reaction::NotSaid:
        break;
    }
    return u"not-said"_s;
}

std::optional<Trigger> triggerOf(const QString& word, const Situation& situation)
{
    const QString name = tlsName(situation.target);
    if (word == u"tls-hello")
        return Trigger{Kind::TlsHello, name};
    if (word == u"http-request")
        return Trigger{Kind::HttpRequest, hostHeader(situation.target)};
    if (word == u"plain-bytes")
        return Trigger{Kind::PlainBytes, {}};
    if (word == u"request")
        return Trigger{Kind::Request, {}};
    return std::nullopt;
}

std::optional<Trigger> harmlessTwin(const Trigger& trigger)
{
    if (trigger.kind != Kind::TlsHello && trigger.kind != Kind::HttpRequest)
        return std::nullopt;
    return Trigger{trigger.kind, StrangeName};
}

net::Task<bool> prepared(ProbeContext& context, net::Connection& connection, const Trigger& trigger)
{
    if (trigger.kind == Kind::Request && context.situation.tls && connection.isOpen())
        co_await connection.startTls(usualTls(context));
    if (trigger.kind == Kind::Request && greets(context.situation.protocol) && connection.isOpen())
        co_await greeted(context, connection, within(context, core::Milliseconds{2'000}));
    co_return connection.isOpen();
}

net::Task<Reaction> reactionTo(ProbeContext& context, net::Connection& connection, const Trigger& trigger,
                               core::Milliseconds wait)
{
    if (!connection.isOpen())
        co_return Reaction::NotSaid;
    wait = within(context, wait);
    bool answered = false;
    switch (trigger.kind) {
    case Kind::TlsHello: {
        net::TlsClientOptions options = usualTls(context);
        options.serverName = trigger.name;
        answered = co_await sayHello(connection, std::move(options), wait);
        break;
    }
    case Kind::HttpRequest: {
        net::HttpRequest request = httpRequest(context.situation.target);
        request.host = trigger.name;
        answered = co_await sayRequest(connection, std::move(request), wait);
        break;
    }
    case Kind::PlainBytes:
        answered = co_await sayBytes(context, connection, wait);
        break;
    case Kind::Request: {
        const Answer answer = co_await asked(context, connection, core::Phase::FirstRequest, wait);
        answered = answer.state != Answer::State::NoAnswer;
        break;
    }
    }
    co_return reactionOf(connection, answered);
}

} // namespace doctor::probes
