// SPDX-License-Identifier: GPL-3.0-or-later
// What each protocol says first, how it is recognised, and the most harmless exchange it allows.
#pragma once

#include "app/net/http.h"
#include "app/probes/conversation.h"

namespace doctor::probes
{

/// Protocol that bytes from a server look like: "http", "tls", "ssh", "smtp", "ftp", "redis", "memcached", "postgres",
/// "mysql" or "unknown". `asked` settles what the bytes alone leave open (a bare "220").
[[nodiscard]] QString looksLike(const QByteArray& bytes, core::Protocol asked = core::Protocol::Auto);

/// The server speaks first: ssh, smtp, ftp, mysql.
[[nodiscard]] bool greets(core::Protocol protocol);
/// The harmless exchange may be held again on the same connection: http, redis, memcached, smtp, ftp.
[[nodiscard]] bool repeatable(core::Protocol protocol);
/// Speaks HTTP, with or without TLS.
[[nodiscard]] bool isHttp(core::Protocol protocol);
/// Longest quiet time that a healthy server allows somebody who has not logged in; 0 when that is no matter.
/// Sources: PostgreSQL authentication_timeout 60 s, OpenSSH LoginGraceTime 120 s.
[[nodiscard]] double quietBeforeLogin(core::Protocol protocol);
/// What a polite client says before it closes; empty: nothing.
[[nodiscard]] QByteArray farewellOf(core::Protocol protocol);
/// Value of the Host header.
[[nodiscard]] QString hostHeader(const core::Target& target);
/// A request as an ordinary client would send it for this target.
[[nodiscard]] net::HttpRequest httpRequest(const core::Target& target);
/// The client's first bytes for a protocol whose client speaks first and is neither HTTP nor TLS; empty: none.
[[nodiscard]] QByteArray openingWords(core::Protocol protocol);

/// What came back.
struct Answer {
    enum class State { Answered, Truncated, NoAnswer, NotUnderstood };
    State state = State::NoAnswer;
    int status = 0; ///< of protocols that have numbers
    bool early = false;
    std::optional<bool> keepsAlive; ///< HTTP only
    std::optional<int>
        announcedIdleSeconds;             ///< HTTP "Keep-Alive: timeout=": how long the server means to wait for more
    std::optional<int> announcedRequests; ///< HTTP "Keep-Alive: max=": how many more requests it means to take
    bool quiet = false;                   ///< nothing was asked, and nothing came
    QString start;                        ///< printable start of the answer
    bool turnedAway = false;              ///< the answer says that there are too many connections
    QString code;                         ///< of an error, in the protocol's own numbers ("53300"); empty: none
    QByteArray bytes;                     ///< as they came, at most 4 KiB; not for HTTP
};
[[nodiscard]] QString toWord(Answer::State state);
[[nodiscard]] Answer toAnswer(const net::HttpResult& result);

/// Reads until the answer is whole, the connection ends, or nothing comes any more. Silence leaves it open.
net::Task<Answer> heardReply(ProbeContext& context, net::Connection& connection, core::Milliseconds wait,
                             core::Protocol protocol);
/// Reads the greeting of a protocol that has one.
net::Task<Answer> greeted(ProbeContext& context, net::Connection& connection, core::Milliseconds wait);
/// Asks the harmless question and reads the answer. Silence ends the connection.
net::Task<Answer> asked(ProbeContext& context, net::Connection& connection, core::Phase phase, core::Milliseconds wait);
/// Greeting where there is one, then the question; for PostgreSQL also a login that asks for the server's next word.
net::Task<Answer> exchanged(ProbeContext& context, net::Connection& connection, core::Milliseconds wait);
/// Sends bytes and reads one answer; `whole` tells when the answer is complete.
net::Task<Answer> said(ProbeContext& context, net::Connection& connection, QByteArray words, core::Phase phase,
                       core::Milliseconds wait, core::Protocol protocol);

/// The answer as an attempt's observations.
[[nodiscard]] QJsonObject observationsOf(const Answer& answer);
/// Puts an answer among the attempt's observations.
void observe(net::Connection& connection, const Answer& answer);
/// True for an answer that shows a server at work: complete, and not "too busy".
[[nodiscard]] bool isHealthy(const Answer& answer);

} // namespace doctor::probes
