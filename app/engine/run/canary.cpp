// SPDX-License-Identifier: GPL-3.0-or-later
// One more connection after a rest: a target that merely stumbled takes it, one that locked us out does not.
#include "app/engine/run/canary.h"

#include "app/net/net.h"
#include "app/probes/conversation.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::engine
{

namespace
{

constexpr core::Milliseconds Rest{2'000};
constexpr core::Milliseconds ConnectWait{2'000};
constexpr core::Milliseconds Look{200};
constexpr qint64 TurnWaitUs = 1'000'000;
constexpr double SecondsNeeded = 5;

net::Task<> ask(net::Net& net, Pacer& pacer, net::ConnectOptions options, std::optional<core::Attempt>& result)
{
    co_await net.sleep(Rest);
    Pacer::Allowance allowance(pacer, 1, net.nowUs() + TurnWaitUs, net.nowUs());
    const bool granted = co_await allowance.turn(net, false);
    if (!granted)
        co_return;
    const auto connection = co_await net.connect(std::move(options));
    if (connection->isOpen())
        co_await connection->read(Look);
    if (connection->isOpen())
        connection->markSucceeded();
    co_await connection->close();
    if (!net.stopped())
        result = connection->attempt();
}

} // namespace

bool canaryFlipped(const core::TestRecord& record)
{
    const auto isCanary = [](const core::Attempt& attempt) { return attempt.purpose == u"canary"; };
    const auto last = std::find_if(record.attempts.rbegin(), record.attempts.rend(), isCanary);
    if (last == record.attempts.rend() || last->succeeded || !last->ending.isFailure())
        return false;
    const auto first = std::find_if(record.attempts.begin(), record.attempts.end(), isCanary);
    if (&*first != &*last)
        return first->succeeded;
    return std::any_of(record.attempts.begin(), first, [](const core::Attempt& attempt) { return attempt.succeeded; });
}

std::optional<core::Attempt> askCanaryAgain(const core::Session& session, const std::stop_token& stop, Pacer& pacer,
                                            const core::Clock& clock, double secondsLeft)
{
    const probes::Situation situation = probes::situationFrom(session);
    std::optional<core::Attempt> result;
    if (secondsLeft < SecondsNeeded || situation.addresses.isEmpty())
        return result;
    net::ConnectOptions options = probes::usualConnect(situation);
    options.timeout = ConnectWait;
    options.purpose = u"canary"_s;
    net::Net net(stop, clock);
    net.run([&] { return ask(net, pacer, options, result); });
    return result;
}

} // namespace doctor::engine
