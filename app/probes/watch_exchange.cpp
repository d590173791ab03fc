// SPDX-License-Identifier: GPL-3.0-or-later
// Looks the name up anew each time, since networks and addresses change under a watch.
#include "app/probes/watch_exchange.h"

#include "app/computer/interfaces.h"
#include "app/core/model/ip_address.h"
#include "app/core/model/names.h"
#include "app/net/qt/names.h"
#include "app/probes/name_lookup.h"
#include "app/probes/protocols.h"
#include "app/probes/system_proxy.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

constexpr core::Milliseconds LookupPatience{5'000};
constexpr core::Milliseconds AfterLook{200};
constexpr core::Milliseconds Pace{500}; ///< design.md §6: at most two connections a second
constexpr int MostAddresses = 2;
constexpr int MostConnections = 9;

class Kept final : public Recorder
{
public:
    void attempt(const core::Attempt& attempt) override { attempts.push_back(attempt); }
    void fact(const QString& name, const QJsonValue& value) override { facts.insert(name, value); }
    void progress(double, const QString&, const QJsonObject&) override {}

    std::vector<core::Attempt> attempts;
    QJsonObject facts;
};

core::Attempt lookupFailure(const net::LookupResult& found, const Situation& situation, const core::Instant& began)
{
    core::Attempt attempt;
    attempt.purpose = u"watch"_s;
    attempt.startedAt = began;
    attempt.port = situation.target.port;
    attempt.phaseReached = core::Phase::NameLookup;
    attempt.ending = lookupEnding(found);
    if (found.state == net::LookupResult::State::Found) // but none of the family that was asked for
        attempt.ending.how = core::How::NameNotFound;
    attempt.timings.lookupMs = found.milliseconds;
    attempt.timings.totalMs = found.milliseconds;
    if (situation.tunnel)
        attempt.observations.insert(u"proxyStage"_s, u"connect"_s); // it was the proxy's name
    return attempt;
}

/// This computer cannot even begin, which says nothing of the service.
core::Attempt notTried(const core::Instant& began, const QString& why)
{
    core::Attempt attempt;
    attempt.purpose = u"watch"_s;
    attempt.startedAt = began;
    attempt.ending.phase = core::Phase::Connect;
    attempt.ending.how = core::How::LocalFailure;
    attempt.ending.detail = why;
    return attempt;
}

/// Asks what speaks here. False when the service took no connection, so that nothing was learnt.
net::Task<bool> learn(ProbeContext& context, Kept& kept, std::optional<Spoken>& spoken)
{
    co_await findProbe(u"service"_s)->run(context);
    const bool taken = std::any_of(kept.attempts.begin(), kept.attempts.end(), [](const core::Attempt& attempt) {
        return attempt.phaseReached != core::Phase::Connect;
    });
    if (!taken)
        co_return false;
    Spoken heard;
    const auto word = core::fromWord<core::Protocol>(kept.facts.value(u"protocol"_s).toString());
    heard.protocol = word.value_or(core::Protocol::Tcp);
    heard.tls = kept.facts.value(u"tls"_s).toBool();
    spoken = heard;
    co_return true;
}

net::Task<core::Attempt> exchangedWith(ProbeContext& context, QString address)
{
    Opening opening;
    opening.purpose = u"watch"_s;
    opening.address = std::move(address);
    const auto connection = co_await openReady(context, std::move(opening));
    if (!connection) { // stopped
        core::Attempt nothing;
        nothing.ending.who = core::Who::Us;
        nothing.ending.how = core::How::Cancelled;
        co_return nothing;
    }
    if (connection->isOpen()) {
        const Answer answer = co_await exchanged(context, *connection, patience(context));
        observe(*connection, answer);
        if (connection->isOpen())
            co_await connection->read(within(context, AfterLook)); // a reset may follow a whole answer
        if (isHealthy(answer) && connection->ending().how != core::How::Reset)
            connection->markSucceeded();
        co_await leave(context, *connection);
    }
    co_return connection->attempt();
}

} // namespace

std::optional<Spoken> spokenByName(const core::Target& target)
{
    if (target.protocol == core::Protocol::Auto)
        return std::nullopt;
    return Spoken{target.protocol, target.protocol == core::Protocol::Https || target.protocol == core::Protocol::Tls};
}

net::Task<core::Attempt> exchangeOnce(net::Net& net, core::Target target, std::optional<Spoken>& spoken, int round)
{
    const core::Instant began = net.clock().now();
    const auto settled = co_await withSystemProxy(net, std::move(target));
    if (!settled)
        co_return notTried(began, u"no-system-proxy"_s);
    target = *settled;
    Situation situation;
    situation.target = target;
    QString host = target.host;
    if (const auto proxy = core::parseProxy(target.proxy); proxy && *proxy) {
        situation.tunnel = net::Tunnel{.proxy = **proxy, .host = target.host, .port = target.port};
        host = (*proxy)->host;
    }
    const net::LookupResult found = co_await net::lookup(net, host, LookupPatience);
    situation.addresses = found.addresses;
    if (!situation.tunnel && target.family != core::Family::Any)
        situation.addresses.removeIf([wantV6 = target.family == core::Family::V6](const QString& address) {
            return address.contains(u':') != wantV6;
        });
    if (situation.addresses.isEmpty())
        co_return lookupFailure(found, situation, began);
    situation.addresses.removeIf(
        [&target](const QString& address) { return !core::isReachableFrom(target.sourceAddress, address); });
    if (situation.addresses.isEmpty())
        co_return notTried(began, u"no-source-address"_s);
    std::rotate(situation.addresses.begin(), situation.addresses.begin() + round % situation.addresses.size(),
                situation.addresses.end());

    Kept kept;
    int opened = 0;
    ProbeContext context{.net = net,
                         .recorder = kept,
                         .situation = situation,
                         .limits = {},
                         .deadlineUs = net.nowUs() + WatchPatience.count() * 1000,
                         .turn = [&net, &opened](bool) -> net::Task<bool> {
                             if (opened++ > 0)
                                 co_await net.sleep(Pace);
                             co_return opened <= MostConnections && !net.stopped();
                         }};
    if (!spoken) {
        const bool learnt = co_await learn(context, kept, spoken);
        if (!learnt && !kept.attempts.empty())
            co_return kept.attempts.front();
        context.deadlineUs = net.nowUs() + WatchPatience.count() * 1000;
    }
    const Spoken speech = spoken.value_or(Spoken{});
    situation.protocol = speech.protocol;
    situation.tls = speech.tls;

    core::Attempt attempt;
    const auto tries = std::min<qsizetype>(situation.addresses.size(), MostAddresses);
    for (qsizetype i = 0; i < tries; ++i) {
        attempt = co_await exchangedWith(context, situation.addresses.at(i));
        if (attempt.phaseReached != core::Phase::Connect)
            break; // it was taken: what followed is the service's word
    }
    co_return attempt;
}

bool hasNetworkFor(const core::Target& target)
{
    if (!target.sourceAddress.isEmpty() && !computer::isOwnAddress(target.sourceAddress))
        return false; // its network is not there now
    if (const auto proxy = core::parseProxy(target.proxy); proxy && *proxy) {
        core::Target first;
        first.host = (*proxy)->host;
        return hasNetworkFor(first);
    }
    return core::isLoopback(target) || computer::isOwnAddress(target.host) || computer::hasNetwork();
}

} // namespace doctor::probes
