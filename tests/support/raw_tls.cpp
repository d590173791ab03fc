// SPDX-License-Identifier: GPL-3.0-or-later
// Blocking OpenSSL on a raw descriptor.
#include "tests/support/raw_tls.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace doctor::testing
{

namespace
{

int onServerName(SSL* ssl, int* alert, void*)
{
    const auto* tls = static_cast<RawTls*>(SSL_get_app_data(ssl));
    const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    if (tls->onlyName().isEmpty() || (name && tls->onlyName() == name))
        return SSL_TLSEXT_ERR_OK;
    *alert = SSL_AD_UNRECOGNIZED_NAME;
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

} // namespace

RawTls::RawTls(RawSocket& socket, RawTlsOptions options)
    : m_options(std::move(options)), m_context(SSL_CTX_new(TLS_server_method()))
{
    BIO* certificate = BIO_new_mem_buf(m_options.certificatePem.constData(), -1);
    BIO* key = BIO_new_mem_buf(m_options.keyPem.constData(), -1);
    X509* x509 = PEM_read_bio_X509(certificate, nullptr, nullptr, nullptr);
    EVP_PKEY* pkey = PEM_read_bio_PrivateKey(key, nullptr, nullptr, nullptr);
    SSL_CTX_use_certificate(m_context, x509);
    SSL_CTX_use_PrivateKey(m_context, pkey);
    X509_free(x509);
    EVP_PKEY_free(pkey);
    BIO_free(certificate);
    BIO_free(key);
    SSL_CTX_set_num_tickets(m_context, 0); // nothing that the script did not say
    if (m_options.onlyVersion != 0) {
        SSL_CTX_set_security_level(m_context, 0);
        SSL_CTX_set_min_proto_version(m_context, m_options.onlyVersion);
        SSL_CTX_set_max_proto_version(m_context, m_options.onlyVersion);
    }
    if (m_options.requireClientCertificate)
        SSL_CTX_set_verify(m_context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
                           [](int, X509_STORE_CTX*) { return 1; });
    SSL_CTX_callback_ctrl(m_context, SSL_CTRL_SET_TLSEXT_SERVERNAME_CB, reinterpret_cast<void (*)()>(onServerName));
    m_ssl = SSL_new(m_context);
    SSL_set_app_data(m_ssl, this);
    SSL_set_fd(m_ssl, socket.descriptor());
}

RawTls::~RawTls()
{
    SSL_free(m_ssl);
    SSL_CTX_free(m_context);
}

bool RawTls::accept()
{
    return SSL_accept(m_ssl) == 1;
}

QByteArray RawTls::read()
{
    QByteArray out(16 * 1024, Qt::Uninitialized);
    const int count = SSL_read(m_ssl, out.data(), static_cast<int>(out.size()));
    out.resize(count > 0 ? count : 0);
    return out;
}

bool RawTls::write(const QByteArray& bytes)
{
    return SSL_write(m_ssl, bytes.constData(), static_cast<int>(bytes.size())) > 0;
}

bool RawTls::updateKey()
{
    return SSL_key_update(m_ssl, SSL_KEY_UPDATE_REQUESTED) == 1 && SSL_do_handshake(m_ssl) == 1;
}

void RawTls::closeNotify()
{
    SSL_shutdown(m_ssl);
}

} // namespace doctor::testing
