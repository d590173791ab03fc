// SPDX-License-Identifier: GPL-3.0-or-later
// Two looks at this computer, one before and one after the other tests.
#include "app/probes/this_computer.h"

#include "app/computer/counters.h"
#include "app/computer/interfaces.h"
#include "app/computer/limits.h"
#include "app/computer/listeners.h"
#include "app/computer/packet_filter.h"
#include "app/computer/proxies.h"
#include "app/computer/socket_table.h"
#include "app/net/aside.h"
#include "app/probes/conversation.h"

#include <QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

constexpr core::Milliseconds LookPatience{1'500};
constexpr core::Milliseconds ProxyPatience{2'000};
constexpr core::Milliseconds Rhythm{200};

/// One look. Filled on a thread of its own, so it owns all that it needs.
struct Look {
    core::Target target;
    int port = 0; ///< that is dialled
    computer::Counters counters;
    std::optional<computer::PortUse> ports;
    computer::PacketFilter filter;
    std::optional<std::vector<computer::Listener>> listeners; ///< only when the target is this computer
    bool targetIsHere = false;
};

void take(Look& look)
{
    const QStringList& addresses = look.target.addresses;
    look.counters = computer::readCounters();
    look.ports = computer::readPortUse({addresses, look.port, look.target.sourceAddress});
    look.filter = computer::readPacketFilter(
        {.address = addresses.value(0), .port = look.port, .source = look.target.sourceAddress});
    look.targetIsHere = std::any_of(addresses.begin(), addresses.end(), computer::isOwnAddress);
    if (look.targetIsHere)
        look.listeners = computer::readListeners(look.port);
}

net::Task<std::shared_ptr<Look>> lookAside(ProbeContext& context)
{
    auto look = std::make_shared<Look>();
    look->target = context.situation.target;
    look->port = dialledPort(context.situation);
    const std::function<void()> work = [look] { take(*look); };
    const bool done = co_await net::aside(context.net, work, LookPatience);
    co_return done ? look : nullptr;
}

QJsonObject toJson(const computer::PortUse& use)
{
    return {{u"sockets"_s, use.sockets},
            {u"timeWait"_s, use.timeWait},
            {u"toward"_s, use.toward},
            {u"towardTimeWait"_s, use.towardTimeWait}};
}

QString toWord(computer::FilterRules::Fate fate)
{
    using Fate = computer::FilterRules::Fate;
    return fate == Fate::Blocks ? u"blocks"_s : fate == Fate::MayBlock ? u"may-block"_s : u"passes"_s;
}

QJsonObject toJson(const computer::PacketFilter& filter)
{
    if (!filter.rules)
        return {{u"reason"_s, filter.reason}};
    return {{u"rules"_s, filter.rules->rules},
            {u"outgoing"_s, toWord(filter.rules->outgoing)},
            {u"incoming"_s, toWord(filter.rules->incoming)},
            {u"rejects"_s, filter.rules->rejects}};
}

QJsonArray interfaces()
{
    QJsonArray list;
    for (const computer::Interface& one : computer::readInterfaces())
        if (!one.loopback)
            list.append(QJsonObject{{u"name"_s, one.name}, {u"mtu"_s, one.mtu}, {u"tunnel"_s, one.tunnel}});
    return list;
}

QJsonArray toJson(const std::vector<computer::Listener>& listeners)
{
    QJsonArray list;
    for (const computer::Listener& one : listeners)
        list.append(QJsonObject{{u"address"_s, one.address}, {u"waiting"_s, one.waiting}, {u"room"_s, one.room}});
    return list;
}

net::Task<> readProxies(ProbeContext& context)
{
    auto found = std::make_shared<std::vector<computer::FoundProxy>>();
    const std::function<void()> work = [found, target = context.situation.target] {
        *found = computer::readProxies(target);
    };
    const bool done = co_await net::aside(context.net, work, ProxyPatience);
    if (!done)
        co_return;
    QJsonArray list;
    for (const computer::FoundProxy& one : *found)
        list.append(QJsonObject{{u"source"_s, one.source}, {u"proxy"_s, core::displayName(one.proxy)}});
    context.recorder.fact(u"proxies"_s, list);
}

void recordFirst(ProbeContext& context, const Look& look)
{
    probes::Recorder& recorder = context.recorder;
    if (const QJsonObject limits = computer::toJson(computer::readLimits()); !limits.isEmpty())
        recorder.fact(u"limits"_s, limits);
    recorder.fact(u"interfaces"_s, interfaces());
    recorder.fact(u"filter"_s, toJson(look.filter));
    recorder.fact(u"targetIsHere"_s, look.targetIsHere);
    if (look.ports)
        recorder.fact(u"ports"_s, QJsonObject{{u"before"_s, toJson(*look.ports)}});
    if (look.listeners)
        recorder.fact(u"listeners"_s, toJson(*look.listeners));
}

/// The listener's fullest moment, as a queue overflows in moments.
void keepFullest(QJsonArray& fullest, const std::vector<computer::Listener>& now)
{
    for (const computer::Listener& one : now) {
        const auto same = std::find_if(fullest.begin(), fullest.end(),
                                       [&](const QJsonValue& known) { return known[u"address"] == one.address; });
        const QJsonObject row{{u"address"_s, one.address}, {u"waiting"_s, one.waiting}, {u"room"_s, one.room}};
        if (same == fullest.end())
            fullest.append(row);
        else if ((*same)[u"waiting"].toInt() < one.waiting)
            *same = row;
    }
}

void recordLast(ProbeContext& context, const Look& first, const Look& last)
{
    if (!last.counters.isEmpty())
        context.recorder.fact(u"counters"_s, computer::toJson(computer::growth(first.counters, last.counters)));
    if (first.ports && last.ports)
        context.recorder.fact(u"ports"_s,
                              QJsonObject{{u"before"_s, toJson(*first.ports)}, {u"after"_s, toJson(*last.ports)}});
    if (!last.filter.rules)
        return;
    QJsonObject filter = toJson(last.filter);
    if (last.filter.rules->blockedPackets && first.filter.rules)
        filter.insert(u"blocked"_s,
                      *last.filter.rules->blockedPackets - first.filter.rules->blockedPackets.value_or(0));
    context.recorder.fact(u"filter"_s, filter);
}

} // namespace

QString ThisComputer::id() const
{
    return u"this-computer"_s;
}

QStringList ThisComputer::questions() const
{
    return {u"local-ports"_s, u"local-filter"_s, u"local-proxy"_s, u"local-listener"_s};
}

Cost ThisComputer::cost(const Situation& situation, const Limits&) const
{
    const bool known = !situation.target.addresses.isEmpty();
    return {.seconds = 0.1,
            .connections = 0,
            .consent = Consent::Gentle,
            .applicable = known,
            .reason = known ? QString() : u"no-address"_s};
}

net::Task<> ThisComputer::run(ProbeContext& context) const
{
    const auto first = co_await lookAside(context);
    if (!first)
        co_return;
    recordFirst(context, *first);
    context.goOnBeside();
    co_await readProxies(context);
    QJsonArray fullest;
    if (first->listeners)
        fullest = toJson(*first->listeners);
    while (!context.isLast() && !outOfTime(context)) {
        if (first->targetIsHere) {
            auto now = std::make_shared<std::optional<std::vector<computer::Listener>>>();
            const int port = first->port;
            const std::function<void()> work = [now, port] { *now = computer::readListeners(port); };
            const bool seen = co_await net::aside(context.net, work, LookPatience);
            if (seen && *now)
                keepFullest(fullest, **now);
        }
        co_await context.net.sleep(Rhythm);
    }
    if (first->listeners)
        context.recorder.fact(u"listeners"_s, fullest);
    // A run that was stopped wants its end at once; the counters cost nothing.
    if (context.net.stopped()) {
        Look last;
        last.counters = computer::readCounters();
        recordLast(context, *first, last);
        co_return;
    }
    const auto last = co_await lookAside(context);
    if (last)
        recordLast(context, *first, *last);
}

} // namespace doctor::probes
