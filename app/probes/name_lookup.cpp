// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the system and the name servers for the host's addresses.
#include "app/probes/name_lookup.h"

#include "app/net/qt/names.h"
#include "app/probes/conversation.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

using State = net::LookupResult::State;

core::Ending endingOf(const net::LookupResult& result)
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

} // namespace

QString NameLookup::id() const
{
    return u"name-lookup"_s;
}

QStringList NameLookup::questions() const
{
    return {u"name-resolution"_s};
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
    constexpr core::Milliseconds Patience{5'000};
    const core::Target& target = context.situation.target;
    core::Attempt attempt;
    attempt.purpose = u"lookup"_s;
    attempt.startedAt = context.net.clock().now();
    attempt.port = target.port;
    attempt.phaseReached = core::Phase::NameLookup;

    const net::LookupResult result = co_await net::lookup(context.net, target.host, within(context, Patience));

    attempt.ending = endingOf(result);
    attempt.succeeded = result.state == State::Found;
    attempt.timings.lookupMs = result.milliseconds;
    attempt.timings.totalMs = result.milliseconds;
    context.recorder.fact(u"addresses"_s, QJsonArray::fromStringList(result.addresses));
    context.recorder.fact(u"aliases"_s, QJsonArray::fromStringList(result.aliases));
    context.recorder.fact(u"literal"_s, isNumeric(target.host));
    context.recorder.attempt(attempt);
}

} // namespace doctor::probes
