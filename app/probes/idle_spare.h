// SPDX-License-Identifier: GPL-3.0-or-later
// Connections of the idle test that outlived their quiet: kept in use so that they can be quiet once more, for another
// time, without the cost of a new one.
#pragma once

#include "app/probes/conversation.h"

namespace doctor::probes
{

struct IdleCommon;

struct Spare {
    std::unique_ptr<net::Connection> connection;
    qint64 lastWordUs = 0; ///< on the run's clock
    int requests = 0;      ///< made on it so far
};

/// The attempt of one quiet among several on a connection that goes on.
[[nodiscard]] core::Attempt soFar(const ProbeContext& context, const net::Connection& connection);
/// One exchange on a spare; nothing when it does not stay. One that is cut although it was in use is recorded as that.
net::Task<std::optional<Spare>> usedAgain(ProbeContext& context, IdleCommon& common, Spare spare);
/// An exchange on all that would soon be quiet for so long that it might end them. Gives them up once connections in
/// use were seen to end.
net::Task<> keepInUse(ProbeContext& context, IdleCommon& common);
/// Closes all in order and keeps no more.
net::Task<> leaveSpares(ProbeContext& context, IdleCommon& common);

} // namespace doctor::probes
