// SPDX-License-Identifier: GPL-3.0-or-later
// Counts how often the truth was where the ranking put it, and whether the claims were honest.
#pragma once

#include <QString>
#include <QStringList>
#include <array>
#include <utility>
#include <vector>

namespace doctor::bench
{

using Ranking = std::vector<std::pair<QString, double>>; ///< cause and probability, likeliest first

/// How good a ranking is: top-1, top-3 and the Brier score over all causes (0 is best, 2 is worst).
class Tally
{
public:
    /// `right` are the causes that may count as the truth, the true one first.
    void add(const QString& name, const Ranking& ranking, const QStringList& right);
    [[nodiscard]] QStringList lines(const QString& title) const;

private:
    int m_cases = 0;
    int m_first = 0;
    int m_firstThree = 0;
    double m_brier = 0;
    QStringList m_wrong;
};

/// Claimed against right, by the leader's probability in tenths.
class Reliability
{
public:
    void add(double claimed, bool right);
    [[nodiscard]] QStringList lines(const QString& title) const;

private:
    struct Bucket {
        int count = 0;
        int right = 0;
        double claimed = 0;
    };
    std::array<Bucket, 10> m_buckets{};
};

} // namespace doctor::bench
