// SPDX-License-Identifier: GPL-3.0-or-later
// Objections that an ordinary client would have to a certificate, the most serious first.
#include "app/diagnosis/detectors/server_certificate.h"

#include <QDateTime>
#include <QJsonArray>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

/// NIST SP 800-57 Part 1, table 2: less than 112 bits of strength.
constexpr int LeastRsaBits = 2048;
constexpr int LeastEcBits = 224;

QDateTime timeOf(const QJsonObject& certificate, const char16_t* name)
{
    return QDateTime::fromString(certificate.value(QString::fromUtf16(name)).toString(), Qt::ISODate);
}

bool isWeak(const QJsonObject& certificate)
{
    const auto signature = certificate.value(u"signature").toString().toLower();
    const auto type = certificate.value(u"keyType").toString();
    const int bits = certificate.value(u"keyBits").toInt();
    const bool oldHash = signature.startsWith(u"md5") || signature.contains(u"sha1");
    return oldHash || (bits > 0 && ((type == u"RSA" && bits < LeastRsaBits) || (type == u"EC" && bits < LeastEcBits)));
}

QString objection(const core::Attempt& attempt, const QJsonObject& leaf)
{
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(attempt.startedAt.wallMs, Qt::UTC);
    if (const auto end = timeOf(leaf, u"notAfter"); end.isValid() && when > end) {
        return u"expired"_s;
    }
    if (const auto begin = timeOf(leaf, u"notBefore"); begin.isValid() && when < begin) {
        return u"not-yet-valid"_s;
    }
    const auto matches = attempt.observations.value(u"nameMatches");
    if (matches.isBool() && !matches.toBool()) {
        return u"other-name"_s;
    }
    if (leaf.value(u"selfSigned").toBool()) {
        return u"self-signed"_s;
    }
    if (!observed(attempt, u"trustProblem").isEmpty()) {
        return u"untrusted"_s;
    }
    return isWeak(leaf) ? u"weak"_s : u"no-objection"_s;
}

} // namespace

std::optional<core::Finding> serverCertificate(const core::Session& session)
{
    for (const auto& test : {u"tls-handshake"_s, u"tls-matrix"_s}) {
        for (const auto& one : usable(session, test)) {
            const auto leaf = one.attempt->observations.value(u"chain").toArray().first().toObject();
            if (leaf.isEmpty()) {
                continue;
            }
            auto finding = makeFinding(u"tls-certificate"_s, objection(*one.attempt, leaf), test, {one}, 1);
            finding.confidence = 1;
            finding.values.insert(u"subject"_s, leaf.value(u"subject"));
            finding.values.insert(u"names"_s, leaf.value(u"names"));
            finding.values.insert(u"expires"_s, leaf.value(u"notAfter").toString().section(u'T', 0, 0));
            finding.values.insert(u"valid"_s, leaf.value(u"notBefore").toString().section(u'T', 0, 0));
            finding.values.insert(u"signature"_s, leaf.value(u"signature"));
            finding.values.insert(u"keyBits"_s, leaf.value(u"keyBits"));
            finding.values.insert(u"trust"_s, observed(*one.attempt, u"trustProblem"));
            return finding;
        }
    }
    return std::nullopt;
}

} // namespace doctor::diagnosis
