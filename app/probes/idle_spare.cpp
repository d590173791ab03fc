// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps connections in use between one quiet and the next.
#include "app/probes/idle_spare.h"

#include "app/probes/idle_rung.h"
#include "app/probes/protocols.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

/// Fewer than a connection makes that is in use all the time: a limit of requests shows there first.
constexpr int MostRequests = 24;

/// Half of what was survived is safe, and no oftener than is needed.
double pauseSeconds(const IdleCommon& common)
{
    return std::clamp(common.watch.longestAlive() / 2, 0.5, 60.0);
}

double quietSeconds(const ProbeContext& context, const Spare& spare)
{
    return static_cast<double>(context.net.nowUs() - spare.lastWordUs) / 1e6;
}

void recordCut(ProbeContext& context, const Spare& spare, double pause)
{
    core::Attempt attempt = soFar(context, *spare.connection);
    attempt.purpose = u"spare"_s;
    attempt.succeeded = false;
    attempt.timings.idleMs.reset();
    attempt.parameters = {{u"pauseSeconds"_s, pause}};
    attempt.observations = {{u"requests"_s, spare.requests},
                            {u"ended"_s, u"cut"_s},
                            {u"ageSeconds"_s, attempt.timings.totalMs.value_or(0) / 1000}};
    context.recorder.attempt(attempt);
}

} // namespace

core::Attempt soFar(const ProbeContext& context, const net::Connection& connection)
{
    core::Attempt attempt = connection.attempt();
    if (!attempt.timings.totalMs)
        attempt.timings.totalMs = static_cast<double>(context.net.nowUs() - attempt.startedAt.monotonicUs) / 1000;
    return attempt;
}

net::Task<std::optional<Spare>> usedAgain(ProbeContext& context, IdleCommon& common, Spare spare)
{
    const double quiet = quietSeconds(context, spare);
    spare.connection->enter(core::Phase::LongLived);
    const Answer answer = co_await asked(context, *spare.connection, core::Phase::LongLived, patience(context));
    const bool stays = answer.state == Answer::State::Answered && answer.keepsAlive != false;
    ++spare.requests;
    spare.lastWordUs = context.net.nowUs();
    if (stays && spare.connection->isOpen() && spare.requests < MostRequests)
        co_return std::optional(std::move(spare));
    // What was quiet for longer than is known to be survived may have ended for that.
    const double pause = pauseSeconds(common);
    if (answer.state != Answer::State::Answered && quiet <= pause * 1.5 && !context.net.stopped()) {
        ++common.endedInUse;
        recordCut(context, spare, pause);
    }
    co_await leave(context, *spare.connection);
    co_return std::nullopt;
}

namespace
{

net::Task<> keepOneInUse(ProbeContext& context, IdleCommon& common, Spare spare)
{
    std::optional<Spare> used = co_await usedAgain(context, common, std::move(spare));
    if (used)
        common.spares.push_back(std::move(*used));
}

net::Task<> leaveOne(ProbeContext& context, net::Connection& connection)
{
    co_await leave(context, connection);
}

} // namespace

net::Task<> keepInUse(ProbeContext& context, IdleCommon& common)
{
    const double pause = pauseSeconds(common);
    const auto due = std::partition(common.spares.begin(), common.spares.end(),
                                    [&](const Spare& spare) { return quietSeconds(context, spare) < pause; });
    Tasks tasks;
    for (auto it = due; it != common.spares.end(); ++it)
        tasks.push_back(keepOneInUse(context, common, std::move(*it)));
    common.spares.erase(due, common.spares.end());
    co_await context.net.all(std::move(tasks));
    // What ends connections in use would end the used ones sooner than fresh ones, and not for their quiet.
    if (common.endedInUse > 0)
        co_await leaveSpares(context, common);
}

net::Task<> leaveSpares(ProbeContext& context, IdleCommon& common)
{
    common.keepsSpares = false;
    const std::vector<Spare> leaving = std::exchange(common.spares, {});
    Tasks tasks;
    for (const Spare& spare : leaving)
        tasks.push_back(leaveOne(context, *spare.connection));
    co_await context.net.all(std::move(tasks));
}

} // namespace doctor::probes
