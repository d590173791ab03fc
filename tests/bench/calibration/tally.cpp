// SPDX-License-Identifier: GPL-3.0-or-later
// The sums and their tables.
#include "tests/bench/calibration/tally.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace doctor::bench
{

void Tally::add(const QString& name, const Ranking& ranking, const QStringList& right)
{
    const auto isRight = [&](const auto& cause) { return right.contains(cause.first); };
    const auto& [leader, probability] = ranking.front();
    ++m_cases;
    const bool led = isRight(ranking.front());
    m_first += led;
    m_firstThree +=
        std::any_of(ranking.begin(), ranking.begin() + std::min<std::ptrdiff_t>(3, std::ssize(ranking)), isRight);
    if (!led)
        m_wrong << u"  %1: %2 at %3, truth %4"_s.arg(name, leader).arg(probability, 0, 'f', 2).arg(right.first());

    // Where several answers are right, what was given to them counts for the truth together.
    double forTruth = 0;
    for (const auto& [id, share] : ranking) {
        if (right.contains(id))
            forTruth += share;
        else
            m_brier += share * share;
    }
    m_brier += (1 - forTruth) * (1 - forTruth);
}

QStringList Tally::lines(const QString& title) const
{
    QStringList text{u"%1: %2 cases"_s.arg(title).arg(m_cases)};
    if (m_cases == 0)
        return text;
    const auto percent = [](int part, int whole) { return u"%1 %"_s.arg(100.0 * part / whole, 0, 'f', 1); };
    text << u"  top-1 %1 of %2 (%3), top-3 %4 of %2 (%5), Brier score %6"_s.arg(m_first)
                .arg(m_cases)
                .arg(percent(m_first, m_cases))
                .arg(m_firstThree)
                .arg(percent(m_firstThree, m_cases))
                .arg(m_brier / m_cases, 0, 'f', 3);
    return text + m_wrong;
}

void Reliability::add(double claimed, bool right)
{
    Bucket& bucket = m_buckets[std::min<std::size_t>(9, static_cast<std::size_t>(claimed * 10))];
    ++bucket.count;
    bucket.right += right;
    bucket.claimed += claimed;
}

QStringList Reliability::lines(const QString& title) const
{
    QStringList text{title, u"  leader's probability   cases   claimed     right   difference"_s};
    for (std::size_t i = 0; i < m_buckets.size(); ++i) {
        const Bucket& bucket = m_buckets[i];
        if (bucket.count == 0)
            continue;
        const double claimed = 100 * bucket.claimed / bucket.count;
        const double right = 100.0 * bucket.right / bucket.count;
        const bool few = bucket.count < 10;
        text << u"  %1 to %2 % %3 %4 % %5 % %6 points%7"_s.arg(i * 10, 8)
                    .arg(i * 10 + 10, 3)
                    .arg(bucket.count, 11)
                    .arg(claimed, 7, 'f', 1)
                    .arg(right, 7, 'f', 1)
                    .arg(right - claimed, 6, 'f', 1)
                    .arg(few                              ? u"  (under 10 cases)"_s
                         : std::abs(right - claimed) > 10 ? u"  MORE THAN 10 POINTS"_s
                                                          : QString());
    }
    return text;
}

} // namespace doctor::bench
