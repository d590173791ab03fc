// SPDX-License-Identifier: GPL-3.0-or-later
// Ports, the local packet filter, proxies and the local listener, each to one answer.
#include "app/diagnosis/detectors/this_computer.h"

#include "app/diagnosis/detectors/refusals.h"

#include <QJsonArray>
#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;
using core::How;

namespace
{

const QString Test = u"this-computer"_s;

/// Fewer ports than this are soon used up by any program that opens connections in a row.
constexpr int FewPorts = 1000;
constexpr double NearlyAll = 0.95;
constexpr double Most = 0.7;

core::Finding computed(const QString& question, const QString& answer, double confidence,
                       const QJsonObject& values = {})
{
    core::Finding finding;
    finding.question = question;
    finding.answer = answer;
    finding.source = {core::SourceKind::Test, Test};
    finding.confidence = confidence;
    finding.values = values;
    return finding;
}

std::optional<core::Finding> ports(const QJsonObject& facts)
{
    const QJsonObject limits = facts.value(u"limits").toObject();
    const QJsonObject use = facts.value(u"ports").toObject();
    if (!limits.contains(u"lowestPort") || use.isEmpty())
        return std::nullopt;
    const int supply = limits.value(u"highestPort").toInt() - limits.value(u"lowestPort").toInt() + 1;
    const int toward = std::max(use.value(u"before")[u"toward"].toInt(), use.value(u"after")[u"toward"].toInt());
    const QJsonObject values{{u"supply"_s, supply},
                             {u"used"_s, toward},
                             {u"waiting"_s, std::max(use.value(u"before")[u"towardTimeWait"].toInt(),
                                                     use.value(u"after")[u"towardTimeWait"].toInt())}};
    if (toward >= supply * NearlyAll)
        return computed(u"local-ports"_s, u"exhausted"_s, 0.97, values);
    if (toward >= supply * Most)
        return computed(u"local-ports"_s, u"scarce"_s, 0.95, values);
    return computed(u"local-ports"_s, supply < FewPorts ? u"narrow"_s : u"plenty"_s, 0.97, values);
}

/// Attempts of every test that never came to a connection, and how many did.
struct Openings {
    int opened = 0;
    int silent = 0;
    int repeated = 0; ///< requests that the silent ones sent again, as the system counts them
    int refused = 0;
    int forbidden = 0;    ///< the system itself said no, without a packet
    int rejectedHere = 0; ///< an ICMP error that came from an address of this computer
};

Openings openings(const core::Session& session)
{
    Openings count;
    for (const auto& record : session.tests) {
        for (const auto& attempt : record.attempts) {
            const auto& ending = attempt.ending;
            if (attempt.purpose == u"lookup" || ending.how == How::Cancelled || attempt.address.isEmpty())
                continue;
            if (!neverOpened(attempt)) {
                ++count.opened;
                continue;
            }
            const QString from = observed(attempt, u"icmpFrom");
            const bool forbidden = from.isEmpty() && (ending.detail == u"not-permitted" ||
                                                      (ending.detail == u"admin-prohibited" && ending.nativeCode));
            if (isSilence(attempt)) {
                ++count.silent;
                count.repeated += attempt.tcp ? attempt.tcp->retransmits.value_or(0) : 0;
            }
            count.refused += ending.how == How::Refused ? 1 : 0;
            count.forbidden += forbidden ? 1 : 0;
            count.rejectedHere += isRejectedHere(attempt) ? 1 : 0;
        }
    }
    return count;
}

/// Connections that were tried, and what of them a capture on this computer saw on the wire.
struct OnTheWire {
    int withheld = 0; ///< the answer came in and the program did not get it
    int notSent = 0;  ///< the request never left
    int tried = 0;
};

OnTheWire onTheWire(const core::Session& session)
{
    OnTheWire seen;
    const auto* packets = core::findTest(session, u"reset-packets"_s);
    if (packets == nullptr || !packets->facts.contains(u"flows") || packets->facts.value(u"lost").toInt() > 0)
        return seen;
    const QJsonArray flows = packets->facts.value(u"flows").toArray();
    for (const auto& one : usable(session, u"connect"_s)) {
        if (!isSilence(*one.attempt) || !neverOpened(*one.attempt) || !one.attempt->localPort)
            continue;
        ++seen.tried;
        const auto flow = std::find_if(flows.begin(), flows.end(), [&](const QJsonValue& candidate) {
            return candidate[u"localPort"].toInt() == *one.attempt->localPort;
        });
        seen.notSent += flow == flows.end() ? 1 : 0;
        seen.withheld += flow != flows.end() && (*flow)[u"synAcks"].toInt() > 0 ? 1 : 0;
    }
    return seen;
}

std::optional<core::Finding> filter(const core::Session& session, const QJsonObject& facts)
{
    const QJsonObject rules = facts.value(u"filter").toObject();
    const QJsonObject grown = facts.value(u"counters").toObject();
    const auto count = openings(session);
    const auto wire = onTheWire(session);
    const int bad = count.silent + count.refused + count.forbidden + count.rejectedHere;
    const auto blocks = [&](double confidence, const QString& how) {
        return computed(u"local-filter"_s, u"blocks"_s, confidence, {{u"how"_s, how}, {u"k"_s, bad}});
    };
    if (count.rejectedHere > 0)
        return blocks(0.97, u"own-answer"_s);
    if (count.forbidden > 0)
        return blocks(0.95, u"forbidden"_s);
    const bool ruled =
        rules.value(u"outgoing").toString() == u"blocks" || rules.value(u"incoming").toString() == u"blocks";
    if (bad > 0 && count.opened == 0 && ruled)
        return blocks(0.95, u"rule"_s);
    if (bad > 0 && rules.value(u"blocked").toInt() > 0)
        return blocks(0.9, u"rule-counted"_s);
    if (wire.withheld >= 2)
        return blocks(0.9, u"answer-withheld"_s);
    // A repeated request that cannot leave is counted by the kernel as a failed repetition. The counter is the whole
    // computer's, so it must account for every repetition of ours, and no packet may have been seen to leave.
    const bool stopped =
        count.silent >= 2 && count.repeated >= 2 && grown.value(u"retransmissionsStopped").toInt() >= count.repeated;
    if (stopped && wire.notSent == wire.tried)
        return blocks(wire.tried > 0 ? 0.97 : 0.9, u"not-sent"_s);
    if (rules.contains(u"rules") || (bad > 0 && !grown.isEmpty()))
        return computed(u"local-filter"_s, u"none-seen"_s, rules.contains(u"rules") ? 0.9 : 0.6);
    return std::nullopt;
}

std::optional<core::Finding> proxy(const core::Session& session, const QJsonObject& facts)
{
    if (!facts.contains(u"proxies"))
        return std::nullopt;
    const QJsonArray proxies = facts.value(u"proxies").toArray();
    if (!session.target.proxy.isEmpty())
        return std::nullopt; // what the user asked for is no discovery
    if (proxies.isEmpty())
        return computed(u"local-proxy"_s, u"none"_s, 0.9);
    return computed(u"local-proxy"_s, u"configured"_s, 0.95,
                    {{u"proxy"_s, proxies.first()[u"proxy"]}, {u"source"_s, proxies.first()[u"source"]}});
}

std::optional<core::Finding> listener(const core::Session& session, const QJsonObject& facts)
{
    if (!facts.value(u"targetIsHere").toBool() || !facts.contains(u"listeners"))
        return std::nullopt;
    if (!session.target.proxy.isEmpty())
        return std::nullopt; // it is the proxy that is here, and its port that was looked at
    const QJsonArray listeners = facts.value(u"listeners").toArray();
    const auto count = openings(session);
    if (listeners.isEmpty()) // a redirection may serve a port that nobody listens on
        return count.opened > 0 ? std::nullopt : std::optional(computed(u"local-listener"_s, u"none"_s, 0.97));
    const auto fullest =
        std::max_element(listeners.begin(), listeners.end(), [](const QJsonValue& a, const QJsonValue& b) {
            return a[u"waiting"].toInt() - a[u"room"].toInt() < b[u"waiting"].toInt() - b[u"room"].toInt();
        });
    const QJsonObject values{{u"waiting"_s, (*fullest)[u"waiting"]}, {u"room"_s, (*fullest)[u"room"]}};
    // The queue takes one more than its room before it turns connections away.
    if ((*fullest)[u"waiting"].toInt() > (*fullest)[u"room"].toInt())
        return computed(u"local-listener"_s, u"queue-full"_s, 0.95, values);
    if (facts.value(u"counters")[u"listenOverflows"].toInt() > 0)
        return computed(u"local-listener"_s, u"queue-full"_s, 0.7, values); // perhaps another service's
    return computed(u"local-listener"_s, u"listens"_s, 0.95, values);
}

} // namespace

Findings detectThisComputer(const core::Session& session)
{
    const auto* record = core::findTest(session, Test);
    if (record == nullptr)
        return {};
    Findings findings;
    for (const auto& finding : {ports(record->facts), filter(session, record->facts), proxy(session, record->facts),
                                listener(session, record->facts)})
        if (finding)
            findings.push_back(*finding);
    return findings;
}

} // namespace doctor::diagnosis
