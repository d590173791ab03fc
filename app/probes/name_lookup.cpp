// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the system and the name servers for the host's addresses.
#include "app/probes/name_lookup.h"

#include "app/core/model/ip_address.h"
#include "app/net/name_servers.h"
#include "app/net/qt/names.h"
#include "app/probes/conversation.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

using State = net::LookupResult::State;

// Long enough for a server to ask others, short enough not to hold a run up for one that is dead.
constexpr core::Milliseconds ServerPatience{1'500};

QString wordOf(net::ServerAnswer::State state)
{
    switch (state) {
    case net::ServerAnswer::State::Found:
        return u"found"_s;
    case net::ServerAnswer::State::NoAddress:
        return u"no-address"_s;
    case net::ServerAnswer::State::NoName:
        return u"no-name"_s;
    case net::ServerAnswer::State::Failed:
        return u"failed"_s;
    case net::ServerAnswer::State::Silent:
        break;
    }
    return u"silent"_s;
}

net::Task<> askSystem(ProbeContext& context, net::LookupResult& result, net::AlreadyKnown known)
{
    constexpr core::Milliseconds Patience{5'000};
    result = co_await net::lookup(context.net, context.situation.target.host, within(context, Patience));
    *known = result.state == State::Found;
}

/// What each configured server says by itself.
net::Task<> askServers(ProbeContext& context, net::AlreadyKnown known)
{
    const QString host = context.situation.target.host;
    const QStringList servers = net::configuredNameServers();
    if (isNumeric(host) || !host.contains(u'.') || servers.isEmpty())
        co_return;
    const auto answers =
        co_await net::askNameServers(context.net, host, servers, within(context, ServerPatience), known);
    QJsonArray list;
    for (const net::ServerAnswer& answer : answers) {
        QJsonObject row{{u"server"_s, answer.server},
                        {u"state"_s, wordOf(answer.state)},
                        {u"addresses"_s, QJsonArray::fromStringList(answer.addresses)},
                        {u"chain"_s, QJsonArray::fromStringList(answer.chain)}};
        if (answer.state != net::ServerAnswer::State::Silent)
            row.insert(u"milliseconds"_s, answer.milliseconds);
        list.append(row);
    }
    context.recorder.fact(u"servers"_s, list);
}

/// No connection from the chosen source address reaches addresses of the other family.
void recordLeftOut(ProbeContext& context, QStringList dialled)
{
    const QString source = context.situation.target.sourceAddress;
    dialled.removeIf([&source](const QString& address) { return core::isReachableFrom(source, address); });
    if (!dialled.isEmpty())
        context.recorder.fact(u"leftOut"_s, QJsonArray::fromStringList(dialled));
}

/// Through a proxy, its name is the one that this computer has to look up.
net::Task<> lookUpProxy(ProbeContext& context)
{
    const auto proxy = core::parseProxy(context.situation.target.proxy);
    if (!proxy || !*proxy)
        co_return;
    const net::LookupResult found = co_await net::lookup(context.net, (*proxy)->host, within(context, ServerPatience));
    context.recorder.fact(u"proxyAddresses"_s, QJsonArray::fromStringList(found.addresses));
    recordLeftOut(context, found.addresses);
}

} // namespace

core::Ending lookupEnding(const net::LookupResult& result)
{
    core::Ending ending;
    ending.phase = core::Phase::NameLookup;
    ending.detail = result.detail;
    switch (result.state) {
    case State::Found:
        ending.detail.clear();
        break;
    case State::NotFound:
        ending.how = core::How::NameNotFound;
        break;
    case State::Failed:
        ending.how = core::How::NameLookupFailed;
        break;
    case State::TimedOut:
        ending.how = core::How::TimedOut;
        break;
    case State::Cancelled:
        ending.who = core::Who::Us;
        ending.how = core::How::Cancelled;
        break;
    }
    return ending;
}

QString NameLookup::id() const
{
    return u"name-lookup"_s;
}

QStringList NameLookup::questions() const
{
    return {u"name-resolution"_s, u"name-servers"_s};
}

Cost NameLookup::cost(const Situation& situation, const Limits&) const
{
    return {.seconds = isNumeric(situation.target.host) ? 0.1 : 1.0,
            .connections = 0,
            .consent = Consent::Gentle,
            .applicable = true,
            .reason = {}};
}

net::Task<> NameLookup::run(ProbeContext& context) const
{
    const core::Target& target = context.situation.target;
    core::Attempt attempt;
    attempt.purpose = u"lookup"_s;
    attempt.startedAt = context.net.clock().now();
    attempt.port = target.port;
    attempt.phaseReached = core::Phase::NameLookup;

    net::LookupResult result;
    Tasks questions;
    const auto known = std::make_shared<std::atomic<bool>>(false);
    questions.push_back(askSystem(context, result, known));
    questions.push_back(askServers(context, known));
    questions.push_back(lookUpProxy(context));
    co_await context.net.all(std::move(questions));

    attempt.ending = lookupEnding(result);
    attempt.succeeded = result.state == State::Found;
    attempt.timings.lookupMs = result.milliseconds;
    attempt.timings.totalMs = result.milliseconds;
    context.recorder.fact(u"addresses"_s, QJsonArray::fromStringList(result.addresses));
    if (!context.situation.tunnel)
        recordLeftOut(context, result.addresses);
    context.recorder.fact(u"systemAddresses"_s, QJsonArray::fromStringList(result.systemAddresses));
    context.recorder.fact(u"aliases"_s, QJsonArray::fromStringList(result.aliases));
    context.recorder.fact(u"literal"_s, isNumeric(target.host));
    context.recorder.attempt(attempt);
}

} // namespace doctor::probes
