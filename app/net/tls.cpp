// SPDX-License-Identifier: GPL-3.0-or-later
// Words of TLS: versions, alert names, and the JSON form of what a handshake told.
#include "app/net/tls.h"

#include <QJsonArray>
#include <algorithm>
#include <array>

namespace doctor::net
{

namespace
{

struct AlertRow {
    int number;
    const char* name;
};

// RFC 8446 §6 and, for the numbers that only older versions use, RFC 5246 §7.2 and RFC 2246 §7.2.
constexpr std::array alertRows{
    AlertRow{0, "close_notify"},
    AlertRow{10, "unexpected_message"},
    AlertRow{20, "bad_record_mac"},
    AlertRow{21, "decryption_failed"},
    AlertRow{22, "record_overflow"},
    AlertRow{30, "decompression_failure"},
    AlertRow{40, "handshake_failure"},
    AlertRow{41, "no_certificate"},
    AlertRow{42, "bad_certificate"},
    AlertRow{43, "unsupported_certificate"},
    AlertRow{44, "certificate_revoked"},
    AlertRow{45, "certificate_expired"},
    AlertRow{46, "certificate_unknown"},
    AlertRow{47, "illegal_parameter"},
    AlertRow{48, "unknown_ca"},
    AlertRow{49, "access_denied"},
    AlertRow{50, "decode_error"},
    AlertRow{51, "decrypt_error"},
    AlertRow{60, "export_restriction"},
    AlertRow{70, "protocol_version"},
    AlertRow{71, "insufficient_security"},
    AlertRow{80, "internal_error"},
    AlertRow{86, "inappropriate_fallback"},
    AlertRow{90, "user_canceled"},
    AlertRow{100, "no_renegotiation"},
    AlertRow{109, "missing_extension"},
    AlertRow{110, "unsupported_extension"},
    AlertRow{111, "certificate_unobtainable"},
    AlertRow{112, "unrecognized_name"},
    AlertRow{113, "bad_certificate_status_response"},
    AlertRow{114, "bad_certificate_hash_value"},
    AlertRow{115, "unknown_psk_identity"},
    AlertRow{116, "certificate_required"},
    AlertRow{120, "no_application_protocol"},
};

QJsonObject toJson(const Certificate& certificate)
{
    return {{"subject", certificate.subject},
            {"issuer", certificate.issuer},
            {"names", QJsonArray::fromStringList(certificate.names)},
            {"notBefore", certificate.notBefore.toUTC().toString(Qt::ISODate)},
            {"notAfter", certificate.notAfter.toUTC().toString(Qt::ISODate)},
            {"signature", certificate.signature},
            {"keyType", certificate.keyType},
            {"keyBits", certificate.keyBits},
            {"selfSigned", certificate.selfSigned}};
}

} // namespace

QString toWord(TlsVersion version)
{
    switch (version) {
    case TlsVersion::V1_0:
        return QStringLiteral("1.0");
    case TlsVersion::V1_1:
        return QStringLiteral("1.1");
    case TlsVersion::V1_2:
        return QStringLiteral("1.2");
    case TlsVersion::V1_3:
        break;
    }
    return QStringLiteral("1.3");
}

QString alertName(int number)
{
    const auto row =
        std::find_if(alertRows.begin(), alertRows.end(), [number](const AlertRow& r) { return r.number == number; });
    if (row == alertRows.end())
        return QStringLiteral("alert-%1").arg(number);
    return QString::fromLatin1(row->name);
}

QJsonObject TlsFacts::toJson() const
{
    QJsonObject out{{"tlsCompleted", completed}, {"clientCertificateRequested", clientCertificateRequested}};
    const auto put = [&out](const char* name, const QString& value) {
        if (!value.isEmpty())
            out.insert(QLatin1String(name), value);
    };
    put("tlsVersion", version);
    put("cipher", cipher);
    put("group", group);
    put("alpn", alpn);
    put("alertReceived", alertReceived);
    put("alertSent", alertSent);
    put("trustProblem", trustProblem);
    if (nameMatches)
        out.insert(QStringLiteral("nameMatches"), *nameMatches);
    if (helloBytes > 0)
        out.insert(QStringLiteral("helloBytes"), helloBytes);
    if (!chain.empty()) {
        QJsonArray certificates;
        for (const Certificate& certificate : chain)
            certificates.append(net::toJson(certificate));
        out.insert(QStringLiteral("chain"), certificates);
    }
    return out;
}

} // namespace doctor::net
