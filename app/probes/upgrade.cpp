// SPDX-License-Identifier: GPL-3.0-or-later
// How each protocol asks for TLS, and what a yes looks like.
#include "app/probes/upgrade.h"

#include "app/probes/database_words.h"
#include "app/probes/protocols.h"

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

using core::Phase;
using core::Protocol;

constexpr core::Milliseconds Patience{5'000};

net::Task<QByteArray> heardAfter(ProbeContext& context, net::Connection& connection, QByteArray words,
                                 Protocol protocol)
{
    connection.enter(Phase::FirstRequest);
    const core::Milliseconds wait = within(context, Patience);
    if (!words.isEmpty())
        co_await connection.write(std::move(words), wait);
    const Answer answer = co_await heardReply(context, connection, wait, protocol);
    co_return answer.bytes;
}

/// Greeting, the protocol's hello where it has one, and its word for TLS.
net::Task<bool> agreedInLines(ProbeContext& context, net::Connection& connection, Protocol protocol)
{
    const QByteArray greeting = co_await heardAfter(context, connection, {}, protocol);
    if (!greeting.startsWith("220"))
        co_return false;
    if (protocol == Protocol::Ftp) {
        const QByteArray reply = co_await heardAfter(context, connection, "AUTH TLS\r\n", protocol);
        co_return reply.startsWith("234");
    }
    const QByteArray hello = co_await heardAfter(context, connection, openingWords(protocol), protocol);
    if (!hello.toUpper().contains("STARTTLS"))
        co_return false;
    const QByteArray reply = co_await heardAfter(context, connection, "STARTTLS\r\n", protocol);
    co_return reply.startsWith("220");
}

net::Task<bool> agreed(ProbeContext& context, net::Connection& connection, Protocol protocol)
{
    bool yes = false;
    if (protocol == Protocol::Postgres) {
        const QByteArray reply = co_await heardAfter(context, connection, openingWords(protocol), protocol);
        yes = reply == "S";
    } else if (protocol == Protocol::Mysql) {
        const QByteArray greeting = co_await heardAfter(context, connection, {}, protocol);
        yes = mysqlOffersTls(greeting);
        if (yes)
            yes = co_await connection.write(mysqlTlsRequest(), within(context, Patience));
    } else {
        yes = co_await agreedInLines(context, connection, protocol);
    }
    co_return yes;
}

} // namespace

net::Task<bool> askForTls(ProbeContext& context, net::Connection& connection, Protocol protocol)
{
    const bool yes = co_await agreed(context, connection, protocol);
    connection.observe(u"tlsRequest"_s, yes ? u"agreed"_s : u"declined"_s);
    if (!yes && connection.isOpen())
        co_await connection.close(within(context, core::Milliseconds{300}));
    co_return yes&& connection.isOpen();
}

} // namespace doctor::probes
