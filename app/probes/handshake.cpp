// SPDX-License-Identifier: GPL-3.0-or-later
// Shakes hands once and writes down all that it told.
#include "app/probes/handshake.h"

#include "app/probes/upgrade.h"

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

constexpr core::Milliseconds AfterLook{300};

QString versionsOf(const net::TlsClientOptions& options)
{
    const QString low = net::toWord(options.minimum);
    const QString high = net::toWord(options.maximum);
    return low == high ? low : low + u'-' + high;
}

/// With TLS 1.3 a refused client certificate shows only now.
net::Task<QString> lookAfter(ProbeContext& context, net::Connection& connection)
{
    const net::ReadResult got = co_await connection.read(within(context, AfterLook));
    if (got.state == net::ReadResult::State::Data)
        co_return u"data"_s;
    if (got.state == net::ReadResult::State::Quiet)
        co_return u"quiet"_s;
    const core::How how = connection.ending().how;
    if (how == core::How::TlsAlert || how == core::How::TlsAlertThenReset || !connection.tls().alertReceived.isEmpty())
        co_return u"alert"_s;
    co_return how == core::How::Reset ? u"reset"_s : u"fin"_s;
}

void describe(net::Connection& connection, const Variant& variant)
{
    connection.setParameter(u"tlsVersion"_s, versionsOf(variant.options));
    connection.setParameter(u"serverName"_s, variant.options.serverName);
    if (variant.options.extraHelloBytes > 0)
        connection.setParameter(u"extraHelloBytes"_s, variant.options.extraHelloBytes);
    if (variant.options.splitHello)
        connection.setParameter(u"splitHello"_s, true);
    if (!variant.options.cipherList.isEmpty())
        connection.setParameter(u"ciphers"_s, variant.options.cipherList);
    if (!variant.options.alpn.isEmpty())
        connection.setParameter(u"alpn"_s, variant.options.alpn.join(u','));
}

void learn(const net::Connection& connection, Shaken& result)
{
    const net::TlsFacts& facts = connection.tls();
    result.notTls = connection.ending().how == core::How::ProtocolError;
    result.certificateRequested = facts.clientCertificateRequested;
    result.alert = facts.alertReceived;
    result.version = facts.version;
    result.helloBytes = facts.helloBytes;
    for (const net::Certificate& certificate : facts.chain)
        for (const QString& name : certificate.names)
            if (result.nameInCertificate.isEmpty() && !isNumeric(name) && !name.startsWith(u'*'))
                result.nameInCertificate = name;
}

} // namespace

net::Task<> shakeHands(ProbeContext& context, Variant variant, Shaken& result)
{
    Opening opening;
    opening.purpose = variant.purpose;
    const auto connection = co_await open(context, std::move(opening));
    if (!connection)
        co_return;
    result.tried = true;
    describe(*connection, variant);
    if (connection->isOpen() && context.situation.tlsUpgrade)
        co_await askForTls(context, *connection, context.situation.protocol);
    variant.options.timeout = within(context, variant.options.timeout);
    QString after;
    if (connection->isOpen())
        result.completed = co_await connection->startTls(std::move(variant.options));
    if (result.completed)
        after = co_await lookAfter(context, *connection);
    const QJsonObject facts = connection->tls().toJson();
    for (auto fact = facts.begin(); fact != facts.end(); ++fact)
        connection->observe(fact.key(), fact.value());
    if (!after.isEmpty())
        connection->observe(u"afterHandshake"_s, after);
    result.stayed = result.completed && (after == u"quiet" || after == u"data");
    learn(*connection, result);
    if (result.stayed)
        connection->markSucceeded();
    co_await finish(context, *connection);
}

net::Task<> shakeAll(ProbeContext& context, std::vector<Variant> variants, std::vector<Shaken>& results)
{
    results.assign(variants.size(), {});
    Tasks tasks;
    for (std::size_t i = 0; i < variants.size(); ++i)
        tasks.push_back(shakeHands(context, std::move(variants[i]), results[i]));
    co_await context.net.all(std::move(tasks));
}

} // namespace doctor::probes
