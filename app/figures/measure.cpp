// SPDX-License-Identifier: GPL-3.0-or-later
// Attempts to marks and words.
#include "app/figures/measure.h"

#include "app/core/base/spoken.h"
#include "app/core/model/names.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace doctor::figures
{

using core::Attempt;
using core::How;
using core::Who;

std::vector<Sample> samplesOf(const core::Session& session, const QString& test)
{
    std::vector<Sample> samples;
    for (const core::TestRecord& record : session.tests) {
        if (!test.isEmpty() && record.id != test) {
            continue;
        }
        for (std::size_t i = 0; i < record.attempts.size(); ++i) {
            samples.push_back({&record.attempts[i], record.id, static_cast<int>(i)});
        }
    }
    std::stable_sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) {
        return a.attempt->startedAt.monotonicUs < b.attempt->startedAt.monotonicUs;
    });
    return samples;
}

Mark markOf(const Attempt& attempt)
{
    if (attempt.succeeded) {
        return Mark::Worked;
    }
    if (attempt.ending.who == Who::Us) {
        return Mark::Other;
    }
    switch (attempt.ending.how) {
    case How::Fin:
    case How::TlsAlert:
    case How::TlsTruncated:
        return Mark::Fin;
    case How::Reset:
    case How::FinThenReset:
    case How::TlsAlertThenReset:
        return Mark::Reset;
    case How::Refused:
        return Mark::Refused;
    case How::Silence:
    case How::TimedOut:
    case How::Unreachable:
        return Mark::Silence;
    case How::Open:
    case How::ProtocolError:
    case How::NameNotFound:
    case How::NameLookupFailed:
    case How::LocalFailure:
    case How::Cancelled:
        break;
    }
    return Mark::Other;
}

bool isFailureMark(Mark mark)
{
    return mark == Mark::Fin || mark == Mark::Reset || mark == Mark::Silence || mark == Mark::Refused ||
           mark == Mark::Other;
}

QString outcomeText(const Attempt& attempt, const knowledge::Knowledge& knowledge)
{
    if (attempt.succeeded) {
        return core::translate("figures", "worked");
    }
    return knowledge.text(u"ending."_qs + core::toWord(attempt.ending.how));
}

QString purposeText(const Attempt& attempt, const knowledge::Knowledge& knowledge)
{
    const QString key = u"purpose."_qs + attempt.purpose;
    return knowledge.hasText(key) ? knowledge.text(key) : attempt.purpose;
}

std::optional<double> outcomeMs(const Attempt& attempt)
{
    const core::Timings& timings = attempt.timings;
    if (timings.totalMs) {
        return timings.totalMs;
    }
    double sum = 0;
    bool any = false;
    for (const auto& part : {timings.lookupMs, timings.connectMs, timings.tlsMs, timings.firstByteMs, timings.idleMs}) {
        sum += part.value_or(0);
        any = any || part.has_value();
    }
    return any ? std::optional(sum) : std::nullopt;
}

QString failureCounts(const std::vector<Sample>& samples, const knowledge::Knowledge& knowledge)
{
    std::map<How, int> counts;
    int ours = 0; // whatever made us end it: how we did says nothing of the other side
    for (const Sample& sample : samples) {
        if (sample.attempt->succeeded) {
            continue;
        }
        if (sample.attempt->ending.who == Who::Us) {
            ++ours;
        } else {
            ++counts[sample.attempt->ending.how];
        }
    }
    std::vector<std::pair<How, int>> ordered(counts.begin(), counts.end());
    std::stable_sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    QStringList parts;
    for (const auto& [how, count] : ordered) {
        //: %1 number of attempts, %2 how they ended
        parts
            << core::translate("figures", "%1 × %2").arg(count).arg(knowledge.text(u"ending."_qs + core::toWord(how)));
    }
    if (ours > 0) {
        //: %1 number of attempts
        parts << core::translate("figures", "%1 × ended by us").arg(ours);
    }
    return parts.join(u", "_qs);
}

Numbers::Numbers(const knowledge::Knowledge& knowledge) : m_locale(knowledge.language())
{
    m_locale.setNumberOptions(QLocale::OmitGroupSeparator);
}

QString Numbers::plain(double value, int decimals) const
{
    return m_locale.toString(value, 'f', decimals);
}

QString Numbers::milliseconds(double value) const
{
    if (value >= 1000) {
        return seconds(value / 1000);
    }
    return core::translate("figures", "%1 ms").arg(plain(value, value < 10 ? 1 : 0));
}

QString Numbers::seconds(double value) const
{
    return core::translate("figures", "%1 s").arg(plain(value, value < 10 && std::floor(value) != value ? 1 : 0));
}

QString Numbers::secondsSpan(double low, double high) const
{
    const int decimals = high < 10 ? 1 : 0;
    const QString from = plain(low, decimals);
    const QString to = plain(high, decimals);
    return from == to ? seconds(high) : core::translate("figures", "%1 to %2 s").arg(from, to);
}

QString Numbers::percent(double share) const
{
    const double value = share * 100;
    const bool edge = value > 0 && (value < 1 || (value > 99 && value < 100));
    return core::translate("figures", "%1 %").arg(plain(value, edge ? 1 : 0));
}

QString Numbers::bytes(qint64 value) const
{
    return m_locale.formattedDataSize(value, value % 1024 == 0 || value < 1024 ? 0 : 1, QLocale::DataSizeIecFormat);
}

QString Numbers::signedNumber(double value) const
{
    const QString digits = plain(std::abs(value), 1);
    return (value < 0 ? u"−"_qs : u"+"_qs) + digits;
}

Axis valueAxis(const QString& title, const QString& unit, std::vector<double> values, double logFrom)
{
    Axis axis{title, unit, Axis::Scale::Linear, 0, 1, {}};
    std::erase_if(values, [](double value) { return !(value > 0) || !std::isfinite(value); });
    if (values.empty()) {
        return axis;
    }
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    axis.maximum = *high * 1.08;
    if (*high > *low * logFrom) {
        axis.scale = Axis::Scale::Log;
        axis.minimum = *low * 0.7;
        axis.maximum = *high * 1.4;
    }
    return axis;
}

Table attemptTable(const std::vector<Sample>& samples, const knowledge::Knowledge& knowledge)
{
    const Numbers numbers(knowledge);
    Table table;
    table.header = {core::translate("figures", "No."),     core::translate("figures", "Test"),
                    core::translate("figures", "Attempt"), core::translate("figures", "Address"),
                    core::translate("figures", "Outcome"), core::translate("figures", "Time")};
    int number = 0;
    for (const Sample& sample : samples) {
        const auto ms = outcomeMs(*sample.attempt);
        const QString title = u"test."_qs + sample.test + u".title"_qs;
        table.rows.push_back({QString::number(++number), knowledge.hasText(title) ? knowledge.text(title) : sample.test,
                              purposeText(*sample.attempt, knowledge), sample.attempt->address,
                              outcomeText(*sample.attempt, knowledge), ms ? numbers.milliseconds(*ms) : QString()});
    }
    return table;
}

QString spoken(const Sample& sample, int number, const knowledge::Knowledge& knowledge)
{
    const auto ms = outcomeMs(*sample.attempt);
    const QString outcome = outcomeText(*sample.attempt, knowledge);
    if (!ms) {
        return core::translate("figures", "Attempt %1: %2").arg(number).arg(outcome);
    }
    return core::translate("figures", "Attempt %1: %2, after %3")
        .arg(number)
        .arg(outcome, Numbers(knowledge).milliseconds(*ms));
}

FailureRow withFailureRow(Axis axis)
{
    FailureRow row;
    if (axis.scale == Axis::Scale::Log) {
        const double decades = std::max(1.0, std::log10(axis.maximum / axis.minimum));
        const double step = std::pow(10.0, decades * 0.09);
        row.border = axis.maximum;
        row.y = axis.maximum * step;
        axis.maximum = row.y * step;
    } else {
        const double height = (axis.maximum - axis.minimum) * 0.09;
        row.border = axis.maximum;
        row.y = axis.maximum + height;
        axis.maximum = row.y + height;
    }
    row.axis = axis;
    return row;
}

Line failureBorder(const FailureRow& row, double fromX, double toX)
{
    return {{{fromX, row.border}, {toX, row.border}},
            Mark::Reference,
            true,
            core::translate("figures", "failed, whatever the time")};
}

} // namespace doctor::figures
