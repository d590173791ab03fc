// SPDX-License-Identifier: GPL-3.0-or-later
// Finding the smallest hop limit at which something happens, and what TTL a reply may carry. Pure.
#pragma once

#include <array>
#include <optional>

namespace doctor::probes
{

/// Halves the range until one limit is left. The upper end is taken to be a yes.
class HopSearch
{
public:
    explicit HopSearch(int upper) : m_high(upper) {}
    /// The limit to try next; nothing when the answer is known.
    [[nodiscard]] std::optional<int> next() const
    {
        return m_high - m_low > 1 ? std::optional<int>((m_low + m_high) / 2) : std::nullopt;
    }
    void note(int limit, bool happened)
    {
        if (happened && limit < m_high)
            m_high = limit;
        else if (!happened && limit > m_low)
            m_low = limit;
    }
    /// The smallest limit at which it happened, once next() has nothing left.
    [[nodiscard]] int smallest() const { return m_high; }

private:
    int m_low = 0;
    int m_high;
};

/// TTLs that systems start with: Linux and most others 64, Windows 128, many network devices 255.
inline constexpr std::array FirstTtls{64, 128, 255};

/// No path in the Internet is longer in practice; longer ones are not searched.
inline constexpr int MostHops = 30;

} // namespace doctor::probes
