// SPDX-License-Identifier: GPL-3.0-or-later
// What this process has allocated and what it has resident.
#pragma once

#include <cstdint>

namespace doctor::bench
{

struct Measure {
    std::int64_t heap = 0;     ///< bytes handed out by malloc and not given back
    std::int64_t resident = 0; ///< bytes in memory
    [[nodiscard]] static Measure now();
    static void report(const char* name, const Measure& before, const Measure& after, int held, int wanted);
};

/// As many descriptors as the system lets us have.
void raiseDescriptorLimit();

} // namespace doctor::bench
