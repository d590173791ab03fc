// SPDX-License-Identifier: GPL-3.0-or-later
// A connection that is asked something again and again beside the quiet ones: does it end at an age, or after a number
// of requests, although it is in use.
#pragma once

#include "app/probes/idle_rung.h"

namespace doctor::probes
{

struct BusyLine {
    double seconds = 0;          ///< how long to keep it in use at most
    core::Milliseconds pause{0}; ///< between two requests
    core::Milliseconds delay{0}; ///< before it is opened
    bool paced = false;          ///< it waits for its turn as connections outside ladders do
};

/// Records one attempt of purpose "busy": parameter pauseSeconds; observations requests (answered), ended (lived,
/// announced, cut, never-began) and ageSeconds. Stops early when the quiet ones are done. Succeeded: it lived.
net::Task<> keepBusy(ProbeContext& context, IdleCommon& common, BusyLine line);

/// True where a line feed now and then is all that can be said: no protocol is known, and such bytes do no harm.
[[nodiscard]] bool takesLineFeeds(const Situation& situation);

/// The same with line feeds instead of requests, for such services. Purpose "used"; nothing is expected in answer.
net::Task<> keepUsed(ProbeContext& context, IdleCommon& common, BusyLine line);

} // namespace doctor::probes
