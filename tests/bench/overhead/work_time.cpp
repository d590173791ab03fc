// SPDX-License-Identifier: GPL-3.0-or-later
// Reads Linux's scheduler statistics (Documentation/scheduler/sched-stats.rst), and the CPU clock elsewhere.
#include "tests/bench/overhead/work_time.h"

#include <ctime>
#include <fstream>

namespace doctor::bench
{

WorkTime workTimeOfThread()
{
    std::ifstream statistics("/proc/thread-self/schedstat");
    double onCpuNs = 0;
    double readyNs = 0;
    if (statistics >> onCpuNs >> readyNs)
        return {onCpuNs / 1e6, readyNs / 1e6};
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return {static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6, 0};
}

WorkTime operator-(const WorkTime& later, const WorkTime& earlier)
{
    return {later.onCpuMs - earlier.onCpuMs, later.readyMs - earlier.readyMs};
}

} // namespace doctor::bench
