// SPDX-License-Identifier: GPL-3.0-or-later
// Which quiet times, sizes and counts to try. Pure.
#pragma once

#include <QtGlobal>
#include <vector>

namespace doctor::probes
{

/// At most `sockets` quiet times in seconds, rising, the last close to `longest`. Steps lie just above the limits that
/// products have (60, 120, 240, 300, 350, 600 s …), because a limit acts late, never early.
[[nodiscard]] std::vector<double> idleLadder(double longest, int sockets);

/// `count` quiet times spread evenly between two, both excluded: for narrowing a limit down.
[[nodiscard]] std::vector<double> between(double low, double high, int count);

/// Body sizes in bytes.
[[nodiscard]] std::vector<qint64> sizeLadder(bool thorough);

/// How a budget of connections is split between the two halves of the load test.
struct LoadSplit {
    int simultaneous = 0;
    int burst = 0;
};
[[nodiscard]] LoadSplit splitLoad(int connections, bool thorough);

} // namespace doctor::probes
