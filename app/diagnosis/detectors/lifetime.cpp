// SPDX-License-Identifier: GPL-3.0-or-later
// What became of the connections that the idle test keeps in use.
#include "app/diagnosis/detectors/lifetime.h"

#include "app/diagnosis/detectors/attempts.h"

#include <algorithm>
#include <cmath>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString Test = u"idle-survival"_s;
/// Confidence of one connection's word, where no other was long enough in use to agree or to object.
constexpr double WordOfOne = 0.75;

double ageOf(const core::Attempt& attempt)
{
    return attempt.observations.value(u"ageSeconds").toDouble();
}

int requestsOf(const core::Attempt& attempt)
{
    return attempt.observations.value(u"requests").toInt();
}

bool wasCut(const core::Attempt& attempt)
{
    return observed(attempt, u"ended") == u"cut" && (isReset(attempt) || isFin(attempt));
}

bool sameAge(const core::Attempt& one, const core::Attempt& other)
{
    return std::abs(ageOf(one) - ageOf(other)) <= std::max(1.1, ageOf(one) * 0.1);
}

/// Ended nearer to each other than they began: one event struck both, where a limit of each ends them as far apart.
bool struckTogether(const Sightings& ended)
{
    constexpr double Apart = 0.1; ///< seconds: starts that are nearer tell nothing
    const auto spread = [&](const auto& momentOf) {
        const auto [least, most] = std::minmax_element(
            ended.begin(), ended.end(), [&](const Seen& a, const Seen& b) { return momentOf(a) < momentOf(b); });
        return momentOf(*most) - momentOf(*least);
    };
    const double starts = spread([](const Seen& one) { return startMoment(*one.attempt); });
    const double ends = spread([](const Seen& one) { return endMoment(*one.attempt).value_or(0); });
    return ended.size() > 1 && starts >= Apart && ends < starts / 2;
}

/// "age", "requests", or empty when the ends have nothing in common.
QString sharedLimit(const Sightings& ended)
{
    if (struckTogether(ended)) {
        return {};
    }
    const auto& first = *ended.front().attempt;
    const auto all = [&](const auto& alike) {
        return std::all_of(ended.begin(), ended.end(), [&](const Seen& one) { return alike(*one.attempt); });
    };
    if (all([&](const auto& attempt) { return requestsOf(attempt) == requestsOf(first); })) {
        return ended.size() > 1 && all([&](const auto& attempt) { return sameAge(attempt, first); }) ? QString()
                                                                                                     : u"requests"_s;
    }
    return all([&](const auto& attempt) { return sameAge(attempt, first); }) ? u"age"_s : QString();
}

/// Requests that the exchange test made on one connection until it was cut; absent when it was not.
std::optional<qsizetype> requestsUntilCut(const core::Session& session)
{
    const auto reused = usable(session, u"exchange"_s, u"reused"_s);
    const auto answered = filtered(reused, [](const auto& attempt) { return attempt.succeeded; });
    const bool cut = !reused.empty() && (isReset(*reused.back().attempt) || isFin(*reused.back().attempt));
    return cut && answered.size() + 1 == reused.size() ? std::optional(countOf(answered)) : std::nullopt;
}

/// Others were in use for longer and for more requests, so there is no such limit.
bool isRefuted(const Sightings& ended, const Sightings& lived)
{
    const auto& first = *ended.front().attempt;
    return std::any_of(lived.begin(), lived.end(), [&](const Seen& one) {
        return ageOf(*one.attempt) > ageOf(first) * 1.1 + 1.1 && requestsOf(*one.attempt) > requestsOf(first);
    });
}

double confidenceIn(const Sightings& ended, const Sightings& lived, bool announced, bool shared)
{
    constexpr double Sure = 0.97;
    constexpr double Refuted = 0.2;
    constexpr double Disagreeing = 0.5;
    if (isRefuted(ended, lived)) {
        return Refuted;
    }
    if (announced) {
        return Sure; // what the server itself announces is no chance
    }
    if (shared) {
        return Sure;
    }
    return ended.size() == 1 ? WordOfOne : Disagreeing;
}

} // namespace

Findings detectLifetime(const core::Session& session)
{
    const auto all =
        filtered(usable(session, Test, u"busy"_s), [](const auto& attempt) { return requestsOf(attempt) > 0; });
    const auto lived = filtered(all, [](const auto& attempt) { return observed(attempt, u"ended") == u"lived"; });
    const auto cut = filtered(all, wasCut);
    const auto announced =
        filtered(all, [](const auto& attempt) { return observed(attempt, u"ended") == u"announced"; });
    const auto& ended = cut.empty() ? announced : cut;
    if (ended.empty() && lived.empty()) {
        return {};
    }
    const auto& showing = ended.empty() ? lived : ended;
    const auto& first = *showing.front().attempt;
    const auto answer = ended.empty()    ? u"lived"_s
                        : cut.empty()    ? u"announced-end"_s
                        : isReset(first) ? u"cut-by-reset"_s
                                         : u"cut-by-fin"_s;
    auto finding = makeFinding(u"lifetime"_s, answer, Test, showing, static_cast<qsizetype>(all.size()));
    finding.values.insert(u"ageSeconds"_s, rounded(ageOf(first)));
    finding.values.insert(u"busyRequests"_s, requestsOf(first));
    if (!ended.empty()) {
        const auto before = requestsUntilCut(session);
        const bool asBefore = !cut.empty() && before == requestsOf(first);
        const bool unlikeBefore = !cut.empty() && before && !asBefore;
        const auto shared = ended.size() > 1 ? sharedLimit(ended) : asBefore ? u"requests"_s : QString();
        if (!shared.isEmpty()) {
            finding.values.insert(u"limitedBy"_s, shared);
        }
        // Cut in both tests, but neither after one number of requests nor (the other took no second) at one age.
        constexpr double Disagreeing = 0.3;
        const double sure = confidenceIn(ended, lived, cut.empty(), !shared.isEmpty());
        finding.confidence = unlikeBefore && shared.isEmpty() ? std::min(sure, Disagreeing) : sure;
    }
    return {finding};
}

} // namespace doctor::diagnosis
