// SPDX-License-Identifier: GPL-3.0-or-later
// Shakes hands as any client would, and again when two tries do not agree.
#include "app/probes/tls_handshake.h"

#include "app/probes/handshake.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

constexpr std::size_t Tries = 2;
/// An alert can be lost to the reset behind it, and a fault may come now and then: then two tries say too little.
constexpr std::size_t MoreTries = 2;
constexpr std::size_t MoreBriskTries = 1;

std::vector<Variant> defaults(const ProbeContext& context, std::size_t count)
{
    return std::vector<Variant>(count, Variant{u"default"_s, usualTls(context)});
}

bool agree(const Shaken& one, const Shaken& other)
{
    return one.stayed == other.stayed && one.alert == other.alert && one.completed == other.completed;
}

/// When a handshake has completed already, and all later connections will shake hands too, a brisk run is content with
/// one that goes well.
std::size_t firstTries(const Situation& situation, const Limits& limits)
{
    return limits.brisk && situation.tlsCompletes ? 1 : Tries;
}

/// Wordless and repeated: a lost alert would be told by one more try.
bool mayHideAlert(const Shaken& one)
{
    return one.tried && !one.stayed && !one.notTls && one.alert.isEmpty();
}

} // namespace

QString TlsHandshake::id() const
{
    return u"tls-handshake"_s;
}

QStringList TlsHandshake::questions() const
{
    return {u"tls-outcome"_s, u"tls-client-certificate"_s};
}

Cost TlsHandshake::cost(const Situation& situation, const Limits& limits) const
{
    const int connections = static_cast<int>(firstTries(situation, limits));
    const bool applicable = !situation.addresses.isEmpty() && situation.tlsSuspected;
    return {.seconds = connections / std::max(limits.connectionsPerSecond, 0.1) + 0.5,
            .connections = connections,
            .consent = Consent::Gentle,
            .applicable = applicable,
            .reason = applicable                      ? QString()
                      : situation.addresses.isEmpty() ? u"no-address"_s
                                                      : u"no-tls"_s};
}

net::Task<> TlsHandshake::run(ProbeContext& context) const
{
    std::vector<Shaken> first;
    const std::size_t tries = firstTries(context.situation, context.limits);
    co_await shakeAll(context, defaults(context, tries), first);
    context.recorder.progress(0.6);
    if (first.size() < Tries && first[0].stayed)
        co_return;
    if (first.size() < Tries) {
        std::vector<Shaken> second;
        co_await shakeAll(context, defaults(context, 1), second);
        first.push_back(second[0]);
    }
    if (outOfTime(context) || (agree(first[0], first[1]) && !mayHideAlert(first[0])))
        co_return;
    std::vector<Shaken> more;
    const bool agreed = agree(first[0], first[1]);
    const std::size_t count = context.limits.brisk && agreed ? MoreBriskTries : MoreTries;
    co_await shakeAll(context, defaults(context, count), more);
}

} // namespace doctor::probes
