// SPDX-License-Identifier: GPL-3.0-or-later
// The way to the target as lanes, the tries of test resetter-trace as steps: each goes as far as its packets may.
#include "app/core/base/spoken.h"
#include "app/figures/measure.h"

#include <QJsonArray>
#include <QMap>
#include <QSet>
#include <algorithm>

namespace doctor::figures
{

namespace
{

constexpr int MostLanes = 8;

struct Tries {
    int cut = 0;
    int all = 0;
};

const core::Finding* placeFinding(const core::Session& session)
{
    const auto found = std::find_if(session.findings.begin(), session.findings.end(), [](const core::Finding& finding) {
        return finding.question == u"resetter-place" && finding.source.id == u"resetter-trace";
    });
    return found == session.findings.end() ? nullptr : &*found;
}

/// Whether what the trace says fits the verdict: then its place may be marked.
bool agrees(const core::Finding& finding, core::ClosedBy closedBy)
{
    using core::ClosedBy;
    const bool server = closedBy == ClosedBy::ServerApplication || closedBy == ClosedBy::ServerSystem;
    if (finding.answer == u"at-end") {
        return server;
    }
    if (finding.answer == u"at-start") {
        return closedBy == ClosedBy::Middlebox || closedBy == ClosedBy::ThisComputer;
    }
    return closedBy == ClosedBy::Middlebox && finding.answer != u"unclear";
}

/// Tries per hop limit; 0: without one, or with one that reaches beyond the last hop.
QMap<int, Tries> triesOf(const core::TestRecord& test, int last)
{
    // Words that got an answer have come as far as words that were cut; a connection that was granted was not refused.
    const bool answersCount = test.facts.value(u"kind"_qs).toString() != u"connect";
    QMap<int, Tries> tries;
    for (const core::Attempt& attempt : test.attempts) {
        const QString reaction = attempt.observations.value(u"reaction"_qs).toString();
        if (attempt.purpose != u"trigger" || reaction.isEmpty() || reaction == u"not-said") {
            continue;
        }
        const int limit = attempt.parameters.value(u"hopLimit"_qs).toInt();
        Tries& one = tries[limit > last ? 0 : limit];
        ++one.all;
        one.cut += reaction == u"reset" || reaction == u"closed" || (answersCount && reaction == u"answered") ? 1 : 0;
    }
    return tries;
}

/// Hops to draw, in order: all of a short way; of a long one those around the cut and both ends.
QList<int> hopsToShow(int last, int cut, int place)
{
    QList<int> hops;
    for (int hop = 1; hop <= last; ++hop) {
        const bool telling = hop == 1 || hop == last || std::abs(hop - cut) <= 1 || hop == place;
        if (last < MostLanes || telling) {
            hops << hop;
        }
    }
    return hops;
}

/// The lane that packets with this limit come to: the last one not beyond it.
int laneOf(const QList<int>& hops, int limit)
{
    int lane = 0;
    for (qsizetype i = 0; i < hops.size(); ++i) {
        if (limit == 0 || hops.at(i) <= limit) {
            lane = static_cast<int>(i) + 1;
        }
    }
    return lane;
}

void addLanes(Figure& figure, const QList<int>& hops, const core::Session& session, const QJsonObject& facts)
{
    QMap<int, QString> routers;
    const QJsonArray known = facts.value(u"routers"_qs).toArray();
    for (const QJsonValue& router : known) {
        routers.insert(router.toObject().value(u"hop"_qs).toInt(), router.toObject().value(u"address"_qs).toString());
    }
    const int target = facts.value(u"targetHop"_qs).toInt();
    figure.lanes.push_back({core::translate("figures", "This computer"), {}});
    for (const int hop : hops) {
        figure.lanes.push_back(hop == target ? Lane{core::translate("figures", "Target (hop %1)").arg(hop),
                                                    session.target.addresses.value(0)}
                                             : Lane{core::translate("figures", "Hop %1").arg(hop), routers.value(hop)});
    }
}

QString stepText(int limit, const Tries& tries)
{
    return limit == 0 ? core::translate("figures", "Allowed all the way: cut or answered in %1 of %2 tries")
                            .arg(tries.cut)
                            .arg(tries.all)
                      : core::translate("figures", "Allowed to hop %1: cut or answered in %2 of %3 tries")
                            .arg(limit)
                            .arg(tries.cut)
                            .arg(tries.all);
}

void markPlace(Figure& figure, const QList<int>& hops, const core::Finding& finding)
{
    const QJsonObject& values = finding.values;
    const QString name = finding.answer == u"at-end" && values.contains(u"targetHop"_qs) ? u"targetHop"_qs : u"hop"_qs;
    QSet<int> places;
    if (values.contains(name)) {
        places.insert(values.value(name).toInt());
    } else if (finding.answer == u"on-path-range") {
        places = {values.value(u"beforeHop"_qs).toInt(), values.value(u"cutHop"_qs).toInt()};
    }
    for (qsizetype i = 0; i < hops.size(); ++i) {
        figure.lanes[static_cast<std::size_t>(i) + 1].marked = places.contains(hops.at(i));
    }
}

} // namespace

Figure resetPath(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Figure figure;
    figure.id = u"reset-path"_qs;
    figure.question = core::translate("figures", "Where on the way is it cut?");
    const core::TestRecord* test = core::findTest(session, u"resetter-trace"_qs);
    const core::Finding* finding = placeFinding(session);
    if (test == nullptr || finding == nullptr) {
        return figure;
    }
    const int cut = test->facts.value(u"cutHop"_qs).toInt();
    const int last = std::max(cut, test->facts.value(u"targetHop"_qs).toInt());
    const QList<int> hops = hopsToShow(last, cut, finding->values.value(u"hop"_qs).toInt());
    addLanes(figure, hops, session, test->facts);
    const bool sure = agrees(*finding, session.diagnosis.verdict.closedBy);
    if (sure) {
        markPlace(figure, hops, *finding);
    }
    figure.answer = knowledge.text(u"answer.resetter-place."_qs + finding->answer, finding->values);
    if (!sure) {
        //: %1 what the trace says
        figure.answer =
            core::translate("figures", "%1 Other findings contradict it, so the place stays open.").arg(figure.answer);
    }
    figure.table.header = {core::translate("figures", "Hops allowed"), core::translate("figures", "Tries"),
                           core::translate("figures", "Cut or answered"), core::translate("figures", "Router there")};
    const QMap<int, Tries> tries = triesOf(*test, last);
    for (auto it = tries.begin(); it != tries.end(); ++it) {
        if (it.key() == 0) {
            continue;
        }
        const int lane = laneOf(hops, it.key());
        const bool isCut = it->cut * 2 > it->all;
        figure.steps.push_back({{}, 0, lane, stepText(it.key(), *it), isCut ? Mark::Reset : Mark::Other, !isCut});
        figure.table.rows.push_back({QString::number(it.key()), QString::number(it->all), QString::number(it->cut),
                                     figure.lanes[static_cast<std::size_t>(lane)].note});
    }
    if (tries.contains(0)) {
        const Tries& free = tries[0];
        figure.steps.push_back({{},
                                0,
                                static_cast<int>(hops.size()),
                                stepText(0, free),
                                free.cut > 0 ? Mark::Reset : Mark::Worked,
                                false});
        figure.table.rows.push_back(
            {core::translate("figures", "no limit"), QString::number(free.all), QString::number(free.cut), {}});
    }
    return figure;
}

} // namespace doctor::figures
