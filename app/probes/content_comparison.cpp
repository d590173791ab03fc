// SPDX-License-Identifier: GPL-3.0-or-later
// Says the same words with another name and at other addresses.
#include "app/probes/content_comparison.h"

#include "app/core/model/target.h"
#include "app/probes/trigger.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

/// "Cut three times out of three, and the other never" is what a claim about names needs.
constexpr int Repeats = 3;
constexpr qsizetype MostAddresses = 2;
constexpr core::Milliseconds ReactionWait{3'000};

QString wordOf(const Situation& situation)
{
    return situation.cutBy.isEmpty() ? situation.unheard : situation.cutBy;
}

/// The target's other addresses, those of the other family first.
QStringList otherAddresses(const Situation& situation)
{
    const QString first = situation.addresses.value(0);
    QStringList others = situation.addresses.mid(1);
    std::stable_partition(others.begin(), others.end(),
                          [&](const QString& address) { return familyOf(address) != familyOf(first); });
    return others.mid(0, MostAddresses);
}

net::Task<> sayOnce(ProbeContext& context, QString purpose, Trigger trigger, QString address)
{
    Opening opening;
    opening.purpose = std::move(purpose);
    opening.address = std::move(address);
    const auto connection = co_await open(context, std::move(opening));
    if (!connection)
        co_return;
    if (!trigger.name.isEmpty())
        connection->setParameter(u"serverName"_s, trigger.name);
    connection->setParameter(u"family"_s, familyOf(connection->attempt().address));
    const bool ready = co_await prepared(context, *connection, trigger);
    Reaction reaction = Reaction::NotSaid;
    if (ready)
        reaction = co_await reactionTo(context, *connection, trigger, ReactionWait);
    connection->observe(u"reaction"_s, toWord(reaction));
    if (reaction == Reaction::Answered)
        connection->markSucceeded();
    co_await finish(context, *connection);
}

} // namespace

QString ContentComparison::id() const
{
    return u"content-comparison"_s;
}

QStringList ContentComparison::questions() const
{
    return {u"name-comparison"_s, u"address-comparison"_s};
}

Cost ContentComparison::cost(const Situation& situation, const Limits& limits) const
{
    const std::optional<Trigger> trigger = triggerOf(wordOf(situation), situation);
    const bool named = trigger && harmlessTwin(*trigger);
    const int others = static_cast<int>(otherAddresses(situation).size());
    QString reason;
    if (situation.addresses.isEmpty())
        reason = u"no-address"_s;
    else if (!trigger)
        reason = u"no-reset"_s;
    else if (!named && others == 0)
        reason = u"no-name"_s;
    const int connections = Repeats + (named ? Repeats : 0) + others * Repeats;
    return {.seconds = connections / std::max(limits.connectionsPerSecond, 0.1) + 0.5,
            .connections = connections,
            .consent = Consent::Gentle,
            .applicable = reason.isEmpty(),
            .reason = reason};
}

net::Task<> ContentComparison::run(ProbeContext& context) const
{
    const std::optional<Trigger> ours = triggerOf(wordOf(context.situation), context.situation);
    if (!ours)
        co_return;
    const std::optional<Trigger> harmless = harmlessTwin(*ours);
    Tasks tasks;
    for (int round = 0; round < Repeats; ++round) {
        tasks.push_back(sayOnce(context, u"our-name"_s, *ours, {}));
        if (harmless)
            tasks.push_back(sayOnce(context, u"other-name"_s, *harmless, {}));
        const QStringList addresses = otherAddresses(context.situation);
        for (const QString& address : addresses)
            tasks.push_back(sayOnce(context, u"other-address"_s, *ours, address));
    }
    co_await context.net.all(std::move(tasks));
}

} // namespace doctor::probes
