// SPDX-License-Identifier: GPL-3.0-or-later
// Shakes hands as usual and, when that fails, in variants that differ in one thing each.
#include "app/probes/tls_handshake.h"

#include "app/core/model/target.h"
#include "app/probes/conversation.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

/// RFC 2606 reserves .invalid: no server is called this.
constexpr auto StrangeName = "connection-doctor.invalid";
constexpr core::Milliseconds AfterLook{300};
constexpr int VariantCount = 8;

struct Variant {
    QString purpose;
    net::TlsClientOptions options;
};

struct Outcome {
    bool completed = false;
    bool stayed = false;
    bool notTls = false;
    QString nameInCertificate;
};

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

net::Task<> shakeHands(ProbeContext& context, Variant variant, Outcome& outcome)
{
    Opening opening;
    opening.purpose = variant.purpose;
    const auto connection = co_await open(context, std::move(opening));
    if (!connection)
        co_return;
    connection->setParameter(u"tlsVersion"_s, versionsOf(variant.options));
    connection->setParameter(u"serverName"_s, variant.options.serverName);
    variant.options.timeout = within(context, variant.options.timeout);
    QString after;
    if (connection->isOpen())
        outcome.completed = co_await connection->startTls(std::move(variant.options));
    if (outcome.completed)
        after = co_await lookAfter(context, *connection);
    const QJsonObject facts = connection->tls().toJson();
    for (auto fact = facts.begin(); fact != facts.end(); ++fact)
        connection->observe(fact.key(), fact.value());
    if (!after.isEmpty())
        connection->observe(u"afterHandshake"_s, after);
    outcome.stayed = outcome.completed && (after == u"quiet" || after == u"data");
    outcome.notTls = connection->ending().how == core::How::ProtocolError;
    for (const net::Certificate& certificate : connection->tls().chain)
        for (const QString& name : certificate.names)
            if (outcome.nameInCertificate.isEmpty() && !isNumeric(name) && !name.startsWith(u'*'))
                outcome.nameInCertificate = name;
    if (outcome.stayed)
        connection->markSucceeded();
    co_await finish(context, *connection);
}

Variant versionOnly(const net::TlsClientOptions& usual, net::TlsVersion version)
{
    Variant variant{u"version-"_s + net::toWord(version), usual};
    variant.options.minimum = version;
    variant.options.maximum = version;
    variant.options.allowWeak = true;
    return variant;
}

Variant named(const net::TlsClientOptions& usual, QString purpose, QString name)
{
    Variant variant{std::move(purpose), usual};
    variant.options.serverName = std::move(name);
    return variant;
}

/// A name that the server may know: the user's, the certificate's, or this computer's own on loopback.
QString knownName(const ProbeContext& context, const Outcome& seen)
{
    const core::Target& target = context.situation.target;
    if (const QString name = tlsName(target); !name.isEmpty())
        return name;
    if (!seen.nameInCertificate.isEmpty())
        return seen.nameInCertificate;
    return core::isLoopback(target) ? u"localhost"_s : QString();
}

std::vector<Variant> variantsOf(const ProbeContext& context, const Outcome& seen)
{
    const net::TlsClientOptions usual = usualTls(context);
    std::vector<Variant> variants;
    for (const auto version :
         {net::TlsVersion::V1_2, net::TlsVersion::V1_3, net::TlsVersion::V1_1, net::TlsVersion::V1_0})
        variants.push_back(versionOnly(usual, version));
    if (const QString name = knownName(context, seen); !name.isEmpty())
        variants.push_back(named(usual, u"with-name"_s, name));
    variants.push_back(named(usual, u"no-name"_s, {}));
    variants.push_back(named(usual, u"other-name"_s, QString::fromLatin1(StrangeName)));
    Variant weak{u"weak-ciphers"_s, usual};
    weak.options.allowWeak = true;
    weak.options.cipherList = u"ALL"_s;
    variants.push_back(std::move(weak));
    return variants;
}

} // namespace

QString TlsHandshake::id() const
{
    return u"tls-handshake"_s;
}

QStringList TlsHandshake::questions() const
{
    return {u"tls-outcome"_s, u"tls-versions"_s, u"tls-name"_s, u"tls-ciphers"_s, u"tls-client-certificate"_s};
}

Cost TlsHandshake::cost(const Situation& situation, const Limits& limits) const
{
    const bool variants = situation.when == u"tls";
    const int connections = variants ? 2 + VariantCount + 1 : 2;
    const QString reason = situation.addresses.isEmpty() ? u"no-address"_s : u"no-tls"_s;
    const bool applicable = !situation.addresses.isEmpty() && situation.tlsSuspected;
    return {.seconds = connections / std::max(limits.connectionsPerSecond, 0.1) + 0.5,
            .connections = connections,
            .consent = Consent::Gentle,
            .applicable = applicable,
            .reason = applicable ? QString() : reason};
}

net::Task<> TlsHandshake::run(ProbeContext& context) const
{
    const net::TlsClientOptions usual = usualTls(context);
    std::array<Outcome, 2> first;
    Tasks defaults;
    for (Outcome& outcome : first)
        defaults.push_back(shakeHands(context, Variant{u"default"_s, usual}, outcome));
    co_await context.net.all(std::move(defaults));
    context.recorder.progress(0.2);

    const bool bothStayed = first[0].stayed && first[1].stayed;
    const bool notTls = first[0].notTls && first[1].notTls;
    if (notTls || outOfTime(context) || (bothStayed && context.situation.when != u"tls"))
        co_return;
    std::vector<Variant> variants = variantsOf(context, first[0].completed ? first[0] : first[1]);
    std::vector<Outcome> outcomes(variants.size());
    Tasks tasks;
    for (std::size_t i = 0; i < variants.size(); ++i)
        tasks.push_back(shakeHands(context, std::move(variants[i]), outcomes[i]));
    co_await context.net.all(std::move(tasks));
    context.recorder.progress(0.9);
    Outcome canary;
    co_await shakeHands(context, Variant{u"canary"_s, usual}, canary);
}

} // namespace doctor::probes
