// SPDX-License-Identifier: GPL-3.0-or-later
// The words that get a connection cut, said again under other circumstances, and harmless words to compare with.
#pragma once

#include "app/probes/conversation.h"

namespace doctor::probes
{

/// RFC 2606 reserves .invalid: no server is called this.
inline const QString StrangeName = QStringLiteral("connection-doctor.invalid");

/// What is said on a fresh connection.
struct Trigger {
    enum class Kind {
        TlsHello,    ///< the first message of a TLS handshake, with `name` in it
        HttpRequest, ///< a plain HTTP request, with `name` as the Host
        PlainBytes,  ///< `name` is ignored
        Request,     ///< the protocol's harmless exchange, inside TLS where that is spoken; `name` is ignored
    };
    Kind kind = Kind::PlainBytes;
    QString name;
};

/// The trigger of a word of Situation::cutBy or unheard ("connect" and "" have none).
[[nodiscard]] std::optional<Trigger> triggerOf(const QString& word, const Situation& situation);
/// The same kind of words with a name that nobody minds; nothing when there is no name in them.
[[nodiscard]] std::optional<Trigger> harmlessTwin(const Trigger& trigger);

/// What came of the words.
enum class Reaction {
    Reset,    ///< cut off hard
    Closed,   ///< closed in order without an answer
    Answered, ///< anything at all came back, a TLS alert included
    Silence,  ///< nothing within the time given
    NotSaid,  ///< the connection did not come about, or ended before the words were said
};
[[nodiscard]] QString toWord(Reaction reaction);

/// Brings an open connection to the point where the words can be said. False when it ended before.
net::Task<bool> prepared(ProbeContext& context, net::Connection& connection, const Trigger& trigger);
/// Says the words and waits. The connection is left as it is, for the caller to end and record.
net::Task<Reaction> reactionTo(ProbeContext& context, net::Connection& connection, const Trigger& trigger,
                               core::Milliseconds wait);

} // namespace doctor::probes
