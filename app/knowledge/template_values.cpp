// SPDX-License-Identifier: GPL-3.0-or-later
// Measured values and the advice that follows from them.
#include "app/knowledge/template_values.h"

#include "app/core/model/ip_address.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace doctor::knowledge
{

namespace
{

/// What a browser or curl is told: scheme, host and port. What was heard there decides where the target names no
/// scheme.
QString webAddress(const core::Target& target, const QString& spoken)
{
    const bool open = target.protocol != core::Protocol::Https && target.protocol != core::Protocol::Tls;
    const bool plain = spoken.isEmpty() ? core::protocolOfPort(target.port) == core::Protocol::Http : spoken == u"http";
    const bool http = target.protocol == core::Protocol::Http || (open && plain);
    return (http ? QStringLiteral("http://") : QStringLiteral("https://")) + core::displayName(target);
}

/// The name to say in a TLS hello: the user's, or the one with which it worked. Empty where only an address is known.
QString tlsName(const core::Target& target, const QString& workingName)
{
    if (!target.serverName.isEmpty()) {
        return target.serverName;
    }
    if (!core::parseIpAddress(target.host)) {
        return target.host;
    }
    return workingName.endsWith(u".invalid") ? QString() : workingName; // the tests' made-up name is no advice
}

void addTarget(QJsonObject& values, const core::Target& target)
{
    values.insert(u"site", webAddress(target, values.value(u"spoken").toString()));
    if (const QString name = tlsName(target, values.value(u"workingName").toString()); !name.isEmpty()) {
        values.insert(u"tlsName", name);
    }
    values.insert(u"host", target.host);
    values.insert(u"port", QString::number(target.port)); // a name, not a quantity: no thousands separator
    values.insert(u"target", core::displayName(target));
    if (!target.addresses.isEmpty()) {
        values.insert(u"address", target.addresses.first());
    }
}

/// From an idle limit: how often to speak, when to drop a pooled connection, what to ask of the server.
void addIdleAdvice(QJsonObject& values)
{
    if (!values.value(u"idleSeconds").isDouble()) {
        return;
    }
    const double idle = values.value(u"lowSeconds").toDouble(values.value(u"idleSeconds").toDouble());
    const double limit = std::max(1.0, std::min(idle, values.value(u"idleSeconds").toDouble()));
    // A tenth of the limit, at least a second, covers the way there and coarse timers on both sides.
    const double margin = std::max(1.0, std::ceil(limit / 10));
    values.insert(u"keepAliveSeconds", std::max(1.0, std::floor(limit / 2)));
    values.insert(u"poolSeconds", std::max(1.0, std::floor(limit - margin)));
    // More than the 60 s for which nginx and cloud balancers keep their connections to a server: equal is the worst.
    values.insert(u"serverSeconds", std::max(75.0, std::ceil(limit * 2 / 60) * 60));
}

void addLoadAdvice(QJsonObject& values)
{
    const double limit = values.value(u"limit").toDouble();
    if (limit >= 1) {
        values.insert(u"poolSize", std::max(1.0, std::floor(limit * 0.8)));
    }
    const double perSecond = values.value(u"perSecond").toDouble();
    if (perSecond > 0) {
        values.insert(u"requestsPerSecond", perSecond > 2 ? std::floor(perSecond / 2) : perSecond / 2);
    }
}

void addSizeAdvice(QJsonObject& values)
{
    const double good = values.value(u"largestGood").toDouble();
    if (good > 0) {
        values.insert(u"chunkBytes", good);
    }
    const double bad = values.value(u"smallestBad").toDouble();
    if (bad > 0) {
        values.insert(u"limitKilobytes", std::ceil(bad / 1024));
    }
}

void addDerived(QJsonObject& values)
{
    addIdleAdvice(values);
    addLoadAdvice(values);
    addSizeAdvice(values);
}

/// "4 seconds" for 4.01: a limit that somebody set, as far as it can be told from when it struck.
double spokenSeconds(double measured)
{
    constexpr double Near = 0.02;
    const double whole = std::round(measured);
    return std::abs(measured - whole) <= Near * measured ? whole : measured;
}

} // namespace

QJsonObject templateValues(const core::Target& target, const std::vector<core::Finding>& findings)
{
    QJsonObject values;
    for (const auto& finding : findings) {
        for (auto it = finding.values.begin(); it != finding.values.end(); ++it) {
            if (!values.contains(it.key())) {
                values.insert(it.key(), it.value());
            }
        }
    }
    addDerived(values);
    addTarget(values, target);
    return values;
}

QJsonObject templateValues(const core::Target& target, const std::vector<core::Finding>& findings,
                           const core::RankedCause& cause)
{
    std::vector<core::Finding> ordered;
    for (const auto& evidence : cause.evidenceFor) {
        std::copy_if(findings.begin(), findings.end(), std::back_inserter(ordered),
                     [&](const auto& finding) { return finding.question == evidence.question; });
    }
    ordered.insert(ordered.end(), findings.begin(), findings.end());
    QJsonObject values = templateValues(target, ordered);
    for (const auto& key : {QStringLiteral("idleSeconds"), QStringLiteral("limitSeconds")}) {
        if (const double measured = values.value(key).toDouble(); measured > 0) {
            values.insert(key, spokenSeconds(measured));
        }
    }
    return values;
}

QJsonObject templateValues(const core::Target& target, const core::Finding& finding)
{
    return templateValues(target, std::vector<core::Finding>{finding});
}

} // namespace doctor::knowledge
