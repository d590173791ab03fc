// SPDX-License-Identifier: GPL-3.0-or-later
// Time as a value and as an injected source, so that nothing in the program reads a global clock.
#pragma once

#include <QDateTime>
#include <chrono>

namespace doctor::core
{

using Milliseconds = std::chrono::milliseconds;
using Microseconds = std::chrono::microseconds;

/// One moment on both clocks. Wall time is for people and may jump; the monotonic count is for differences.
struct Instant {
    qint64 wallMs = 0;      ///< milliseconds since 1970-01-01 UTC
    qint64 monotonicUs = 0; ///< microseconds since an arbitrary start, same for the whole run
    bool operator==(const Instant&) const = default;
};

/// Source of the current moment. Thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] Instant now() const override
    {
        using namespace std::chrono;
        return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count(),
                duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count()};
    }
};

} // namespace doctor::core
