// SPDX-License-Identifier: GPL-3.0-or-later
// Reads certificates for people and makes self-signed ones for the practice server and tests.
#include "app/net/native/certificates.h"

#include <QHostAddress>
#include <ctime>
#include <openssl/pem.h>
#include <openssl/rand.h>

namespace doctor::net
{

namespace native
{

namespace
{

QString textOf(BIO* bio)
{
    char* data = nullptr;
    const long length = BIO_get_mem_data(bio, &data);
    return length > 0 ? QString::fromUtf8(data, static_cast<qsizetype>(length)) : QString();
}

QString textOf(const X509_NAME* name)
{
    const BioPointer bio(BIO_new(BIO_s_mem()));
    if (!bio || X509_NAME_print_ex(bio.get(), name, 0,
                                   (XN_FLAG_RFC2253 | ASN1_STRFLGS_UTF8_CONVERT) & ~ASN1_STRFLGS_ESC_MSB) < 0)
        return {};
    return textOf(bio.get());
}

QDateTime timeOf(const ASN1_TIME* time)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return {QDate(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday),
            QTime(parts.tm_hour, parts.tm_min, parts.tm_sec), Qt::UTC};
}

QString textOf(const ASN1_STRING* text)
{
    const auto* data = reinterpret_cast<const char*>(ASN1_STRING_get0_data(text));
    return QString::fromLatin1(data, ASN1_STRING_length(text));
}

QString addressOf(const ASN1_OCTET_STRING* bytes)
{
    const unsigned char* data = ASN1_STRING_get0_data(bytes);
    if (ASN1_STRING_length(bytes) == 16)
        return QHostAddress(data).toString();
    if (ASN1_STRING_length(bytes) != 4)
        return {};
    return QStringLiteral("%1.%2.%3.%4").arg(data[0]).arg(data[1]).arg(data[2]).arg(data[3]);
}

QStringList namesOf(const X509* certificate)
{
    QStringList out;
    const GeneralNamesPointer names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type == GEN_DNS)
            out << textOf(name->d.dNSName);
        else if (name->type == GEN_IPADD)
            out << addressOf(name->d.iPAddress);
    }
    return out;
}

BioPointer reading(const QByteArray& pem)
{
    return BioPointer(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())));
}

} // namespace

Certificate describe(const X509* certificate)
{
    Certificate out;
    out.subject = textOf(X509_get_subject_name(certificate));
    out.issuer = textOf(X509_get_issuer_name(certificate));
    out.names = namesOf(certificate);
    out.notBefore = timeOf(X509_get0_notBefore(certificate));
    out.notAfter = timeOf(X509_get0_notAfter(certificate));
    out.signature = QString::fromLatin1(OBJ_nid2ln(X509_get_signature_nid(certificate)));
    if (const EVP_PKEY* key = X509_get0_pubkey(certificate)) {
        const char* type = EVP_PKEY_get0_type_name(key);
        out.keyType = type ? QString::fromLatin1(type) : QString();
        out.keyBits = EVP_PKEY_get_bits(key);
    }
    out.selfSigned = X509_self_signed(const_cast<X509*>(certificate), 0) == 1;
    return out;
}

bool useIdentity(SSL_CTX* context, const Identity& identity)
{
    const BioPointer certificates = reading(identity.certificatePem);
    const X509Pointer leaf(PEM_read_bio_X509(certificates.get(), nullptr, nullptr, nullptr));
    if (!leaf || SSL_CTX_use_certificate(context, leaf.get()) != 1)
        return false;
    while (X509* more = PEM_read_bio_X509(certificates.get(), nullptr, nullptr, nullptr)) {
        if (SSL_CTX_add_extra_chain_cert(context, more) != 1) { // takes it over when it succeeds
            X509_free(more);
            return false;
        }
    }
    const BioPointer keyText = reading(identity.keyPem);
    const KeyPointer key(PEM_read_bio_PrivateKey(keyText.get(), nullptr, nullptr, nullptr));
    return key && SSL_CTX_use_PrivateKey(context, key.get()) == 1;
}

} // namespace native

namespace
{

using namespace native;

constexpr long validDays = 30;

bool addExtension(X509* certificate, int nid, const QByteArray& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const ExtensionPointer extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.constData()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool addName(X509* certificate, const QByteArray& commonName)
{
    X509_NAME* name = X509_get_subject_name(certificate);
    const auto* text = reinterpret_cast<const unsigned char*>(commonName.constData());
    return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, static_cast<int>(commonName.size()), -1, 0) ==
               1 &&
           X509_set_issuer_name(certificate, name) == 1;
}

bool fill(X509* certificate, EVP_PKEY* key, const QString& commonName, const QStringList& names)
{
    std::uint64_t serial = 0;
    RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
    QStringList alternatives;
    for (const QString& name : names)
        alternatives << (QHostAddress(name).isNull() ? QStringLiteral("DNS:") : QStringLiteral("IP:")) + name;
    return X509_set_version(certificate, X509_VERSION_3) == 1 &&
           ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1U) == 1 &&
           X509_time_adj_ex(X509_getm_notBefore(certificate), -validDays, 0, nullptr) != nullptr &&
           X509_time_adj_ex(X509_getm_notAfter(certificate), validDays, 0, nullptr) != nullptr &&
           X509_set_pubkey(certificate, key) == 1 && addName(certificate, commonName.toUtf8()) &&
           addExtension(certificate, NID_basic_constraints, "critical,CA:TRUE") &&
           (names.isEmpty() || addExtension(certificate, NID_subject_alt_name, alternatives.join(u',').toUtf8())) &&
           X509_sign(certificate, key, EVP_sha256()) > 0;
}

QByteArray bytesOf(BIO* bio)
{
    char* data = nullptr;
    const long length = BIO_get_mem_data(bio, &data);
    return {data, static_cast<qsizetype>(length)};
}

} // namespace

Identity makeSelfSigned(const QString& commonName, const QStringList& names)
{
    const KeyPointer key(EVP_EC_gen("P-256"));
    const X509Pointer certificate(X509_new());
    if (!key || !certificate || !fill(certificate.get(), key.get(), commonName, names))
        return {};
    const BioPointer certificateText(BIO_new(BIO_s_mem()));
    const BioPointer keyText(BIO_new(BIO_s_mem()));
    if (PEM_write_bio_X509(certificateText.get(), certificate.get()) != 1 ||
        PEM_write_bio_PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return {};
    return {bytesOf(certificateText.get()), bytesOf(keyText.get())};
}

} // namespace doctor::net
