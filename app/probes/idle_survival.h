// SPDX-License-Identifier: GPL-3.0-or-later
// Test idle-survival: how long may a connection be quiet, and how does it end when it was quiet for too long.
// One connection per quiet time, all side by side, begun 0.3 s apart so that an age limit (each dies at the same age)
// differs from a common moment (all die at once). Takes as long as the longest quiet time; once a limit is found, fresh
// connections, and those that outlived their quiet, narrow it down to 0.1 s or 2 % while time and budget last; each
// quiet of a connection is an attempt of its own.
//   purposes      idle; idle-keepalive (the same with TCP keep-alive probes: a device on the path sees them, an
//                 application does not); idle-before-request (HTTP: quiet from the first moment); busy, used
//                 (see busy_line.h); spare (outlived its quiet and was cut while it was in use)
//   parameters    idleSeconds (meant), afterRequest (a whole exchange came before the quiet), keepAliveSeconds
//   observations  inQuiet: nothing, fin, reset or data; wake: alive, reset, silence, fin or not-tested;
//                 words (what the server said in the quiet), announcedIdleSeconds (its Keep-Alive header),
//                 acknowledged (with wake silence: whether the other side's system took the words; the way is then
//                 open, and perhaps a program is busy with others)
//   timings       idleMs = quiet time until the ending
//   succeeded     the connection was alive when woken
#pragma once

#include "app/probes/probe.h"

namespace doctor::probes
{

class IdleSurvival final : public Probe
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

} // namespace doctor::probes
