// SPDX-License-Identifier: GPL-3.0-or-later
// Quiet connections, one by one and together.
#include "app/diagnosis/detectors/idle_limit.h"

#include <algorithm>
#include <cmath>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{
/// An ending this soon after the last word belongs to the exchange, not to the quiet.
constexpr double SoonestQuietEnding = 0.3;
} // namespace

bool isInUse(const core::Attempt& attempt)
{
    return attempt.purpose == u"busy" || attempt.purpose == u"used";
}

Sightings endedInUseAt(const core::Session& session, double age)
{
    return filtered(usable(session, u"idle-survival"_s, u"used"_s), [age](const auto& attempt) {
        const double lived = attempt.observations.value(u"ageSeconds").toDouble();
        return observed(attempt, u"ended") == u"cut" && (isFin(attempt) || isReset(attempt)) &&
               std::abs(lived - age) <= std::max(RoundOfReaper, age * 0.1);
    });
}

double ageOf(const core::Attempt& attempt)
{
    return attempt.timings.idleMs.value_or(0) / 1000;
}

bool endedInQuiet(const core::Attempt& attempt)
{
    const auto seen = observed(attempt, u"inQuiet");
    return seen == u"fin" || seen == u"reset";
}

bool cameToRest(const core::Attempt& attempt)
{
    return attempt.observations.contains(u"inQuiet") && attempt.timings.idleMs.has_value() &&
           (!endedInQuiet(attempt) || ageOf(attempt) >= SoonestQuietEnding);
}

bool isAlive(const core::Attempt& attempt)
{
    return observed(attempt, u"wake") == u"alive";
}

bool isLeftUnanswered(const core::Attempt& attempt)
{
    return observed(attempt, u"wake") == u"silence" && attempt.observations.value(u"acknowledged").toBool();
}

bool diedOnWake(const core::Attempt& attempt)
{
    const auto wake = observed(attempt, u"wake");
    const bool dead = wake == u"reset" || wake == u"silence" || wake == u"fin";
    return dead && !endedInQuiet(attempt) && !isLeftUnanswered(attempt);
}

bool outlivedRest(const core::Attempt& attempt)
{
    const bool satItOut = !endedInQuiet(attempt) && observed(attempt, u"wake") == u"not-tested" && attempt.succeeded;
    return isAlive(attempt) || satItOut;
}

double limitOf(std::vector<double> ages, double survived)
{
    if (ages.empty()) {
        return 0;
    }
    std::sort(ages.begin(), ages.end());
    const bool stray = ages.size() >= 3 && ages[0] < ages[1] * 0.7 && ages[1] - ages[0] > RoundOfReaper;
    const double lowest = stray ? ages[1] : ages[0];
    const bool close = survived < lowest && lowest - survived <= std::max(0.3, lowest * 0.04);
    return close ? (survived + lowest) / 2 : lowest;
}

double hundredth(double value)
{
    return std::round(value * 100) / 100;
}

QString protocolOf(const core::Session& session)
{
    const auto* service = core::findTest(session, u"service"_s);
    return service == nullptr ? QString() : service->facts.value(u"protocol").toString();
}

} // namespace doctor::diagnosis
