// SPDX-License-Identifier: GPL-3.0-or-later
// How long the calling thread has had something to do: what is left of a test's time when its waits are taken away.
#pragma once

namespace doctor::bench
{

struct WorkTime {
    double onCpuMs = 0;
    double readyMs = 0; ///< could have gone on, but had to wait for a processor; 0 where the system does not tell
    [[nodiscard]] double sum() const { return onCpuMs + readyMs; }
};

[[nodiscard]] WorkTime workTimeOfThread();
[[nodiscard]] WorkTime operator-(const WorkTime& later, const WorkTime& earlier);

} // namespace doctor::bench
