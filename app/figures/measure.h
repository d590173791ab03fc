// SPDX-License-Identifier: GPL-3.0-or-later
// What every figure needs from an attempt: its mark, its words, its duration, and how numbers are written.
#pragma once

#include "app/figures/figure.h"

#include <QLocale>

namespace doctor::figures
{

/// An attempt with the place where it stands in the session.
struct Sample {
    const core::Attempt* attempt = nullptr;
    QString test;
    int index = 0; ///< in the test's attempts
};

/// Attempts of one test, or of all tests when `test` is empty, in the order in which they began.
[[nodiscard]] std::vector<Sample> samplesOf(const core::Session& session, const QString& test);

/// Mark of an outcome: what worked is Worked however it ended.
[[nodiscard]] Mark markOf(const core::Attempt& attempt);
[[nodiscard]] bool isFailureMark(Mark mark);
/// The ending in words ("cut off hard (TCP reset)"), or that it worked.
[[nodiscard]] QString outcomeText(const core::Attempt& attempt, const knowledge::Knowledge& knowledge);
/// Role of the attempt in its test in words; the machine word where the knowledge base has none.
[[nodiscard]] QString purposeText(const core::Attempt& attempt, const knowledge::Knowledge& knowledge);
/// Milliseconds from the start of the attempt to its outcome, if measured.
[[nodiscard]] std::optional<double> outcomeMs(const core::Attempt& attempt);
/// "3 cut off hard, 1 refused": counts of the failures among the samples, in words; empty if there are none.
[[nodiscard]] QString failureCounts(const std::vector<Sample>& samples, const knowledge::Knowledge& knowledge);

/// Numbers as people of the knowledge's language write them.
class Numbers
{
public:
    explicit Numbers(const knowledge::Knowledge& knowledge);
    [[nodiscard]] QString milliseconds(double value) const;           ///< "12 ms", "0.4 ms", "1.25 s" from a second on
    [[nodiscard]] QString seconds(double value) const;                ///< "0.4 s", "12 s", "350 s"
    [[nodiscard]] QString secondsSpan(double low, double high) const; ///< "58 to 61 s", or one value
    [[nodiscard]] QString percent(double share) const;                ///< 0.93 -> "93 %"
    [[nodiscard]] QString bytes(qint64 value) const;                  ///< "64 KiB"
    [[nodiscard]] QString signedNumber(double value) const;           ///< "+7.8", "−3.0"
    [[nodiscard]] QString plain(double value, int decimals) const;

private:
    QLocale m_locale;
};

/// Axis over positive values: logarithmic when the largest is over `logFrom` times the smallest.
[[nodiscard]] Axis valueAxis(const QString& title, const QString& unit, std::vector<double> values, double logFrom);

/// Table twin with one row per attempt.
[[nodiscard]] Table attemptTable(const std::vector<Sample>& samples, const knowledge::Knowledge& knowledge);
/// What is spoken for an attempt: "Attempt 3: cut off hard (TCP reset) after 12 ms".
[[nodiscard]] QString spoken(const Sample& sample, int number, const knowledge::Knowledge& knowledge);

/// Time axis with a row above its top for failures, so that no failure passes for a slow success.
struct FailureRow {
    Axis axis;
    double y = 0;      ///< where failures stand
    double border = 0; ///< where the row begins
};
[[nodiscard]] FailureRow withFailureRow(Axis axis);
/// The dashed border of that row from x to x.
[[nodiscard]] Line failureBorder(const FailureRow& row, double fromX, double toX);

} // namespace doctor::figures
