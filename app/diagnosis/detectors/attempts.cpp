// SPDX-License-Identifier: GPL-3.0-or-later
// Shared reading of attempts.
#include "app/diagnosis/detectors/attempts.h"

#include <algorithm>
#include <cmath>

namespace doctor::diagnosis
{

using core::How;

bool isUsable(const core::Attempt& attempt)
{
    return attempt.ending.how != How::Cancelled && attempt.ending.how != How::LocalFailure;
}

Sightings usable(const core::Session& session, const QString& test, const QString& purpose)
{
    Sightings seen;
    const auto* record = core::findTest(session, test);
    if (record == nullptr) {
        return seen;
    }
    int index = 0;
    for (const auto& attempt : record->attempts) {
        if (isUsable(attempt) && (purpose.isEmpty() || attempt.purpose == purpose)) {
            seen.push_back({index, &attempt});
        }
        ++index;
    }
    return seen;
}

Sightings filtered(const Sightings& seen, const std::function<bool(const core::Attempt&)>& wanted)
{
    Sightings kept;
    std::copy_if(seen.begin(), seen.end(), std::back_inserter(kept),
                 [&](const Seen& one) { return wanted(*one.attempt); });
    return kept;
}

std::vector<int> indexes(const Sightings& seen)
{
    std::vector<int> result;
    for (const auto& one : seen) {
        result.push_back(one.index);
    }
    return result;
}

bool isReset(const core::Attempt& attempt)
{
    return attempt.ending.how == How::Reset && attempt.ending.who != core::Who::Us;
}

bool isFin(const core::Attempt& attempt)
{
    const auto how = attempt.ending.how;
    return attempt.ending.who != core::Who::Us &&
           (how == How::Fin || how == How::FinThenReset || how == How::TlsTruncated);
}

bool isSilence(const core::Attempt& attempt)
{
    return attempt.ending.how == How::Silence || attempt.ending.how == How::TimedOut;
}

bool neverOpened(const core::Attempt& attempt)
{
    return attempt.ending.phase == core::Phase::Connect && attempt.ending.isFailure();
}

bool isRetransmissionStep(double milliseconds)
{
    for (const double step : {1000.0, 2000.0, 3000.0, 7000.0}) { // Linux since 6.5 asks every second at first
        if (milliseconds >= step * 0.95 && milliseconds <= step + 600) {
            return true;
        }
    }
    return false;
}

QString observed(const core::Attempt& attempt, const char16_t* name)
{
    return attempt.observations.value(QStringView(name)).toString();
}

double parameter(const core::Attempt& attempt, const char16_t* name)
{
    return attempt.parameters.value(QStringView(name)).toDouble();
}

double startMoment(const core::Attempt& attempt)
{
    return static_cast<double>(attempt.startedAt.monotonicUs) / 1e6;
}

std::optional<double> endMoment(const core::Attempt& attempt)
{
    if (!attempt.timings.totalMs) {
        return std::nullopt;
    }
    return startMoment(attempt) + *attempt.timings.totalMs / 1000;
}

double confidence(qsizetype agreeing, qsizetype total)
{
    if (agreeing <= 0 || total <= 0) {
        return 0;
    }
    constexpr double LuckOfOne = 0.2;
    const double share = static_cast<double>(agreeing) / static_cast<double>(std::max(agreeing, total));
    return share * (1 - std::pow(LuckOfOne, static_cast<double>(agreeing)));
}

double median(std::vector<double> values)
{
    if (values.empty()) {
        return 0;
    }
    std::sort(values.begin(), values.end());
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double rounded(double value)
{
    return std::round(value * 10) / 10;
}

core::Finding makeFinding(const QString& question, const QString& answer, const QString& test, const Sightings& showing,
                          qsizetype total)
{
    core::Finding finding;
    finding.question = question;
    finding.answer = answer;
    finding.source = {core::SourceKind::Test, test};
    finding.attempts = indexes(showing);
    const auto count = static_cast<qsizetype>(showing.size());
    finding.confidence = confidence(count, total);
    finding.values = {{QStringLiteral("k"), count}, {QStringLiteral("n"), total}};
    return finding;
}

} // namespace doctor::diagnosis
