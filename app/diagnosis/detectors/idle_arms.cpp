// SPDX-License-Identifier: GPL-3.0-or-later
// What the other arms add to the ladder.
#include "app/diagnosis/detectors/idle_arms.h"

#include "app/diagnosis/detectors/idle_limit.h"

#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString Test = u"idle-survival"_s;
/// Whoever cuts a connection sooner than this before its first word hits ordinary clients (connection pools, browsers
/// that connect ahead); servers protect themselves after 10 s and more.
constexpr double UsualProtectionSeconds = 10;

bool isLimit(const core::Finding& ending)
{
    return ending.answer != u"ended-together" && !ending.answer.startsWith(u"survived");
}

/// A limit shorter than the pause between two probes says nothing.
bool probedInTime(const core::Attempt& attempt, double limit)
{
    const double every = parameter(attempt, u"keepAliveSeconds");
    return every > 0 && every * 1.4 < limit;
}

} // namespace

std::optional<core::Finding> keepAliveArm(const core::Session& session, const core::Finding& ending)
{
    if (!isLimit(ending)) {
        return std::nullopt;
    }
    const double limit = ending.values.value(u"idleSeconds").toDouble();
    const double low = ending.values.value(u"lowSeconds").toDouble();
    const double high = std::max(ending.values.value(u"highSeconds").toDouble(), limit);
    const auto arm = filtered(usable(session, Test, u"idle-keepalive"_s), [&](const auto& attempt) {
        return cameToRest(attempt) && probedInTime(attempt, low > 0 ? low : limit);
    });
    const auto crossed =
        filtered(arm, [&](const auto& attempt) { return outlivedRest(attempt) && ageOf(attempt) >= high * 1.1; });
    const auto died = filtered(arm, [&](const auto& attempt) {
        const bool dead = endedInQuiet(attempt) || diedOnWake(attempt) || isLeftUnanswered(attempt);
        return dead && ageOf(attempt) >= low * 0.9;
    });
    if (crossed.size() == died.size()) {
        return std::nullopt;
    }
    const bool survives = crossed.size() > died.size();
    auto finding = makeFinding(u"idle-keepalive"_s, survives ? u"survives"_s : u"dies-too"_s, Test,
                               survives ? crossed : died, static_cast<qsizetype>(crossed.size() + died.size()));
    finding.confidence = std::min(finding.confidence, ending.confidence); // a doubtful limit says nothing surer
    finding.values.insert(u"idleSeconds"_s, ending.values.value(u"idleSeconds"));
    return finding;
}

std::optional<core::Finding> beforeRequest(const core::Session& session)
{
    if (!protocolOf(session).startsWith(u"http")) {
        return std::nullopt;
    }
    const auto all = filtered(usable(session, Test), [](const auto& attempt) {
        const auto asked = attempt.parameters.value(u"afterRequest");
        return asked.isBool() && !asked.toBool() && cameToRest(attempt);
    });
    const auto ended = filtered(all, endedInQuiet);
    const auto lived = filtered(all, outlivedRest);
    if (ended.empty() && lived.empty()) {
        return std::nullopt;
    }
    std::vector<double> ages;
    for (const auto& one : ended.empty() ? lived : ended) {
        ages.push_back(ageOf(*one.attempt));
    }
    const double seconds = ended.empty() ? *std::max_element(ages.begin(), ages.end()) : limitOf(ages);
    const auto answer = ended.empty()                      ? u"survived"_s
                        : seconds < UsualProtectionSeconds ? u"ended-early"_s
                                                           : u"ended-late"_s;
    auto finding = makeFinding(u"idle-before-request"_s, answer, Test, ended.empty() ? lived : ended,
                               static_cast<qsizetype>(ended.size() + lived.size()));
    finding.values.insert(u"firstWordSeconds"_s, hundredth(seconds));
    return finding;
}

} // namespace doctor::diagnosis
