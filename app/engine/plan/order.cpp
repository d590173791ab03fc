// SPDX-License-Identifier: GPL-3.0-or-later
// The tables behind the order of tests.
#include "app/engine/plan/order.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::engine
{

bool isGroundwork(const QString& id)
{
    static const QStringList groundwork{u"name-lookup"_s, u"connect"_s, u"service"_s, u"tls-handshake"_s,
                                        u"exchange"_s};
    return groundwork.contains(id);
}

QStringList foundations(const QString& id)
{
    static const QStringList ladder{u"name-lookup"_s, u"connect"_s, u"service"_s};
    if (id == u"name-lookup")
        return {};
    if (id == u"connect")
        return ladder.mid(0, 1);
    if (id == u"service")
        return ladder.mid(0, 2);
    if (id == u"tls-handshake" || id == u"exchange" || id == u"load-ramp")
        return ladder;
    return ladder + QStringList{u"exchange"_s};
}

bool isWanted(const QString& id, const RunRequest& request)
{
    if (request.skipTests.contains(id))
        return false;
    if (request.onlyTests.isEmpty() || request.onlyTests.contains(id))
        return true;
    return std::any_of(request.onlyTests.begin(), request.onlyTests.end(),
                       [&](const QString& asked) { return foundations(asked).contains(id); });
}

bool isHinted(const QString& id, const QString& when)
{
    static const QMap<QString, QStringList> hints{
        {u"connect"_s, {u"connect"_s, u"resetter-trace"_s}},
        {u"tls"_s, {u"tls-handshake"_s, u"resetter-trace"_s}},
        {u"first-request"_s, {u"exchange"_s, u"request-time"_s, u"resetter-trace"_s}},
        {u"transfer"_s, {u"payload-size"_s, u"request-time"_s}},
        {u"idle"_s, {LongWait}},
        {u"load"_s, {u"load-ramp"_s}},
        {u"random"_s, {u"load-ramp"_s, LongWait}},
    };
    return hints.value(when).contains(id);
}

double idleReserve(const RunRequest& request)
{
    constexpr double Most = 45;
    const QString when = request.symptoms.value(u"when"_s);
    double part = 0.25;
    if (when == u"idle")
        part = 0.6;
    else if (when.isEmpty() || when == u"unknown" || when == u"random")
        part = 0.5;
    return std::min(Most, request.maxDurationSeconds * part);
}

} // namespace doctor::engine
