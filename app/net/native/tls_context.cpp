// SPDX-License-Identifier: GPL-3.0-or-later
// What our options mean to OpenSSL.
#include "app/net/native/tls_context.h"

#include "app/net/native/certificates.h"

#include <QHostAddress>
#include <algorithm>
#include <array>
#include <cstdint>
#include <openssl/err.h>

namespace doctor::net::native
{

namespace
{

int numberOf(TlsVersion version)
{
    switch (version) {
    case TlsVersion::V1_0:
        return TLS1_VERSION;
    case TlsVersion::V1_1:
        return TLS1_1_VERSION;
    case TlsVersion::V1_2:
        return TLS1_2_VERSION;
    case TlsVersion::V1_3:
        break;
    }
    return TLS1_3_VERSION;
}

void setCommon(SSL_CTX* context)
{
    // Buffers go back between records: thousands of quiet connections must stay small.
    SSL_CTX_set_mode(context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

bool setVersions(SSL_CTX* context, TlsVersion minimum, TlsVersion maximum)
{
    return SSL_CTX_set_min_proto_version(context, numberOf(minimum)) == 1 &&
           SSL_CTX_set_max_proto_version(context, numberOf(maximum)) == 1;
}

bool setCiphers(SSL_CTX* context, const QString& list)
{
    return list.isEmpty() || SSL_CTX_set_cipher_list(context, list.toLatin1().constData()) == 1;
}

/// Length-prefixed names, as RFC 7301 has them on the wire.
QByteArray alpnBytes(const QStringList& names)
{
    QByteArray out;
    for (const QString& name : names) {
        const QByteArray bytes = name.toLatin1().left(255);
        out.append(static_cast<char>(bytes.size())).append(bytes);
    }
    return out;
}

void freeAlpn(void*, void* data, CRYPTO_EX_DATA*, int, long, void*)
{
    delete static_cast<QByteArray*>(data);
}

int alpnIndex()
{
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, freeAlpn);
    return index;
}

int onAlpn(SSL* ssl, const unsigned char** out, unsigned char* outLength, const unsigned char* offered,
           unsigned int offeredLength, void*)
{
    const auto* ours = static_cast<QByteArray*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), alpnIndex()));
    unsigned char* chosen = nullptr;
    const int result =
        SSL_select_next_proto(&chosen, outLength, reinterpret_cast<const unsigned char*>(ours->constData()),
                              static_cast<unsigned int>(ours->size()), offered, offeredLength);
    *out = chosen;
    return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

/// A type that RFC 8701 reserves for finding out whether peers ignore what they do not know.
constexpr unsigned int unknownExtension = 0x4a4a;
constexpr std::size_t mostExtraBytes = 8192;

int onExtension(SSL*, unsigned int, unsigned int, const unsigned char** out, std::size_t* length, X509*, std::size_t,
                int*, void* wanted)
{
    static constexpr std::array<unsigned char, mostExtraBytes> zeros{};
    *out = zeros.data();
    *length = std::min(mostExtraBytes, static_cast<std::size_t>(reinterpret_cast<std::uintptr_t>(wanted)));
    return 1;
}

bool addExtraBytes(SSL_CTX* context, int bytes)
{
    if (bytes <= 0)
        return true;
    auto* wanted = reinterpret_cast<void*>(static_cast<std::uintptr_t>(bytes)); // a number is all that is passed on
    return SSL_CTX_add_custom_ext(context, unknownExtension, SSL_EXT_CLIENT_HELLO, onExtension, nullptr, wanted,
                                  nullptr, nullptr) == 1;
}

int acceptAnyCertificate(int, X509_STORE_CTX*)
{
    return 1;
}

} // namespace

SslContextPointer makeClientContext(const TlsClientOptions& options)
{
    ERR_clear_error();
    SslContextPointer context(SSL_CTX_new(TLS_client_method()));
    if (!context)
        return nullptr;
    setCommon(context.get());
    if (options.allowWeak) {
        SSL_CTX_set_security_level(context.get(), 0);
        SSL_CTX_set_options(context.get(), SSL_OP_LEGACY_SERVER_CONNECT);
    }
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr); // trust is told afterwards and never in the way
    const QByteArray alpn = alpnBytes(options.alpn);
    const bool usable =
        setVersions(context.get(), options.minimum, options.maximum) && setCiphers(context.get(), options.cipherList) &&
        (options.groups.isEmpty() ||
         SSL_CTX_set1_groups_list(context.get(), options.groups.toLatin1().constData()) == 1) &&
        addExtraBytes(context.get(), options.extraHelloBytes) &&
        (!options.clientCertificate || useIdentity(context.get(), *options.clientCertificate)) &&
        (alpn.isEmpty() ||
         SSL_CTX_set_alpn_protos(context.get(), reinterpret_cast<const unsigned char*>(alpn.constData()),
                                 static_cast<unsigned int>(alpn.size())) == 0);
    return usable ? std::move(context) : nullptr;
}

SslContextPointer makeServerContext(const TlsServerOptions& options)
{
    ERR_clear_error();
    SslContextPointer context(SSL_CTX_new(TLS_server_method()));
    if (!context)
        return nullptr;
    setCommon(context.get());
    if (options.minimum < TlsVersion::V1_2) // they sign with SHA-1, which every higher level forbids
        SSL_CTX_set_security_level(context.get(), 0);
    if (options.requireClientCertificate)
        SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, acceptAnyCertificate);
    if (!options.alpn.isEmpty()) {
        SSL_CTX_set_ex_data(context.get(), alpnIndex(), new QByteArray(alpnBytes(options.alpn)));
        SSL_CTX_set_alpn_select_cb(context.get(), onAlpn, nullptr);
    }
    const bool usable = setVersions(context.get(), options.minimum, options.maximum) &&
                        setCiphers(context.get(), options.cipherList) && useIdentity(context.get(), options.identity);
    return usable ? std::move(context) : nullptr;
}

bool setServerName(SSL* ssl, const QString& name)
{
    if (name.isEmpty())
        return true;
    const QByteArray bytes = name.toLatin1();
    if (!QHostAddress(name).isNull()) // RFC 6066 §3: addresses are not allowed in the extension
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), bytes.constData()) == 1;
    // OpenSSL's macro for this holds a C cast.
    QByteArray sent = bytes;
    return SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, sent.data()) == 1 &&
           SSL_set1_host(ssl, bytes.constData()) == 1;
}

QString versionWord(int version)
{
    switch (version) {
    case TLS1_VERSION:
        return QStringLiteral("1.0");
    case TLS1_1_VERSION:
        return QStringLiteral("1.1");
    case TLS1_2_VERSION:
        return QStringLiteral("1.2");
    case TLS1_3_VERSION:
        return QStringLiteral("1.3");
    default:
        return {};
    }
}

QString groupWord(SSL* ssl)
{
    constexpr long unknownGroup = 0x1000000; // flag that OpenSSL sets on numbers without a name
    const long id = SSL_get_negotiated_group(ssl);
    if (id <= 0)
        return {};
    if ((id & unknownGroup) != 0)
        return QStringLiteral("group-%1").arg(id & ~unknownGroup);
    const char* name = OBJ_nid2sn(static_cast<int>(id));
    return name ? QString::fromLatin1(name) : QString();
}

} // namespace doctor::net::native
