// SPDX-License-Identifier: GPL-3.0-or-later
// Unfinished requests to: kept open, or cut off after how long.
#include "app/diagnosis/detectors/request_time.h"

#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString Test = u"request-time"_s;
/// Servers end unfinished requests after 10 s and more to protect themselves; a shorter limit hits ordinary clients.
constexpr double UsualProtectionSeconds = 10;
constexpr double AtOnceSeconds = 0.4;

double heldFor(const core::Attempt& attempt)
{
    return attempt.timings.idleMs.value_or(0) / 1000;
}

/// Servers may answer before they have the body, or the end of the header, and without wanting it: only a complaint
/// counts, and while the body is missing only one about the time. One about the pace (429) has another reason.
bool answeredEarly(const core::Attempt& attempt)
{
    const int status = attempt.observations.value(u"status").toInt();
    const bool complains = status >= 400 && status != 429;
    const bool ofTime = status == 408 || status == 504;
    return status > 0 && (attempt.purpose == u"slow-body" ? !ofTime : !complains);
}

bool wasCut(const core::Attempt& attempt)
{
    return !attempt.succeeded && !answeredEarly(attempt) &&
           (isReset(attempt) || isFin(attempt) || attempt.observations.contains(u"status") ||
            attempt.observations.contains(u"answerStart"));
}

QString howOf(const core::Attempt& attempt)
{
    if (attempt.observations.contains(u"status")) {
        return u"HTTP %1"_s.arg(attempt.observations.value(u"status").toInt());
    }
    return isReset(attempt) ? u"RST"_s : u"FIN"_s;
}

struct Part {
    QString name; ///< "header" or "body"
    Sightings cut;
    Sightings kept;
};

Part partOf(const core::Session& session, const QString& name, const QStringList& purposes)
{
    const auto held = filtered(usable(session, Test), [&](const auto& attempt) {
        return purposes.contains(attempt.purpose) && attempt.timings.idleMs.has_value() && !neverOpened(attempt);
    });
    // Whoever ends at once, be it one of them only, did not wait, so there is no limit in time to speak of.
    const auto ended = filtered(held, wasCut);
    const bool waits =
        std::all_of(ended.begin(), ended.end(), [](const Seen& one) { return heldFor(*one.attempt) >= AtOnceSeconds; });
    const auto cut = waits ? ended : Sightings{};
    // A header in pieces may be tolerated where a silent one is not: that is no contradiction.
    const auto kept = filtered(held, [&](const auto& attempt) {
        return attempt.succeeded && (cut.empty() || attempt.purpose != u"slow-trickle");
    });
    return {name, cut, kept};
}

std::vector<double> timesOf(const Sightings& seen)
{
    std::vector<double> times;
    for (const auto& one : seen) {
        times.push_back(heldFor(*one.attempt));
    }
    return times;
}

/// How slow requests were tolerated; the part that was not comes first.
std::optional<core::Finding> slowRequest(const core::Session& session)
{
    const auto header = partOf(session, u"header"_s, {u"slow-request"_s, u"slow-trickle"_s});
    const auto body = partOf(session, u"body"_s, {u"slow-body"_s});
    const auto& part = header.cut.empty() && !body.cut.empty() ? body : header;
    if (part.cut.empty() && part.kept.empty()) {
        return std::nullopt;
    }
    const auto times = timesOf(part.cut.empty() ? part.kept : part.cut);
    const double seconds = part.cut.empty() ? median(times) : *std::min_element(times.begin(), times.end());
    const auto answer = part.cut.empty()                         ? u"survived"_s
                        : seconds < UsualProtectionSeconds - 0.2 ? u"cut-quickly"_s
                                                                 : u"cut-late"_s;
    auto finding = makeFinding(u"slow-request"_s, answer, Test, part.cut.empty() ? part.kept : part.cut,
                               static_cast<qsizetype>(part.cut.size() + part.kept.size()));
    finding.values.insert(part.cut.empty() ? u"heldSeconds"_s : u"limitSeconds"_s, rounded(seconds));
    finding.values.insert(u"part"_s, part.name);
    if (!part.cut.empty()) {
        finding.values.insert(u"how"_s, howOf(*part.cut.front().attempt));
    }
    return finding;
}

/// What became of waiting for an answer that does not come.
std::optional<core::Finding> slowAnswer(const core::Session& session)
{
    const auto waited = filtered(usable(session, Test, u"slow-answer"_s), [](const auto& attempt) {
        return attempt.timings.idleMs.has_value() && !neverOpened(attempt);
    });
    if (waited.empty()) {
        return std::nullopt;
    }
    const auto& first = *waited.front().attempt;
    const int status = first.observations.value(u"status").toInt();
    const bool gaveUp = status == 408 || status == 504;
    const auto answer = first.succeeded                               ? u"still-waiting"_s
                        : gaveUp                                      ? u"timeout-answer"_s
                        : first.observations.contains(u"answerStart") ? u"answered"_s
                                                                      : u"cut"_s;
    auto finding = makeFinding(u"slow-answer"_s, answer, Test, waited, static_cast<qsizetype>(waited.size()));
    const bool limited = answer == u"cut" || gaveUp;
    finding.values.insert(limited ? u"limitSeconds"_s : u"heldSeconds"_s, rounded(heldFor(first)));
    if (answer == u"cut") {
        finding.values.insert(u"how"_s, howOf(first));
    }
    if (status > 0) {
        finding.values.insert(u"status"_s, status);
    }
    return finding;
}

} // namespace

Findings detectRequestTime(const core::Session& session)
{
    Findings findings;
    for (const auto& finding : {slowRequest(session), slowAnswer(session)}) {
        if (finding) {
            findings.push_back(*finding);
        }
    }
    return findings;
}

} // namespace doctor::diagnosis
