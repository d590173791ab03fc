// SPDX-License-Identifier: GPL-3.0-or-later
// Every behaviour of the practice server, one function each; options in brackets, in the unit of their name.
#pragma once

#include "app/practice/stage.h"

namespace doctor::practice
{

// plain.cpp: TCP, before any protocol
net::Task<> healthyTcp(Stage& stage, net::Connection& connection);           ///< greets, then echoes lines
net::Task<> resetAtAccept(Stage& stage, net::Connection& connection);        ///< RST as soon as connected
net::Task<> resetAfterFirstBytes(Stage& stage, net::Connection& connection); ///< RST on whatever comes first
net::Task<> wrongProtocol(Stage& stage, net::Connection& connection); ///< a line of no protocol the client knows, RST

// http.cpp
net::Task<> healthyHttp(Stage& stage, net::Connection& connection);
net::Task<> slowHealthy(Stage& stage, net::Connection& connection);         ///< answers late, in order [delaySeconds]
net::Task<> orderlyFin(Stage& stage, net::Connection& connection);          ///< announces Connection: close and does so
net::Task<> closeWithUnreadData(Stage& stage, net::Connection& connection); ///< answers, closes with bytes unread: RST
/// Promises more bytes than it sends, then RST [announcedBytes, sentBytes].
net::Task<> resetMidResponse(Stage& stage, net::Connection& connection);
/// Early 413 and close(2) while the client still sends [limitBytes].
net::Task<> requestTooLarge(Stage& stage, net::Connection& connection);

// tls.cpp
net::Task<> healthyTls(Stage& stage, net::Connection& connection);
net::Task<> tlsOldOnly(Stage& stage, net::Connection& connection);           ///< TLS 1.0 and nothing newer
net::Task<> tlsNameRequired(Stage& stage, net::Connection& connection);      ///< unrecognized_name without SNI
net::Task<> tlsClientCertificate(Stage& stage, net::Connection& connection); ///< certificate_required without one
net::Task<> tlsLargeHello(Stage& stage, net::Connection& connection); ///< RST on a ClientHello of more than one packet
net::Task<> tlsOddCiphers(Stage& stage, net::Connection& connection); ///< TLS 1.2 with anonymous key exchange alone
net::Task<> tlsResetOnHello(Stage& stage, net::Connection& connection); ///< RST on a ClientHello, else ignores

// limits.cpp
net::Task<> connectionCap(Stage& stage, net::Connection& connection); ///< RST above [limit] at once; others are served
net::Task<> rateCap(Stage& stage, net::Connection& connection); ///< RST above [limit] admitted in one sliding second
/// Cuts all with RST, refuses for [downSeconds], listens again for [upSeconds], and so on.
net::Task<> restart(Stage& stage);

// timeouts.cpp: web servers with a limit
net::Task<> idleFin(Stage& stage, net::Connection& connection);   ///< FIN after [idleSeconds] of quiet
net::Task<> idleReset(Stage& stage, net::Connection& connection); ///< RST after [idleSeconds] of quiet
/// Nothing to be seen after [idleSeconds] of quiet, and RST to the next bytes.
net::Task<> idleForgottenReset(Stage& stage, net::Connection& connection);
/// Nothing to be seen after [idleSeconds] of quiet, and no answer ever to the next bytes.
net::Task<> idleForgottenSilence(Stage& stage, net::Connection& connection);
/// RST to a request that is not complete [requestSeconds] after its first byte.
net::Task<> requestTimeLimit(Stage& stage, net::Connection& connection);

/// Closes in order without an answer [answerSeconds] after the request.
net::Task<> answerTimeLimit(Stage& stage, net::Connection& connection);
/// Closes after [idleSeconds] of quiet, and the close is [wayMilliseconds] on its way: RST to what arrives meanwhile.
net::Task<> keepAliveRace(Stage& stage, net::Connection& connection);
net::Task<> requestCountLimit(Stage& stage, net::Connection& connection);  ///< FIN after [limit] answers, unannounced
net::Task<> connectionAgeLimit(Stage& stage, net::Connection& connection); ///< RST at [ageSeconds], in use or not

/// Reads and drops whatever comes, at most for two hours, until the connection ends.
net::Task<> ignoreAll(net::Connection& connection);

} // namespace doctor::practice
