// SPDX-License-Identifier: GPL-3.0-or-later
// Records from the first test to the last, then keeps only the connections that were ours.
#include "app/probes/reset_packets.h"

#include "app/capture/live/live_capture.h"
#include "app/probes/conversation.h"

#include <QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

constexpr core::Milliseconds Rhythm{100};
constexpr qsizetype MostFlows = 200; ///< in the record; those with resets first

QJsonObject toJson(const capture::SeenReset& reset)
{
    QJsonObject object{{u"atSeconds"_s, reset.atSeconds},
                       {u"ttl"_s, reset.ttl},
                       {u"ipId"_s, reset.ipId},
                       {u"window"_s, reset.window},
                       {u"ack"_s, reset.ack},
                       {u"timestamps"_s, reset.timestamps},
                       {u"viaLoopback"_s, reset.viaLoopback},
                       {u"ahead"_s, reset.ahead},
                       {u"afterOurEnd"_s, reset.afterOurEnd},
                       {u"dataFollowed"_s, reset.dataFollowed}};
    if (reset.afterKnownMs)
        object.insert(u"afterKnownMs"_s, *reset.afterKnownMs);
    return object;
}

QJsonObject toJson(const capture::Flow& flow)
{
    QJsonObject ttls;
    int commonest = 0;
    int times = 0;
    for (const auto& [ttl, count] : flow.peerTtls) {
        ttls.insert(QString::number(ttl), count);
        if (count > times) {
            commonest = ttl;
            times = count;
        }
    }
    QJsonArray resets;
    for (const capture::SeenReset& reset : flow.resets)
        resets.append(toJson(reset));
    QJsonObject object{{u"address"_s, flow.peer},
                       {u"localPort"_s, flow.localPort},
                       {u"synsSent"_s, flow.synsSent},
                       {u"synAcks"_s, flow.synAcks},
                       {u"segments"_s, flow.peerSegments},
                       {u"timestamps"_s, flow.timestamps},
                       {u"ttls"_s, ttls},
                       {u"resets"_s, resets}};
    if (times > 0)
        object.insert(u"ttl"_s, commonest);
    if (flow.lastIpId)
        object.insert(u"lastIpId"_s, *flow.lastIpId);
    if (flow.roundTripMs)
        object.insert(u"roundTripMs"_s, *flow.roundTripMs);
    return object;
}

void record(Recorder& recorder, capture::LiveCapture::Result result)
{
    std::vector<capture::Flow>& flows = result.flows;
    std::stable_sort(flows.begin(), flows.end(),
                     [](const auto& a, const auto& b) { return !a.resets.empty() && b.resets.empty(); });
    QJsonArray list;
    for (const capture::Flow& flow : flows)
        if (list.size() < MostFlows)
            list.append(toJson(flow));
    recorder.fact(u"flows"_s, list);
    recorder.fact(u"lost"_s, result.lost);
    if (!result.packets.isEmpty())
        recorder.packets(result.packets);
}

} // namespace

QString ResetPackets::id() const
{
    return u"reset-packets"_s;
}

QStringList ResetPackets::questions() const
{
    return {u"reset-origin"_s};
}

Cost ResetPackets::cost(const Situation& situation, const Limits&) const
{
    const bool known = !situation.target.addresses.isEmpty();
    return {.seconds = 0.1,
            .connections = 0,
            .consent = Consent::Gentle,
            .applicable = known,
            .reason = known ? QString() : u"no-address"_s};
}

net::Task<> ResetPackets::run(ProbeContext& context) const
{
    const core::Target& target = context.situation.target;
    auto listening =
        capture::LiveCapture::start(target.addresses, dialledPort(context.situation), target.sourceAddress);
    if (!listening) {
        context.recorder.fact(u"why"_s, listening.error().message);
        co_return;
    }
    context.goOnBeside();
    while (!context.isLast() && !outOfTime(context))
        co_await context.net.sleep(Rhythm);
    record(context.recorder, (*listening)->stop(context.ownPorts()));
}

} // namespace doctor::probes
