// SPDX-License-Identifier: GPL-3.0-or-later
// The plan before anything is known: the same choice as in a run, made on what the target's address suggests.
#include "app/engine/plan/brisk.h"
#include "app/engine/plan/order.h"
#include "app/engine/plan/planner.h"

#include "app/diagnosis/diagnose.h"
#include "app/probes/conversation.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::engine
{

namespace
{

using core::Protocol;
using probes::Limits;
using probes::Situation;

/// The target as it would look if all were well, so that the plan shows the most that could be run.
Situation hopeful(const RunRequest& request)
{
    Situation situation;
    situation.target = request.target;
    situation.when = request.symptoms.value(u"when"_s);
    situation.protocol = request.target.protocol;
    if (situation.protocol == Protocol::Auto)
        situation.protocol = core::protocolOfPort(request.target.port);
    if (situation.protocol == Protocol::Auto)
        situation.protocol = Protocol::Http;
    situation.tls = situation.protocol == Protocol::Https || situation.protocol == Protocol::Tls;
    situation.tlsSuspected = situation.tls;
    situation.tlsCompletes = situation.tls;
    situation.healthyExchange = true;
    situation.addresses = request.target.addresses;
    if (situation.addresses.isEmpty()) // a name has both families more often than not
        situation.addresses = probes::isNumeric(request.target.host) ? QStringList{request.target.host}
                                                                     : QStringList{u"0.0.0.0"_s, u"::"_s};
    situation.target.addresses = situation.addresses;
    return situation;
}

class Sketch
{
public:
    Sketch(const RunRequest& request, const knowledge::Knowledge& knowledge)
        : m_request(request), m_knowledge(knowledge), m_patient(waitsLong({}, request, nullptr)),
          m_situation(hopeful(request))
    {
        m_left.secondsLeft = request.maxDurationSeconds;
        m_left.connectionsLeft = connectionBudget(request);
        m_left.connectionsPerSecond = request.connectionsPerSecond;
        m_left.thorough = request.thorough;
        m_left.brisk = !m_patient;
    }

    Plan draw();

private:
    void add(const probes::Probe& probe, bool keepsWait);
    [[nodiscard]] Limits limitsFor(const QString& id, bool keepsWait) const;
    [[nodiscard]] std::vector<const probes::Probe*> middle() const;

    const RunRequest& m_request;
    const knowledge::Knowledge& m_knowledge;
    const bool m_patient;
    Situation m_situation;
    Limits m_left;
    Plan m_plan;
};

Limits Sketch::limitsFor(const QString& id, bool keepsWait) const
{
    if (!m_patient && id == LongWait)
        return briefWait(m_left, m_situation, m_request);
    if (!m_patient && placeOf(id) == Place::Free && !isHinted(id, m_situation.when))
        return briskLimits(m_left, {}, m_request);
    Limits limits = m_left;
    if (m_patient && keepsWait && isWanted(LongWait, m_request)) {
        limits.secondsLeft -= idleReserve(m_request);
        limits.connectionsLeft -= idleConnections(m_request);
    }
    return limits;
}

void Sketch::add(const probes::Probe& probe, bool keepsWait)
{
    const Limits limits = limitsFor(probe.id(), keepsWait);
    const probes::Cost cost = probe.cost(m_situation, limits);
    PlannedTest test{.id = probe.id(),
                     .seconds = cost.seconds,
                     .connections = cost.connections,
                     .heavy = cost.consent == probes::Consent::Heavy,
                     .selected = true,
                     .reason = {}};
    if (!isWanted(test.id, m_request))
        test.reason = u"user"_s;
    else if (!cost.applicable)
        test.reason = cost.reason;
    else if (test.heavy && !m_request.thorough)
        test.reason = u"no-consent"_s;
    else if (!isGroundwork(test.id) && cost.connections > limits.connectionsLeft)
        test.reason = u"no-connections"_s;
    else if (limits.secondsLeft <
             (isGroundwork(test.id) || isCompanion(test.id) ? std::min(cost.seconds, 1.0) : cost.seconds))
        test.reason = m_patient || cost.seconds > m_left.secondsLeft ? u"no-time"_s : u"not-quick"_s;
    test.selected = test.reason.isEmpty();
    const bool beside = isCompanion(test.id) || (!m_patient && test.id == LongWait);
    if (test.selected && beside) {
        test.seconds = 0; // beside the others, it takes no time of its own
        m_left.connectionsLeft -= cost.connections;
        m_plan.connections += cost.connections;
    } else if (test.selected) {
        test.seconds = std::min(cost.seconds, limits.secondsLeft); // groundwork makes do with what there is
        m_left.secondsLeft -= test.seconds;
        m_left.connectionsLeft -= cost.connections;
        m_plan.seconds += test.seconds;
        m_plan.connections += cost.connections;
    }
    m_plan.tests.push_back(std::move(test));
}

std::vector<const probes::Probe*> Sketch::middle() const
{
    std::vector<std::pair<std::pair<bool, double>, const probes::Probe*>> rated;
    for (const auto& probe : probes::allProbes()) {
        if (placeOf(probe->id()) != Place::Free)
            continue;
        const double gain = diagnosis::expectedGain({}, m_situation.when, probe->questions(), m_knowledge);
        const probes::Cost cost = probe->cost(m_situation, m_left);
        const double score = gain / std::max(cost.seconds + cost.connections / m_request.connectionsPerSecond, 0.1);
        rated.emplace_back(std::pair{isHinted(probe->id(), m_situation.when), score}, probe.get());
    }
    std::stable_sort(rated.begin(), rated.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<const probes::Probe*> order;
    for (const auto& [score, probe] : rated)
        order.push_back(probe);
    return order;
}

Plan Sketch::draw()
{
    for (const Place place : {Place::Companion, Place::Groundwork})
        for (const auto& probe : probes::allProbes())
            if (placeOf(probe->id()) == place)
                add(*probe, false);
    for (const probes::Probe* probe : middle())
        add(*probe, true);
    add(*probes::findProbe(LongWait), false);
    return std::move(m_plan);
}

} // namespace

Plan makePlan(const RunRequest& request, const knowledge::Knowledge& knowledge)
{
    return Sketch(request, knowledge).draw();
}

} // namespace doctor::engine
