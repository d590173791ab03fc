// SPDX-License-Identifier: GPL-3.0-or-later
// A ladder of sizes to: all accepted, refused politely, or cut off from a size on.
#include "app/diagnosis/detectors/payload_size.h"

#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString Test = u"payload-size"_s;
const QString Accepted = u"accepted"_s;
const QString InOrder = u"refused-in-order"_s;
const QString Stalled = u"stall-above"_s;
const QString Unanswered = u"unanswered-above"_s;
/// What the largest frames in use carry (jumbo frames); a path that swallows packets for their size swallows all above.
constexpr double LargestPacket = 9'216;
/// "Content Too Large" (RFC 9110 §15.5.14): the one status that speaks of the size and of nothing else.
constexpr int TooLarge = 413;
/// "Too Many Requests" (RFC 6585 §4) speaks of the pace.
constexpr int TooMany = 429;
/// Servers as they come take a megabyte and more; who takes less than this was told to.
constexpr double UnusuallySmall = 262'144;

int statusOf(const core::Attempt& attempt)
{
    return attempt.observations.value(u"status").toInt();
}

bool refusedEarly(const core::Attempt& attempt)
{
    const bool unsent = attempt.bytesSent && *attempt.bytesSent < static_cast<qint64>(parameter(attempt, u"sizeBytes"));
    const bool early = attempt.observations.value(u"early").toBool();
    return isReset(attempt) || attempt.ending.how == core::How::FinThenReset || (early && (unsent || isFin(attempt)));
}

/// All that went out was acknowledged: nothing was lost on the way, and the program on the other side says nothing.
bool arrived(const core::Attempt& attempt)
{
    return attempt.tcp && attempt.tcp->unacked && *attempt.tcp->unacked == 0;
}

/// Answer word of one size; empty when it says nothing about sizes.
QString outcomeOf(const core::Attempt& attempt, int usualStatus)
{
    const bool answered = observed(attempt, u"state") == u"answered";
    const int status = statusOf(attempt);
    if (status >= 400 && status != usualStatus) {
        return refusedEarly(attempt) ? u"early-refusal-reset"_s : InOrder;
    }
    if (answered) {
        // Some servers answer without reading a body they did not expect, and reset over the rest: our test's doing.
        return isReset(attempt) ? QString() : Accepted;
    }
    if (neverOpened(attempt)) {
        return {};
    }
    if (isReset(attempt) || isFin(attempt)) {
        return u"cut-above"_s;
    }
    if (isSilence(attempt)) {
        return arrived(attempt) ? Unanswered : Stalled;
    }
    return {};
}

} // namespace

Findings detectPayloadSize(const core::Session& session)
{
    auto all =
        filtered(usable(session, Test, u"size"_s), [](const auto& attempt) { return statusOf(attempt) != TooMany; });
    if (all.empty()) {
        return {};
    }
    std::stable_sort(all.begin(), all.end(), [](const Seen& a, const Seen& b) {
        return parameter(*a.attempt, u"sizeBytes") < parameter(*b.attempt, u"sizeBytes");
    });
    const int usual = statusOf(*all.front().attempt);
    const auto wordOf = [&](const core::Attempt& attempt) { return outcomeOf(attempt, usual); };
    const auto good = filtered(all, [&](const auto& attempt) { return wordOf(attempt) == Accepted; });
    const auto bad = filtered(all, [&](const auto& attempt) {
        const auto word = wordOf(attempt);
        return !word.isEmpty() && word != Accepted;
    });
    // If even the smallest fails, it is not the size.
    if (good.empty() || all.front().index != good.front().index) {
        return {};
    }
    if (bad.empty()) {
        const auto answer = usual >= 400 ? InOrder : u"all-accepted"_s;
        auto finding = makeFinding(u"payload-size"_s, answer, Test, good, static_cast<qsizetype>(good.size()));
        finding.values.insert(u"largestGood"_s, parameter(*good.back().attempt, u"sizeBytes"));
        finding.values.insert(u"status"_s, usual);
        return {finding};
    }
    const double smallestBad = parameter(*bad.front().attempt, u"sizeBytes");
    const auto tries = filtered(all, [&](const auto& a) { return parameter(a, u"sizeBytes") >= smallestBad; });
    // One of two tries may show the reset only afterwards; the harsher answer is the one that hurts.
    const auto harsh = filtered(bad, [&](const auto& a) { return wordOf(a) != InOrder; });
    const auto word = wordOf(*(harsh.empty() ? bad : harsh).front().attempt);
    const auto same = filtered(bad, [&](const auto& attempt) { return wordOf(attempt) == word; });
    const bool saysTooLarge = word == InOrder && statusOf(*same.front().attempt) == TooLarge;
    const bool largerPassed = std::any_of(good.begin(), good.end(), [&](const Seen& one) {
        const double size = parameter(*one.attempt, u"sizeBytes");
        return size > LargestPacket && size < smallestBad;
    });
    const auto answer = saysTooLarge ? smallestBad < UnusuallySmall ? u"refused-small"_s : u"refused-large"_s
                        : word == Stalled && largerPassed ? Unanswered
                                                          : word;
    auto finding = makeFinding(u"payload-size"_s, answer, Test, same, static_cast<qsizetype>(tries.size()));
    if (same.size() < tries.size() && bad.size() == tries.size()) {
        finding.confidence = 0.85;
    }
    finding.values.insert(u"largestGood"_s, parameter(*good.back().attempt, u"sizeBytes"));
    finding.values.insert(u"smallestBad"_s, smallestBad);
    if (const int status = statusOf(*same.front().attempt); status > 0) {
        finding.values.insert(u"status"_s, status);
    }
    return {finding};
}

} // namespace doctor::diagnosis
