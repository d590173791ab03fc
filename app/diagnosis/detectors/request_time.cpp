// SPDX-License-Identifier: GPL-3.0-or-later
// Unfinished requests to: kept open, or cut off after how long.
#include "app/diagnosis/detectors/request_time.h"

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString Test = u"request-time"_s;
/// Servers end unfinished requests after 10 s and more to protect themselves; a shorter limit hits ordinary clients.
constexpr double UsualProtectionSeconds = 10;
/// Whoever ends at once did not wait, so there is no limit in time to speak of.
constexpr double AtOnceSeconds = 0.4;

double heldFor(const core::Attempt& attempt)
{
    return attempt.timings.idleMs.value_or(0) / 1000;
}

bool wasCut(const core::Attempt& attempt)
{
    return !attempt.succeeded && (isReset(attempt) || isFin(attempt) || attempt.observations.contains(u"status") ||
                                  attempt.observations.contains(u"answerStart"));
}

QString howOf(const core::Attempt& attempt)
{
    if (attempt.observations.contains(u"status")) {
        return u"HTTP %1"_s.arg(attempt.observations.value(u"status").toInt());
    }
    return isReset(attempt) ? u"RST"_s : u"FIN"_s;
}

} // namespace

Findings detectRequestTime(const core::Session& session)
{
    const auto held = filtered(usable(session, Test, u"slow-request"_s), [](const auto& attempt) {
        return attempt.timings.idleMs.has_value() && !neverOpened(attempt);
    });
    const auto cut = filtered(held, wasCut);
    const auto kept = filtered(held, [](const auto& attempt) { return attempt.succeeded; });
    if (cut.empty() && kept.empty()) {
        return {};
    }
    std::vector<double> times;
    for (const auto& one : cut.empty() ? kept : cut) {
        times.push_back(heldFor(*one.attempt));
    }
    const double seconds = median(times);
    if (!cut.empty() && seconds < AtOnceSeconds) {
        return {};
    }
    const auto answer = cut.empty()                              ? u"survived"_s
                        : seconds < UsualProtectionSeconds - 0.2 ? u"cut-quickly"_s
                                                                 : u"cut-late"_s;
    auto finding = makeFinding(u"slow-request"_s, answer, Test, cut.empty() ? kept : cut,
                               static_cast<qsizetype>(cut.size() + kept.size()));
    finding.values.insert(cut.empty() ? u"heldSeconds"_s : u"limitSeconds"_s, rounded(seconds));
    if (!cut.empty()) {
        finding.values.insert(u"how"_s, howOf(*cut.front().attempt));
    }
    return {finding};
}

} // namespace doctor::diagnosis
