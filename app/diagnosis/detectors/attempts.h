// SPDX-License-Identifier: GPL-3.0-or-later
// What every detector needs: picking attempts out of a record, counting agreement, and wording a finding.
#pragma once

#include "app/core/model/session.h"

#include <functional>
#include <optional>

namespace doctor::diagnosis
{

/// An attempt with its place in the record, which is what evidence refers to.
struct Seen {
    int index = 0;
    const core::Attempt* attempt = nullptr;
};
using Sightings = std::vector<Seen>;
using Findings = std::vector<core::Finding>;

/// Attempts of one test that say something about the peer: cancelled ones and local failures are left out.
[[nodiscard]] Sightings usable(const core::Session& session, const QString& test, const QString& purpose = {});
/// True unless we were told to stop or this computer could not do it.
[[nodiscard]] bool isUsable(const core::Attempt& attempt);
[[nodiscard]] Sightings filtered(const Sightings& seen, const std::function<bool(const core::Attempt&)>& wanted);
[[nodiscard]] inline qsizetype countOf(const Sightings& seen)
{
    return static_cast<qsizetype>(seen.size());
}
[[nodiscard]] std::vector<int> indexes(const Sightings& seen);

/// A hard cut by the peer, whichever form it took.
[[nodiscard]] bool isReset(const core::Attempt& attempt);
/// A close in order that we did not ask for.
[[nodiscard]] bool isFin(const core::Attempt& attempt);
[[nodiscard]] bool isSilence(const core::Attempt& attempt);
/// Ended before the connection was open.
[[nodiscard]] bool neverOpened(const core::Attempt& attempt);

/// True for waiting times after which systems repeat an unanswered connection request: after 1 s, then 2 s, then 4 s
/// more (RFC 6298 §2). Milliseconds.
[[nodiscard]] bool isRetransmissionStep(double milliseconds);

[[nodiscard]] QString observed(const core::Attempt& attempt, const char16_t* name);
[[nodiscard]] double parameter(const core::Attempt& attempt, const char16_t* name);
/// Moment of the ending on the monotonic clock, in seconds; absent when it was not measured.
[[nodiscard]] std::optional<double> endMoment(const core::Attempt& attempt);
[[nodiscard]] double startMoment(const core::Attempt& attempt);

/// How sure k agreeing tries of n make an answer: one try may be luck, five that agree are not.
[[nodiscard]] double confidence(qsizetype agreeing, qsizetype total);
[[nodiscard]] double median(std::vector<double> values);
/// One digit after the point: what a person would say of a measured time.
[[nodiscard]] double rounded(double value);

/// A finding of a test with its counts.
[[nodiscard]] core::Finding makeFinding(const QString& question, const QString& answer, const QString& test,
                                        const Sightings& showing, qsizetype total);

} // namespace doctor::diagnosis
