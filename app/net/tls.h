// SPDX-License-Identifier: GPL-3.0-or-later
// What to ask of a TLS handshake and what it told.
#pragma once

#include "app/core/base/clock.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <optional>

namespace doctor::net
{

enum class TlsVersion { V1_0, V1_1, V1_2, V1_3 };
[[nodiscard]] QString toWord(TlsVersion version); ///< "1.0" … "1.3"

/// PEM texts of a certificate and its key.
struct Identity {
    QByteArray certificatePem;
    QByteArray keyPem;
};

struct TlsClientOptions {
    QString serverName; ///< SNI; empty sends none
    TlsVersion minimum = TlsVersion::V1_2;
    TlsVersion maximum = TlsVersion::V1_3;
    QString cipherList; ///< OpenSSL list for 1.2 and below; empty: the library's default
    QString groups;     ///< OpenSSL groups list; empty: the default
    QStringList alpn;
    std::optional<Identity> clientCertificate;
    bool allowWeak = false;  ///< SECLEVEL 0, for probing only: never for trust
    int extraHelloBytes = 0; ///< size of an unknown extension that every server must ignore (RFC 8701 §3.1); 0: none
    bool splitHello = false; ///< ClientHello in two segments, cut inside the server name where there is one
    core::Milliseconds timeout{10'000};
};

struct TlsServerOptions {
    Identity identity;
    TlsVersion minimum = TlsVersion::V1_2;
    TlsVersion maximum = TlsVersion::V1_3;
    QString cipherList;
    QString requiredServerName; ///< other or no SNI is refused with unrecognized_name (112); "*": any name will do
    bool requireClientCertificate =
        false; ///< any certificate is accepted, none is refused with certificate_required (116)
    QStringList alpn;
    core::Milliseconds timeout{10'000};
};

struct Certificate {
    QString subject;
    QString issuer;
    QStringList names; ///< DNS and IP subject alternative names
    QDateTime notBefore;
    QDateTime notAfter;
    QString signature; ///< for example "sha256WithRSAEncryption"
    QString keyType;   ///< "RSA", "EC", "ED25519"; empty when unknown
    int keyBits = 0;
    bool selfSigned = false;
    bool operator==(const Certificate&) const = default;
};

struct TlsFacts {
    bool completed = false;
    QString version; ///< "1.3"
    QString cipher;
    QString group;
    QString alpn;
    bool clientCertificateRequested = false;
    QString alertReceived; ///< name by RFC 8446 §6, for example "protocol_version"; empty: none
    QString alertSent;
    QString trustProblem; ///< why the chain or name would not be trusted, OpenSSL's word; empty: trusted or not checked
    std::optional<bool> nameMatches; ///< the certificate names whom we asked for; absent: we asked for nobody
    int helloBytes = 0;              ///< length of our ClientHello record; 0: none was sent
    std::vector<Certificate> chain;
    [[nodiscard]] QJsonObject toJson() const;
};

/// Name of a TLS alert by RFC 8446 §6 and RFC 5246 §7.2 ("handshake_failure"); "alert-<n>" for unknown numbers.
[[nodiscard]] QString alertName(int number);

/// Makes a self-signed certificate (P-256, valid now ± 30 days) for the practice server and tests.
[[nodiscard]] Identity makeSelfSigned(const QString& commonName, const QStringList& names);

} // namespace doctor::net
