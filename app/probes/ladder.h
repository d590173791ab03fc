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

/// How the connections of the idle test are shared out among its arms.
struct IdleSplit {
    int plain = 0;         ///< rungs of the ladder
    int keepAlive = 0;     ///< quiet as well, but with TCP keep-alive probes
    int beforeRequest = 0; ///< quiet from the first moment, for protocols whose client speaks first
    int busy = 0;          ///< in use all the time
    int narrowing = 0;     ///< kept for looking closer at what the ladder found
};
/// `asks`: there is a request to make on a connection; `asksFirst`: and the client may make it late.
[[nodiscard]] IdleSplit splitIdle(int connections, bool asks, bool asksFirst);

/// How many quiet times to try at once within a bracket so that it shrinks to `fine` (both in seconds): all that takes
/// if the lines suffice or if there is time for one wave only; else half of them, for those that live can be quiet
/// again.
[[nodiscard]] int linesForWave(double bracket, double fine, int lines, bool lastWave);

/// Quiet times around an idle limit, in seconds, at which a request may cross the server's close: most of them in the
/// round trip before the close arrives, one well before and one after it.
[[nodiscard]] std::vector<double> raceGaps(double limit, double roundTripSeconds, int count);

/// Body sizes in bytes.
[[nodiscard]] std::vector<qint64> sizeLadder(bool thorough);

/// How a budget of connections is split between the two halves of the load test.
struct LoadSplit {
    int simultaneous = 0;
    int burst = 0;
};
[[nodiscard]] LoadSplit splitLoad(int connections, bool thorough);

} // namespace doctor::probes
