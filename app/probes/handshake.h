// SPDX-License-Identifier: GPL-3.0-or-later
// One TLS handshake as an attempt: what it offered, how it ended, and whether it stayed up.
#pragma once

#include "app/probes/conversation.h"

namespace doctor::probes
{

/// A handshake that differs from the usual one in what its purpose says.
struct Variant {
    QString purpose;
    net::TlsClientOptions options;
};

/// What the next choice depends on.
struct Shaken {
    bool tried = false;     ///< a connection was opened for it
    bool completed = false; ///< the handshake came to its end
    bool stayed = false;    ///< and nobody ended it within 300 ms
    bool notTls = false;    ///< the peer answered in other words than TLS
    bool certificateRequested = false;
    QString alert;             ///< name of the alert that came; empty: none
    QString version;           ///< agreed on: "1.3"; empty when not completed
    QString nameInCertificate; ///< first name without a star; empty: none
    int helloBytes = 0;
};

/// Opens a connection (with the protocol's own request for TLS where it needs one), shakes hands, looks for what
/// follows, and records the attempt:
///   parameters    tlsVersion ("1.2-1.3" or the one offered), serverName ("" for none), extraHelloBytes, splitHello
///   observations  TlsFacts, afterHandshake: quiet, data, reset, fin or alert (what 300 ms brought)
///   succeeded     the handshake completed and nobody ended it within 300 ms
net::Task<> shakeHands(ProbeContext& context, Variant variant, Shaken& result);

/// All at once, in the given order; the pace of the run still holds.
net::Task<> shakeAll(ProbeContext& context, std::vector<Variant> variants, std::vector<Shaken>& results);

} // namespace doctor::probes
