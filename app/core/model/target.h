// SPDX-License-Identifier: GPL-3.0-or-later
// What the user wants to reach, and how to read it from whatever they typed or pasted.
#pragma once

#include "app/core/base/error.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <optional>

namespace doctor::core
{

enum class Protocol { Auto, Tcp, Tls, Http, Https, Ssh, Smtp, Ftp, Redis, Memcached, Postgres, Mysql, SqlServer };

enum class Family { Any, V4, V6 };

/// The certificate that this computer shows where a server asks for one, as PEM texts and the files they came from. In
/// memory only: it gets into no session file, history or report.
struct ClientIdentity {
    QString certificateFile;
    QString keyFile; ///< empty: in the certificate's file
    QByteArray certificatePem;
    QByteArray keyPem;
    bool operator==(const ClientIdentity&) const = default;
};

struct Target {
    QString host; ///< name (ASCII/IDNA form) or numeric address without brackets; %zone kept
    int port = 0;
    Protocol protocol = Protocol::Auto;
    QString path;             ///< for HTTP; empty means "/"
    QString serverName;       ///< TLS name (SNI) if it differs from the host; empty means the host
    QString proxy;            ///< proxy URL; empty means none
    bool systemProxy = false; ///< `proxy` is what the system's settings say for this target; each run asks them anew
    QString sourceAddress; ///< numeric address of this computer that connections come from; empty: the system's choice
    Family family = Family::Any;
    ClientIdentity identity; ///< empty texts: none is shown
    QStringList addresses;   ///< numeric addresses once the name has been looked up
    bool operator==(const Target&) const = default;
};

/// Reads "host:port", "[v6]:port", "host port", a URL, or an error line that holds one of them.
/// A URL sets protocol, path and its default port. A missing port is an error unless the protocol gives one.
/// Errors are one sentence that says what was expected (ErrorCode::InvalidInput).
[[nodiscard]] Result<Target> parseTarget(const QString& text, Protocol wanted = Protocol::Auto);

/// Checks a host alone (name, IDN, numeric address with optional zone); returns its ASCII form.
[[nodiscard]] Result<QString> parseHost(const QString& text);

/// "host:port" or "[v6]:port".
[[nodiscard]] QString displayName(const Target& target);

/// Protocol that a well-known port suggests, or Auto. Source of the numbers: IANA service names registry.
[[nodiscard]] Protocol protocolOfPort(int port);
/// Default port of a protocol, 0 when it has none.
[[nodiscard]] int defaultPort(Protocol protocol);
/// True when the target is on this computer (loopback) by its literal address or the name localhost.
[[nodiscard]] bool isLoopback(const Target& target);

} // namespace doctor::core
