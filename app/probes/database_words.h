// SPDX-License-Identifier: GPL-3.0-or-later
// The first packets of PostgreSQL, MySQL and SQL Server: what we say, when an answer is whole, and what it says.
#pragma once

#include <QByteArray>
#include <QString>

namespace doctor::probes
{

/// PostgreSQL's SSLRequest: length 8, code 80877103 (protocol documentation, "Message Formats").
[[nodiscard]] QByteArray postgresTlsRequest();
/// StartupMessage of version 3.0 for a user that nobody has; no password follows, so nothing can be changed.
[[nodiscard]] QByteArray postgresStartup();
/// Terminate, which lets the server close without a complaint in its log.
[[nodiscard]] QByteArray postgresTerminate();
/// One byte about TLS, or a message of authentication or error with a length that fits one.
[[nodiscard]] bool looksLikePostgres(const QByteArray& bytes);
/// SQLSTATE of an error response ("53300"); empty for any other message.
[[nodiscard]] QString postgresErrorCode(const QByteArray& message);

/// The greeting says that the server has TLS (CLIENT_SSL in the capability flags of protocol 10).
[[nodiscard]] bool mysqlOffersTls(const QByteArray& greeting);
/// SSLRequest: the packet before the ClientHello.
[[nodiscard]] QByteArray mysqlTlsRequest();
/// Number of an error packet (1040: too many connections); 0 for any other packet.
[[nodiscard]] int mysqlErrorCode(const QByteArray& packet);

/// TDS PRELOGIN ([MS-TDS] 2.2.6.5) that offers version 0 and no encryption.
[[nodiscard]] QByteArray sqlServerPrelogin();
/// A tabular result whose first token can only be a PRELOGIN answer's.
[[nodiscard]] bool looksLikePreloginAnswer(const QByteArray& bytes);

/// Whole by the length that its header states.
[[nodiscard]] bool isWholePostgres(const QByteArray& bytes);
[[nodiscard]] bool isWholeMysql(const QByteArray& bytes);
[[nodiscard]] bool isWholeTds(const QByteArray& bytes);

} // namespace doctor::probes
