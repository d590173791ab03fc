// SPDX-License-Identifier: GPL-3.0-or-later
// The table behind the order of tests: a new test needs a row here only if it differs from `Usual`.
#include "app/engine/plan/order.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::engine
{

namespace
{

struct Row {
    QString id;
    Place place = Place::Free;
    QStringList foundations;
    QStringList hintedBy; ///< values of the symptom "when"
    bool alone = false;
};

/// What a conversation with the target needs first.
const QStringList& ladder()
{
    static const QStringList tests{u"name-lookup"_s, u"connect"_s, u"service"_s};
    return tests;
}

QStringList ladderAnd(const QString& id)
{
    return ladder() + QStringList{id};
}

const std::vector<Row>& rows()
{
    static const std::vector<Row> table{
        {u"this-computer"_s, Place::Companion, {}, {}},
        {u"reset-packets"_s, Place::Companion, {u"name-lookup"_s}, {}},
        {u"name-lookup"_s, Place::Groundwork, {}, {}},
        {u"connect"_s, Place::Groundwork, ladder().mid(0, 1), {u"connect"_s}},
        {u"service"_s, Place::Groundwork, ladder().mid(0, 2), {}},
        {u"tls-handshake"_s, Place::Groundwork, ladder(), {u"tls"_s}},
        {u"exchange"_s, Place::Groundwork, ladder(), {u"first-request"_s}},
        {u"tls-matrix"_s, Place::Free, ladderAnd(u"tls-handshake"_s), {u"tls"_s}},
        {u"resetter-trace"_s, Place::Free, ladderAnd(u"exchange"_s), {u"connect"_s, u"tls"_s, u"first-request"_s}},
        {u"content-comparison"_s, Place::Free, ladderAnd(u"exchange"_s), {u"tls"_s, u"first-request"_s}},
        {u"request-time"_s, Place::Free, ladderAnd(u"exchange"_s), {u"first-request"_s, u"transfer"_s}},
        {u"payload-size"_s, Place::Free, ladderAnd(u"exchange"_s), {u"transfer"_s}},
        {LimitRace, Place::Free, ladderAnd(u"exchange"_s), {u"idle"_s, u"random"_s}},
        {u"stability"_s, Place::Free, ladderAnd(u"exchange"_s), {u"random"_s, u"transfer"_s}},
        {TakesTheRest, Place::Free, ladder(), {u"load"_s, u"random"_s}, true},
        {LongWait, Place::Wait, ladderAnd(u"exchange"_s), {u"idle"_s, u"random"_s}},
    };
    return table;
}

const Row& rowOf(const QString& id)
{
    static const Row usual{{}, Place::Free, ladderAnd(u"exchange"_s), {}};
    const auto found = std::find_if(rows().begin(), rows().end(), [&](const Row& row) { return row.id == id; });
    return found == rows().end() ? usual : *found;
}

} // namespace

Place placeOf(const QString& id)
{
    return rowOf(id).place;
}

bool isGroundwork(const QString& id)
{
    return placeOf(id) == Place::Groundwork;
}

bool isCompanion(const QString& id)
{
    return placeOf(id) == Place::Companion;
}

bool standsAlone(const QString& id)
{
    return rowOf(id).alone;
}

QStringList foundations(const QString& id)
{
    return rowOf(id).foundations;
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
    return rowOf(id).hintedBy.contains(when);
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

int idleConnections(const RunRequest& request)
{
    return request.symptoms.value(u"when"_s) == u"load" ? 5 : 12;
}

} // namespace doctor::engine
