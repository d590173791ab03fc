// SPDX-License-Identifier: GPL-3.0-or-later
// Lines the openings of all tests up in time and looks for the moment that parts good from bad.
#include "app/diagnosis/detectors/turned_away.h"

#include "app/diagnosis/detectors/refusals.h"

#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;
using core::How;

namespace
{

const QString Test = u"cross-test"_s;
constexpr int FewestGood = 3;
constexpr int FewestBad = 3;
/// A server that starts again is back sooner; whoever stays away for longer stays away on purpose.
constexpr double LongestRestart = 6;
/// And whoever then turns away so many has made up his mind.
constexpr double Long = 12;
constexpr std::size_t Many = 8;

struct Opening {
    double moment = 0;
    bool opened = false;
    QString address;
    const core::Attempt* attempt = nullptr;
};

/// One entry per connection: later requests on the same one are no new openings.
std::vector<Opening> openings(const core::Session& session)
{
    std::vector<Opening> all;
    for (const auto& record : session.tests) {
        if (record.id == u"name-lookup")
            continue;
        for (const auto& one : usable(session, record.id)) {
            const auto& attempt = *one.attempt;
            if (attempt.startedAt.monotonicUs == 0 || diedAtProxy(attempt))
                continue;
            const bool limited = attempt.parameters.contains(u"hopLimit"); // such packets are not meant to arrive
            if (!limited)
                all.push_back({startMoment(attempt), !neverOpened(attempt), attempt.address, &attempt});
        }
    }
    std::sort(all.begin(), all.end(), [](const Opening& a, const Opening& b) { return a.moment < b.moment; });
    return all;
}

} // namespace

Findings detectTurnedAway(const core::Session& session)
{
    const auto all = openings(session);
    const auto lastGood = std::find_if(all.rbegin(), all.rend(), [](const Opening& one) { return one.opened; });
    if (lastGood == all.rend())
        return {};
    const auto firstAfter = lastGood.base();
    // Only what the good address does afterwards counts: another may have been bad from the beginning.
    std::vector<Opening> after;
    std::copy_if(firstAfter, all.end(), std::back_inserter(after),
                 [&](const Opening& one) { return one.address == lastGood->address; });
    const auto good = std::count_if(all.begin(), firstAfter, [](const Opening& one) { return one.opened; });
    core::Finding finding;
    finding.question = u"turned-away"_s;
    finding.source = {core::SourceKind::Test, Test};
    const double lasted = after.empty() ? 0 : after.back().moment - after.front().moment;
    if (static_cast<int>(after.size()) < FewestBad || good < FewestGood) {
        finding.answer = u"never"_s;
        finding.confidence = all.size() >= FewestGood + FewestBad ? 0.9 : 0.6;
        finding.values = {{u"n"_s, static_cast<int>(all.size())}};
        return after.empty() ? Findings{finding} : Findings{};
    }
    finding.answer = u"from-then-on"_s;
    finding.confidence = lasted >= Long && after.size() >= Many ? 0.99 : lasted >= LongestRestart ? 0.95 : 0.6;
    const double start = all.front().moment;
    finding.values = {{u"seconds"_s, rounded(after.front().moment - start)},
                      {u"count"_s, static_cast<int>(good)},
                      {u"k"_s, static_cast<int>(after.size())},
                      {u"heldSeconds"_s, rounded(lasted)},
                      {u"how"_s, after.front().attempt->ending.how == How::Refused ? u"refused"_s : u"silence"_s}};
    return {finding};
}

} // namespace doctor::diagnosis
