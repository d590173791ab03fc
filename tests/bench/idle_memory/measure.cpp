// SPDX-License-Identifier: GPL-3.0-or-later
// glibc's own count of the heap, and the kernel's of resident pages.
#include "tests/bench/idle_memory/measure.h"

#include <cstdio>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

namespace doctor::bench
{

Measure Measure::now()
{
    Measure out;
    const auto heap = ::mallinfo2();
    out.heap = static_cast<std::int64_t>(heap.uordblks + heap.hblkhd);
    if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
        long all = 0;
        long resident = 0;
        if (std::fscanf(file, "%ld %ld", &all, &resident) == 2)
            out.resident = resident * ::sysconf(_SC_PAGESIZE);
        std::fclose(file);
    }
    return out;
}

void Measure::report(const char* name, const Measure& before, const Measure& after, int held, int wanted)
{
    std::printf("%-28s %10lld %10lld%s\n", name, static_cast<long long>((after.heap - before.heap) / wanted),
                static_cast<long long>((after.resident - before.resident) / wanted),
                held == wanted ? "" : "  (not all were held!)");
    std::fflush(stdout);
}

void raiseDescriptorLimit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace doctor::bench
