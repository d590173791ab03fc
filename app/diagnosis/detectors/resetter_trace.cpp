// SPDX-License-Identifier: GPL-3.0-or-later
// Names the place of the resetting as narrowly as hop limits allow, and no narrower.
#include "app/diagnosis/detectors/resetter_trace.h"

#include <QJsonArray>
#include <QMap>
#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString Question = u"resetter-place"_s;
const QString Test = u"resetter-trace"_s;

struct Hops {
    int cut = 0;
    std::optional<int> target;
    std::optional<int> reply;
    QMap<int, QString> routers;
};

std::optional<int> number(const QJsonObject& facts, const QString& name)
{
    const auto value = facts.value(name);
    return value.isDouble() ? std::optional<int>(value.toInt()) : std::nullopt;
}

Hops hopsOf(const QJsonObject& facts)
{
    Hops hops;
    hops.cut = number(facts, u"cutHop"_s).value_or(0);
    hops.target = number(facts, u"targetHop"_s);
    hops.reply = number(facts, u"replyHop"_s);
    const auto routers = facts.value(u"routers"_s).toArray();
    for (const auto& entry : routers) {
        const auto router = entry.toObject();
        hops.routers.insert(router.value(u"hop"_s).toInt(), router.value(u"address"_s).toString());
    }
    return hops;
}

/// Without the target's own distance, only ways there and back of the same length tell a forwarding device from the
/// target, and the longer the way, the likelier it is that they differ.
double trustInSymmetry(int hops)
{
    return hops <= 4 ? 0.9 : hops <= 8 ? 0.6 : 0.4;
}

struct Place {
    QString answer;
    int hop = 0; ///< where it stands; 0: not known
    double trust = 1;
};

Place placeOfRefusal(const Hops& hops)
{
    if (hops.cut == 1) {
        return {u"at-start"_s, 1, 0.8}; // the target may be the next machine
    }
    if (!hops.reply) {
        return {u"unclear"_s, 0, 1};
    }
    return *hops.reply < hops.cut ? Place{u"on-path"_s, *hops.reply, trustInSymmetry(hops.cut)}
                                  : Place{u"at-end"_s, hops.cut, trustInSymmetry(hops.cut) * 0.8};
}

Place placeOf(const Hops& hops, const QJsonObject& facts)
{
    if (number(facts, u"k"_s).value_or(0) * 3 < number(facts, u"n"_s).value_or(0) * 2) {
        return {u"unclear"_s, 0, 1};
    }
    if (!hops.target) {
        return placeOfRefusal(hops);
    }
    if (hops.cut >= *hops.target) {
        return facts.value(u"nearerThanTarget"_s).toBool() ? Place{u"just-before-end"_s, hops.cut - 1, 0.9}
                                                           : Place{u"at-end"_s, *hops.target, 1};
    }
    if (hops.cut == 1) {
        return {u"at-start"_s, 1, 1};
    }
    return hops.reply ? Place{u"on-path"_s, *hops.reply, 1} : Place{u"on-path-range"_s, hops.cut, 1};
}

std::optional<core::Finding> traced(const core::Session& session)
{
    const auto* record = core::findTest(session, Test);
    if (record == nullptr || !record->facts.contains(u"cutHop"_s)) {
        return std::nullopt;
    }
    const auto hops = hopsOf(record->facts);
    const auto place = placeOf(hops, record->facts);
    const auto showing = filtered(usable(session, Test, u"trigger"_s), [&](const auto& attempt) {
        return observed(attempt, u"reaction") == u"reset" || attempt.ending.how == core::How::Refused;
    });
    auto finding = makeFinding(Question, place.answer, Test, showing, static_cast<qsizetype>(showing.size()));
    const int agreeing = number(record->facts, u"k"_s).value_or(0);
    const int all = number(record->facts, u"n"_s).value_or(0);
    finding.confidence = confidence(agreeing, all) * place.trust;
    finding.values = {{u"k"_s, agreeing}, {u"n"_s, all}, {u"cutHop"_s, hops.cut}, {u"beforeHop"_s, hops.cut - 1}};
    if (place.hop > 0) {
        finding.values.insert(u"hop"_s, place.hop);
    }
    if (hops.target) {
        finding.values.insert(u"targetHop"_s, *hops.target);
    }
    if (const auto router = hops.routers.value(place.hop); !router.isEmpty()) {
        finding.values.insert(u"router"_s, router);
    }
    return finding;
}

/// A device that rejects with an ICMP message signs with its own address.
std::optional<core::Finding> signedRejection(const core::Session& session)
{
    const auto tries = usable(session, u"connect"_s, u"connect"_s);
    const auto rejected = filtered(tries, [](const auto& attempt) {
        const auto from = observed(attempt, u"icmpFrom");
        const bool prohibited =
            attempt.ending.detail == u"admin-prohibited" || attempt.ending.detail == u"port-unreachable";
        return prohibited && !from.isEmpty() && from != attempt.address.section(u'%', 0, 0);
    });
    if (rejected.empty()) {
        return std::nullopt;
    }
    auto finding =
        makeFinding(Question, u"named-by-icmp"_s, u"connect"_s, rejected, static_cast<qsizetype>(rejected.size()));
    finding.values.insert(u"router"_s, observed(*rejected.front().attempt, u"icmpFrom"));
    return finding;
}

} // namespace

Findings detectResetterPlace(const core::Session& session)
{
    if (const auto finding = traced(session)) {
        return {*finding};
    }
    if (const auto finding = signedRejection(session)) {
        return {*finding};
    }
    return {};
}

} // namespace doctor::diagnosis
