// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of test payload-size: do words that get stuck pass in small packets? (RFC 2923 describes the path
// that swallows large ones.) Part of payload_size.h's record.
#pragma once

#include "app/probes/conversation.h"

namespace doctor::probes
{

/// What is said in each arm of the comparison.
struct Words {
    enum class Kind {
        TlsHello, ///< a handshake: its answer is the first large thing on many connections
        Request,  ///< the protocol's harmless exchange, inside TLS where that is spoken
        Upload,   ///< a request with `bytes` of body
    };
    Kind kind = Kind::Request;
    qint64 bytes = 0;
    core::Milliseconds wait{0}; ///< for an answer before it counts as stuck; set by the comparison
};

/// RFC 9293 §3.7.1: every IPv4 host takes segments of this size, and no path is known that does not.
inline constexpr int SmallSegment = 536;

/// Says the words in usual and in small packets, in turns, and searches the limit when only the small ones pass.
net::Task<> compareSegments(ProbeContext& context, Words words);

} // namespace doctor::probes
