// SPDX-License-Identifier: GPL-3.0-or-later
// The table of the lab and its totals.
#include "tests/lab/verdict_table.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace doctor::lab
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int DefaultBudget = 40;
constexpr double CausesRight = 0.90;
constexpr double ClosersRight = 0.85;
/// --max-duration is kept to within 2 s; starting the program and a busy machine take their part.
constexpr double TimeTolerance = 4;

QJsonObject topOf(const Outcome& outcome)
{
    return outcome.session[u"causes"].toArray().first().toObject();
}

bool counts(const Result& result)
{
    return result.outcome.skipped.isEmpty();
}

bool overBudget(const Result& result)
{
    const bool consented = result.row.scenario->arguments.contains(u"--thorough"_s);
    return !consented && result.outcome.connections.value_or(0) > DefaultBudget;
}

int percent(qsizetype part, qsizetype whole)
{
    return whole == 0 ? 100 : static_cast<int>(100 * part / whole);
}

QString remarks(const Result& result)
{
    QStringList words;
    if (!result.causeIsRight()) {
        words << u"CAUSE"_s;
    }
    if (!result.closerIsRight()) {
        words << u"CLOSER"_s;
    }
    if (overBudget(result)) {
        words << u"BUDGET"_s;
    }
    if (const auto lack = result.lacks(); !lack.isEmpty()) {
        words << lack;
    }
    return words.join(u' ');
}

} // namespace

QString Result::cause() const
{
    return topOf(outcome)[u"id"].toString();
}

QString Result::closedBy() const
{
    return outcome.session[u"verdict"].toObject()[u"closedBy"].toString();
}

double Result::probability() const
{
    return topOf(outcome)[u"probability"].toDouble();
}

QString Result::lacks() const
{
    const auto& scenario = *row.scenario;
    QMap<QString, QJsonObject> found;
    for (const auto& item : outcome.session[u"findings"].toArray()) {
        found.insert(item.toObject()[u"question"].toString(), item.toObject());
    }
    QStringList words;
    for (auto it = scenario.findings.cbegin(); it != scenario.findings.cend(); ++it) {
        const auto answer = found.value(it.key())[u"answer"].toString();
        if (!it.value().contains(answer)) {
            words << u"%1=%2 instead of %3"_s.arg(it.key(), answer.isEmpty() ? u"?"_s : answer, it.value().join(u'|'));
        }
    }
    if (scenario.idleSeconds) {
        const double limit = *scenario.idleSeconds;
        const auto measured = found.value(u"idle-ending"_s)[u"values"].toObject()[u"idleSeconds"];
        if (!measured.isDouble() || std::abs(measured.toDouble() - limit) > std::max(limit * 0.02, 0.1)) {
            words << u"idle limit %1 s instead of %2 s"_s.arg(measured.toDouble(-1)).arg(limit);
        }
    }
    return words.join(u"; "_s);
}

QString tableHead()
{
    return u"%1 %2 %3 %4 %5 %6 %7 %8"_s.arg(u"scenario"_s, -40)
        .arg(u"expected"_s, -36)
        .arg(u"found"_s, -28)
        .arg(u"p"_s, 5)
        .arg(u"expected closer"_s, -28)
        .arg(u"closedBy"_s, -18)
        .arg(u"s"_s, 6)
        .arg(u"conn"_s, 4);
}

QString lineFor(const Result& result)
{
    const auto& outcome = result.outcome;
    const auto& scenario = *result.row.scenario;
    const auto name = u"%1"_s.arg(result.row.name(), -40);
    if (!outcome.skipped.isEmpty()) {
        return name + u" skipped: "_s + outcome.skipped;
    }
    if (!outcome.trouble.isEmpty()) {
        return name + u" FAILED: "_s + outcome.trouble.simplified().left(400);
    }
    return u"%1 %2 %3 %4 %5 %6 %7 %8 %9"_s.arg(name)
        .arg(scenario.causes.join(u'|'), -36)
        .arg(result.cause(), -28)
        .arg(result.probability(), 5, 'f', 2)
        .arg(scenario.closers.join(u'|'), -28)
        .arg(result.closedBy(), -18)
        .arg(outcome.seconds, 6, 'f', 1)
        .arg(outcome.connections ? QString::number(*outcome.connections) : u"?"_s, 4)
        .arg(remarks(result))
        .trimmed();
}

Summary summarise(const std::vector<Result>& results, double maxDuration)
{
    qsizetype faulty = 0;
    qsizetype causes = 0;
    qsizetype closers = 0;
    qsizetype skipped = 0;
    QStringList accused;
    QStringList broken;
    QStringList slow;
    QStringList dear;
    QStringList lacking;
    qsizetype healthy = 0;
    for (const auto& result : results) {
        if (!counts(result)) {
            ++skipped;
            continue;
        }
        if (!result.outcome.trouble.isEmpty()) {
            broken << result.row.name();
            continue;
        }
        if (result.row.scenario->isHealthy()) {
            ++healthy;
            if (!result.causeIsRight()) {
                accused << result.row.name();
            }
        } else {
            ++faulty;
            causes += result.causeIsRight() ? 1 : 0;
            closers += result.closerIsRight() ? 1 : 0;
        }
        if (result.outcome.seconds > maxDuration + TimeTolerance) {
            slow << result.row.name();
        }
        if (overBudget(result)) {
            dear << result.row.name();
        }
        if (!result.lacks().isEmpty()) {
            lacking << result.row.name() + u" ("_s + result.lacks() + u')';
        }
    }
    Summary summary;
    summary.text = u"faulty rows: %1, right cause in %2 % (90 wanted), right closer in %3 % (85 wanted); healthy rows: "
                   "%4, accused: %5; skipped: %6\n"_s.arg(faulty)
                       .arg(percent(causes, faulty))
                       .arg(percent(closers, faulty))
                       .arg(healthy)
                       .arg(accused.isEmpty() ? u"none"_s : accused.join(u", "_s))
                       .arg(skipped);
    for (const auto& [title, names] :
         {std::pair{u"could not be run: "_s, broken}, std::pair{u"longer than --max-duration allows: "_s, slow},
          std::pair{u"more than 40 connections: "_s, dear}, std::pair{u"without what must be measured: "_s, lacking}}) {
        summary.text += names.isEmpty() ? QString() : title + names.join(u", "_s) + u'\n';
    }
    summary.passed = static_cast<double>(causes) >= CausesRight * static_cast<double>(faulty) &&
                     static_cast<double>(closers) >= ClosersRight * static_cast<double>(faulty) && accused.isEmpty() &&
                     broken.isEmpty() && slow.isEmpty() && dear.isEmpty() && lacking.isEmpty() && faulty + healthy > 0;
    return summary;
}

} // namespace doctor::lab
