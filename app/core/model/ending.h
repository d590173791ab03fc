// SPDX-License-Identifier: GPL-3.0-or-later
// How one connection ended: who did it, how, in which phase, and the native code that said so.
#pragma once

#include <QString>
#include <optional>

namespace doctor::core
{

/// Last milestone that a connection had passed, from the client's view.
enum class Phase {
    NameLookup,
    Connect,
    Established,  ///< handshake done, nothing said yet
    TlsHandshake, ///< from the ClientHello to the last handshake message, and TLS 1.3's first answer after it
    FirstRequest, ///< sending the first request of the connection
    Request,      ///< sending a later request
    Response,     ///< request complete, waiting for or reading the answer
    Idle,         ///< quiet on purpose
    LongLived,    ///< in use for long
    Close,        ///< we had begun to close
};

enum class Who {
    Nobody, ///< nobody closed: still open, silence, a time-out
    Peer,   ///< the other side, or a device that speaks for it: from here the two look alike
    Us,     ///< we closed, in order or by cancelling
};

enum class How {
    Open,              ///< not ended when we stopped looking
    Fin,               ///< closed in order (for TLS: with close_notify, or before TLS began)
    FinThenReset,      ///< closed in order, and a reset followed on its heels
    Reset,             ///< cut off hard: a TCP reset (RST)
    Refused,           ///< the connection request was answered with a reset
    TimedOut,          ///< the system gave up after its retransmissions
    Unreachable,       ///< the network said that there is no way (detail holds the reason)
    Silence,           ///< nothing came within the time that we waited
    TlsAlert,          ///< a fatal TLS alert (detail holds its name), then a close in order
    TlsAlertThenReset, ///< a fatal TLS alert, then a reset
    TlsTruncated,      ///< FIN inside TLS without close_notify
    ProtocolError,     ///< the bytes received are not the protocol that was expected
    NameNotFound,      ///< the name does not exist or has no address
    NameLookupFailed,  ///< the name servers gave no usable answer
    LocalFailure,      ///< this computer could not do it (no port, no descriptor, no permission)
    Cancelled,         ///< we were told to stop
};

struct Ending {
    Who who = Who::Nobody;
    How how = How::Open;
    Phase phase = Phase::Connect;
    std::optional<int> nativeCode; ///< errno / Winsock code of the first error; absent when there was none
    QString detail;                ///< machine word: alert name, ICMP reason, lookup status; may be empty
    bool operator==(const Ending&) const = default;

    /// True when somebody or something ended the connection against our wish.
    [[nodiscard]] bool isFailure() const { return how != How::Open && how != How::Cancelled && who != Who::Us; }
};

} // namespace doctor::core
