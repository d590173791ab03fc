// SPDX-License-Identifier: GPL-3.0-or-later
// The turn from served to mostly refused.
#include "app/diagnosis/detectors/late_refusals.h"

#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;
using core::How;

namespace
{

struct Opening {
    double moment = 0;
    bool refused = false;
    QString test;
    Seen seen;
};

bool isTurnedAway(const core::Attempt& attempt)
{
    return neverOpened(attempt) && (attempt.ending.how == How::Refused || isSilence(attempt));
}

/// The tests that open one connection after the other; ladders hold many at once and meet other limits.
std::vector<Opening> openings(const core::Session& session)
{
    std::vector<Opening> all;
    for (const auto* test : {u"connect", u"service", u"tls-handshake", u"exchange", u"payload-size"}) {
        const auto id = QString::fromUtf16(test);
        for (const auto& one : usable(session, id)) {
            all.push_back({startMoment(*one.attempt), isTurnedAway(*one.attempt), id, one});
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.moment < b.moment; });
    return all;
}

/// The turn at `turn` as a finding of the test that met it first.
core::Finding limitAt(const std::vector<Opening>& all, std::vector<Opening>::const_iterator turn)
{
    Sightings showing;
    for (auto it = turn; it != all.end(); ++it) {
        if (it->refused && it->test == turn->test) {
            showing.push_back(it->seen);
        }
    }
    auto finding =
        makeFinding(u"load-outcome"_s, u"rate-limited"_s, turn->test, showing, std::distance(turn, all.end()));
    const auto before = static_cast<double>(std::distance(all.begin(), turn));
    finding.values.insert(u"limit"_s, before);
    finding.values.insert(u"perSecond"_s, rounded(before / std::max(turn->moment - all.front().moment, 1.0)));
    return finding;
}

} // namespace

std::optional<core::Finding> lateRefusals(const core::Session& session)
{
    constexpr std::ptrdiff_t FewestBefore = 8; // so many good ones in a row are no accident where half of all fail
    constexpr std::ptrdiff_t FewestAfter = 4;
    const auto all = openings(session);
    const auto isRefused = [](const Opening& one) { return one.refused; };
    const auto turn = std::find_if(all.cbegin(), all.cend(), isRefused);
    const auto refused = std::count_if(turn, all.cend(), isRefused);
    const auto after = std::distance(turn, all.end());
    const bool turned = std::distance(all.begin(), turn) >= FewestBefore && after >= FewestAfter;
    if (!turned || refused == after || 2 * refused < after) {
        return std::nullopt; // all refused is a ban or an end, few are something else
    }
    auto finding = limitAt(all, turn);
    finding.confidence = 0.75;
    return finding;
}

std::optional<core::Finding> lateWords(const core::Session& session)
{
    constexpr int TooMany = 429;
    const auto statusOf = [](const Seen& one) { return one.attempt->observations.value(u"status").toInt(); };
    std::vector<Opening> all;
    for (const auto& record : session.tests) {
        for (const auto& one : usable(session, record.id)) {
            if (const int status = statusOf(one); status > 0) {
                const bool refused = status == TooMany;
                if (refused && record.id == u"exchange" && one.attempt->purpose == u"fresh") {
                    return std::nullopt;
                }
                all.push_back({startMoment(*one.attempt), refused, record.id, one});
            }
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.moment < b.moment; });
    const auto isRefused = [](const Opening& one) { return one.refused; };
    const auto turn = std::find_if(all.cbegin(), all.cend(), isRefused);
    const auto before = std::distance(all.cbegin(), turn);
    const auto refused = std::count_if(turn, all.cend(), isRefused);
    if (turn == all.cend() || before == 0) {
        return std::nullopt; // who never answers anything else says so about more than the pace
    }
    auto finding = limitAt(all, turn);
    finding.values.insert(u"k"_s, static_cast<qint64>(refused));
    finding.confidence = refused == 1 ? 0.9 : 0.97;
    return finding;
}

} // namespace doctor::diagnosis
