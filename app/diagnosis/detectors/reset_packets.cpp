// SPDX-License-Identifier: GPL-3.0-or-later
// Compares each reset's hop distance, form and moment with the connection that it ended. The rules are well-known ones
// (Weaver et al., NDSS 2009; RFC 5961): a device on the way may copy addresses and numbers, but its packets have come
// another way, it seldom holds the connection's timestamps, and the server goes on talking.
#include "app/diagnosis/detectors/reset_packets.h"

#include <QJsonArray>
#include <QMap>
#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString Test = u"reset-packets"_s;

/// A path whose length is seen from fewer packets of the target may just be changing.
constexpr int FewestReferences = 3;
/// Paths of equal rank differ by a router or two.
constexpr int SurelyNearer = 3;
/// Below this round trip, a device's head start drowns in the time that a server needs to answer.
constexpr double LeastRoundTripMs = 5;
constexpr double HeadStart = 0.6;

enum class Origin { Unknown, ServerStack, ServerDistance, Device, Forger, Here };

/// What the target's packets other than resets looked like, over all connections to one address.
struct Reference {
    QMap<int, int> ttls;
    [[nodiscard]] int total() const
    {
        int sum = 0;
        for (const int count : ttls)
            sum += count;
        return sum;
    }
    [[nodiscard]] int usual() const
    {
        const auto most = std::max_element(ttls.cbegin(), ttls.cend());
        return most == ttls.cend() ? 0 : most.key();
    }
};

struct Judged {
    Origin origin = Origin::Unknown;
    int hops = 0;
    int usualHops = 0;
    double confidence = 0;
    QJsonObject packet; ///< what the recording says of the reset
    QJsonValue lastIpId;
};

QMap<QString, Reference> references(const QJsonArray& flows)
{
    QMap<QString, Reference> all;
    for (const QJsonValue& flow : flows) {
        const QJsonObject ttls = flow[u"ttls"].toObject();
        for (auto it = ttls.begin(); it != ttls.end(); ++it)
            all[flow[u"address"].toString()].ttls[it.key().toInt()] += it.value().toInt();
    }
    return all;
}

bool fromElsewhere(int ttl, const Reference& reference)
{
    return reference.total() > 0 && !reference.ttls.contains(ttl);
}

/// Sooner than the server can have answered what this reset knows of.
bool cameTooSoon(const QJsonValue& reset, const QJsonValue& flow)
{
    const double roundTrip = flow[u"roundTripMs"].toDouble();
    const QJsonValue after = reset[u"afterKnownMs"];
    return roundTrip >= LeastRoundTripMs && after.isDouble() && after.toDouble() < roundTrip * HeadStart;
}

/// `nearer`: routers by which the reset's sender is nearer than the target.
double confidenceOf(int nearer, const Reference& reference)
{
    // A path that itself keeps changing makes any distance possible.
    if (reference.total() < FewestReferences || reference.ttls.size() > 1)
        return 0.6;
    // Equally far or farther: a balancer's own stack with another starting value looks so too.
    if (nearer <= 0)
        return 0.6;
    return nearer >= SurelyNearer ? 0.97 : 0.9;
}

Judged judge(const QJsonValue& reset, const QJsonValue& flow, const Reference& reference, bool targetIsHere)
{
    Judged result;
    const int ttl = reset[u"ttl"].toInt();
    result.packet = reset.toObject();
    result.lastIpId = flow[u"lastIpId"];
    result.hops = hopsOfTtl(ttl);
    result.usualHops = hopsOfTtl(reference.usual());
    if (reset[u"viaLoopback"].toBool() && !targetIsHere) {
        result.origin = Origin::Here;
        result.confidence = 0.97;
        return result;
    }
    if (targetIsHere) // on one computer every packet looks as near as any other
        return result;
    if (fromElsewhere(ttl, reference)) {
        result.origin = Origin::Device;
        result.confidence = confidenceOf(result.usualHops - result.hops, reference);
        return result;
    }
    if (reset[u"dataFollowed"].toBool()) {
        result.origin = Origin::Forger;
        result.confidence = 0.9;
        return result;
    }
    if (cameTooSoon(reset, flow) && reset[u"ahead"].toInt() == 0) {
        result.origin = Origin::Forger;
        result.confidence = 0.8;
        return result;
    }
    if (reference.total() == 0)
        return result;
    const bool holdsState = flow[u"timestamps"].toBool() && reset[u"timestamps"].toBool();
    result.origin = holdsState ? Origin::ServerStack : Origin::ServerDistance;
    result.confidence = reference.total() >= FewestReferences ? 0.9 : 0.7;
    return result;
}

std::vector<Judged> judgeAll(const QJsonArray& flows, bool targetIsHere)
{
    const auto reference = references(flows);
    std::vector<Judged> all;
    for (const QJsonValue& flow : flows)
        for (const QJsonValue& reset : flow[u"resets"].toArray())
            // What answers our own goodbye is a formality, and a second reset repeats the first.
            if (!reset[u"afterOurEnd"].toBool()) {
                all.push_back(judge(reset, flow, reference.value(flow[u"address"].toString()), targetIsHere));
                break;
            }
    return all;
}

QString wordOf(Origin origin)
{
    switch (origin) {
    case Origin::ServerStack:
        return u"server-connection"_s;
    case Origin::ServerDistance:
        return u"server-distance"_s;
    case Origin::Device:
        return u"different-device"_s;
    case Origin::Forger:
        return u"forged"_s;
    case Origin::Here:
        return u"this-computer"_s;
    case Origin::Unknown:
        break;
    }
    return {};
}

void describe(const Judged& one, core::Finding& finding)
{
    finding.confidence = one.confidence;
    finding.values.insert(u"hops"_s, one.hops);
    finding.values.insert(u"usualHops"_s, one.usualHops);
    for (const auto& name : {u"ttl"_s, u"ipId"_s, u"ahead"_s})
        finding.values.insert(name, one.packet.value(name));
    if (!one.lastIpId.isUndefined())
        finding.values.insert(u"lastIpId"_s, one.lastIpId);
}

/// A server's formal reset now and then is normal, a device's never is: two of the latter decide.
Origin decide(const std::vector<Judged>& judged)
{
    QMap<Origin, int> counts;
    for (const Judged& one : judged)
        ++counts[one.origin];
    const int known = static_cast<int>(judged.size()) - counts.value(Origin::Unknown);
    for (const Origin strange : {Origin::Here, Origin::Device, Origin::Forger})
        if (counts.value(strange) > 0 && (counts.value(strange) >= 2 || counts.value(strange) == known))
            return strange;
    if (known == 0)
        return Origin::Unknown;
    return counts.value(Origin::ServerStack) > counts.value(Origin::ServerDistance) ? Origin::ServerStack
                                                                                    : Origin::ServerDistance;
}

} // namespace

int hopsOfTtl(int ttl)
{
    for (const int base : {64, 128, 255})
        if (ttl <= base)
            return base - ttl;
    return 0;
}

Findings detectResetPackets(const core::Session& session)
{
    const auto* record = core::findTest(session, Test);
    if (record == nullptr || !record->facts.contains(u"flows"))
        return {};
    const QJsonArray flows = record->facts.value(u"flows").toArray();
    const auto* computer = core::findTest(session, u"this-computer"_s);
    const bool here =
        core::isLoopback(session.target) || (computer != nullptr && computer->facts.value(u"targetIsHere").toBool());
    const auto judged = judgeAll(flows, here);
    if (judged.empty() && !flows.isEmpty()) {
        auto finding = makeFinding(u"reset-origin"_s, u"no-reset"_s, Test, {}, flows.size());
        finding.confidence = 0.95;
        return {finding};
    }
    const Origin origin = decide(judged);
    if (origin == Origin::Unknown)
        return {};
    core::Finding finding = makeFinding(u"reset-origin"_s, wordOf(origin), Test, {}, 0);
    finding.confidence = 0;
    int k = 0;
    for (const Judged& one : judged) {
        if (one.origin != origin)
            continue;
        ++k;
        if (one.confidence > finding.confidence)
            describe(one, finding);
    }
    if (k >= 3 && finding.confidence >= 0.9)
        finding.confidence = 0.97; // on as many connections of their own
    finding.values.insert(u"k"_s, k);
    finding.values.insert(u"n"_s, static_cast<int>(judged.size()));
    return {finding};
}

} // namespace doctor::diagnosis
