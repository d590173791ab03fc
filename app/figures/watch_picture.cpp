// SPDX-License-Identifier: GPL-3.0-or-later
// Slices, hours, sentence and events of a watch.
#include "app/figures/watch_picture.h"

#include "app/core/model/names.h"
#include "app/figures/measure.h"

#include <QCoreApplication>
#include <QDateTime>
#include <algorithm>

namespace doctor::figures
{

namespace
{

using core::WatchOutcome;
using core::WatchRound;

constexpr qint64 HourMs = 3'600'000;
constexpr qint64 SpanMs = WatchHours * HourMs;
constexpr qint64 SliceMs = SpanMs / WatchSlices;
constexpr int HoursApart = 3; ///< between labels of the axis

class Times
{
public:
    Times(qint64 nowMs, const knowledge::Knowledge& knowledge)
        : m_locale(knowledge.language()), m_today(QDateTime::fromMSecsSinceEpoch(nowMs).date())
    {
    }
    [[nodiscard]] QString clock(qint64 ms) const
    {
        return m_locale.toString(QDateTime::fromMSecsSinceEpoch(ms).time(), QLocale::ShortFormat);
    }
    /// With the day where it is not today.
    [[nodiscard]] QString moment(qint64 ms) const
    {
        const QDateTime when = QDateTime::fromMSecsSinceEpoch(ms);
        return when.date() == m_today ? clock(ms) : m_locale.toString(when, QLocale::ShortFormat);
    }
    [[nodiscard]] QString span(qint64 fromMs, qint64 toMs) const
    {
        const QString from = moment(fromMs);
        const QString to = clock(toMs);
        return from == to ? from : QCoreApplication::translate("figures", "%1 to %2", "two times").arg(from, to);
    }

private:
    QLocale m_locale;
    QDate m_today;
};

QString sliceText(const WatchSlice& slice)
{
    if (slice.worked + slice.failed > 0)
        return QCoreApplication::translate("figures", "%1 of %2 failed")
            .arg(slice.failed)
            .arg(slice.worked + slice.failed);
    if (slice.noNetwork)
        return QCoreApplication::translate("figures", "no network");
    if (slice.noProxy)
        return QCoreApplication::translate("figures", "the proxy let nothing through");
    if (slice.asleep)
        return QCoreApplication::translate("figures", "this computer slept");
    return QCoreApplication::translate("figures", "not watched");
}

std::vector<WatchSlice> slicesOf(const std::vector<WatchRound>& rounds, qint64 fromMs, const Times& times)
{
    std::vector<WatchSlice> slices(WatchSlices);
    const auto place = [fromMs](qint64 ms) {
        return static_cast<std::size_t>(std::clamp<qint64>((ms - fromMs) / SliceMs, 0, WatchSlices - 1));
    };
    for (const WatchRound& round : rounds) {
        WatchSlice& first = slices[place(round.atMs)];
        first.worked += round.outcome == WatchOutcome::Worked ? 1 : 0;
        first.failed += round.outcome == WatchOutcome::Failed ? 1 : 0;
        for (std::size_t i = place(round.atMs); i <= place(round.untilMs); ++i) {
            slices[i].noNetwork = slices[i].noNetwork || round.outcome == WatchOutcome::NoNetwork;
            slices[i].noProxy = slices[i].noProxy || round.outcome == WatchOutcome::NoProxy;
            slices[i].asleep = slices[i].asleep || round.outcome == WatchOutcome::Asleep;
        }
    }
    for (std::size_t i = 0; i < slices.size(); ++i) {
        const qint64 start = fromMs + static_cast<qint64>(i) * SliceMs;
        slices[i].label = QCoreApplication::translate("figures", "%1: %2", "a span of time, what happened in it")
                              .arg(times.span(start, start + SliceMs), sliceText(slices[i]));
    }
    return slices;
}

std::vector<std::pair<double, QString>> hoursOf(qint64 fromMs, const Times& times)
{
    std::vector<std::pair<double, QString>> hours;
    QDateTime hour = QDateTime::fromMSecsSinceEpoch(fromMs);
    hour.setTime(QTime(hour.time().hour(), 0));
    for (; hour.toMSecsSinceEpoch() <= fromMs + SpanMs; hour = hour.addSecs(3600)) {
        if (hour.toMSecsSinceEpoch() < fromMs || hour.time().hour() % HoursApart != 0)
            continue;
        const double place = static_cast<double>(hour.toMSecsSinceEpoch() - fromMs) / static_cast<double>(SpanMs);
        hours.emplace_back(place, times.clock(hour.toMSecsSinceEpoch()));
    }
    return hours;
}

/// Rounds of one kind that followed each other are one event.
Table eventsOf(const std::vector<WatchRound>& rounds, const Times& times, const knowledge::Knowledge& knowledge)
{
    Table table;
    table.header = {QCoreApplication::translate("figures", "When"), QCoreApplication::translate("figures", "What"),
                    QCoreApplication::translate("figures", "Times")};
    for (std::size_t i = 0; i < rounds.size();) {
        const QString what = watchOutcomeText(rounds[i], knowledge);
        std::size_t end = i + 1;
        while (end < rounds.size() && watchOutcomeText(rounds[end], knowledge) == what)
            ++end;
        if (rounds[i].outcome != WatchOutcome::Worked)
            table.rows.push_back({times.span(rounds[i].atMs, rounds[end - 1].untilMs), what, QString::number(end - i)});
        i = end;
    }
    std::reverse(table.rows.begin(), table.rows.end());
    return table;
}

QString answerOf(const std::vector<WatchRound>& rounds, const Times& times, const knowledge::Knowledge& knowledge)
{
    const auto count = [&rounds](WatchOutcome outcome) {
        return std::count_if(rounds.begin(), rounds.end(),
                             [outcome](const WatchRound& round) { return round.outcome == outcome; });
    };
    const auto failed = count(WatchOutcome::Failed);
    const auto tried = failed + count(WatchOutcome::Worked);
    if (const auto atProxy = count(WatchOutcome::NoProxy); tried == 0 && atProxy > 0)
        return QCoreApplication::translate("figures",
                                           "Nothing reached the service in the last 24 hours: %1 of %1 ended "
                                           "at the proxy.")
            .arg(atProxy);
    if (tried == 0)
        return QCoreApplication::translate("figures", "Nothing was tried in the last 24 hours.");
    if (failed == 0 && tried < 6) // "1 in 1" would say nothing
        return QCoreApplication::translate("figures", "0 of %1 failed so far.").arg(tried);
    if (failed == 0) // the rule of three
        return QCoreApplication::translate("figures", "0 of %1 failed in the last 24 hours; the true share could still "
                                                      "be up to about 1 in %2.")
            .arg(tried)
            .arg(tried / 3);
    const auto last = std::find_if(rounds.rbegin(), rounds.rend(),
                                   [](const WatchRound& round) { return round.outcome == WatchOutcome::Failed; });
    return QCoreApplication::translate("figures", "%1 of %2 failed in the last 24 hours; the last at %3: %4.",
                                       "count, count, time, how it ended")
        .arg(failed)
        .arg(tried)
        .arg(times.moment(last->atMs), watchOutcomeText(*last, knowledge));
}

} // namespace

QString watchOutcomeText(const WatchRound& round, const knowledge::Knowledge& knowledge)
{
    switch (round.outcome) {
    case WatchOutcome::Worked:
        return QCoreApplication::translate("figures", "worked");
    case WatchOutcome::NoNetwork:
        return QCoreApplication::translate("figures", "no network on this computer; says nothing of the service");
    case WatchOutcome::Asleep:
        return QCoreApplication::translate("figures", "this computer slept, or its clock was set; nothing was tried");
    case WatchOutcome::NoProxy:
        return QCoreApplication::translate("figures", "it ended at the proxy; says nothing of the service");
    case WatchOutcome::NotTried:
        return QCoreApplication::translate("figures", "this computer could not open a connection");
    case WatchOutcome::Failed:
        break;
    }
    const bool answered = round.ending.who == core::Who::Us || round.ending.how == core::How::Open;
    if (answered && round.status > 0)
        return QCoreApplication::translate("figures", "answered %1", "status number").arg(round.status);
    if (answered)
        return QCoreApplication::translate("figures", "no usable answer");
    return knowledge.text(u"ending."_qs + core::toWord(round.ending.how));
}

WatchPicture watchPicture(const std::vector<WatchRound>& rounds, qint64 nowMs, const knowledge::Knowledge& knowledge)
{
    const qint64 fromMs = nowMs - SpanMs;
    std::vector<WatchRound> shown;
    for (WatchRound round : rounds) {
        if (round.untilMs < fromMs || round.atMs > nowMs)
            continue;
        round.atMs = std::max(round.atMs, fromMs);
        shown.push_back(round);
    }
    std::stable_sort(shown.begin(), shown.end(),
                     [](const WatchRound& a, const WatchRound& b) { return a.atMs < b.atMs; });
    const Times times(nowMs, knowledge);
    return {slicesOf(shown, fromMs, times), hoursOf(fromMs, times), answerOf(shown, times, knowledge),
            eventsOf(shown, times, knowledge)};
}

} // namespace doctor::figures
