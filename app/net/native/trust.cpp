// SPDX-License-Identifier: GPL-3.0-or-later
// A bundle of all authorities is some megabytes of text, so it is read by a thread while the first handshake runs.
#include "app/net/native/trust.h"

#include <atomic>
#include <system_error>
#include <thread>

namespace doctor::net::native
{

namespace
{

using StorePointer = std::unique_ptr<X509_STORE, Freer<X509_STORE_free>>;
using StoreContextPointer = std::unique_ptr<X509_STORE_CTX, Freer<X509_STORE_CTX_free>>;

class Anchors
{
public:
    Anchors()
    {
        try {
            m_reading = std::thread([this] { read(); });
        } catch (const std::system_error&) { // no thread to be had: late is better than never
            read();
        }
    }
    ~Anchors() // OpenSSL must not be taken down under a reading thread
    {
        if (m_reading.joinable())
            m_reading.join();
    }
    Anchors(const Anchors&) = delete;
    Anchors& operator=(const Anchors&) = delete;
    [[nodiscard]] bool ready() const { return m_ready; }
    [[nodiscard]] X509_STORE* store() const { return m_store.get(); }

private:
    void read()
    {
        if (m_store)
            X509_STORE_set_default_paths(m_store.get());
        m_ready = true;
    }

    StorePointer m_store{X509_STORE_new()};
    std::atomic<bool> m_ready{false};
    std::thread m_reading;
};

const Anchors& anchors()
{
    // First, so that at the program's end OpenSSL goes after the anchors.
    [[maybe_unused]] static const int initialised = OPENSSL_init_ssl(0, nullptr);
    static const Anchors only;
    return only;
}

} // namespace

void readTrustAnchors()
{
    (void)anchors();
}

bool trustAnchorsReady()
{
    return anchors().ready();
}

QString trustProblemOf(SSL* session)
{
    X509* leaf = SSL_get0_peer_certificate(session);
    const StoreContextPointer context(X509_STORE_CTX_new());
    if (!leaf || !context ||
        X509_STORE_CTX_init(context.get(), anchors().store(), leaf, SSL_get_peer_cert_chain(session)) != 1)
        return {};
    X509_STORE_CTX_set_default(context.get(), "ssl_server");
    X509_VERIFY_PARAM_set1(X509_STORE_CTX_get0_param(context.get()), SSL_get0_param(session)); // the name to check
    if (X509_verify_cert(context.get()) == 1)
        return {};
    return QString::fromLatin1(X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get())));
}

std::optional<bool> certificateNamesPeer(SSL* session)
{
    X509* leaf = SSL_get0_peer_certificate(session);
    X509_VERIFY_PARAM* wanted = SSL_get0_param(session);
    const char* name = X509_VERIFY_PARAM_get0_host(wanted, 0);
    if (leaf && name)
        return X509_check_host(leaf, name, 0, 0, nullptr) == 1;
    char* address = X509_VERIFY_PARAM_get1_ip_asc(wanted);
    if (!address)
        return std::nullopt;
    const bool matches = leaf && X509_check_ip_asc(leaf, address, 0) == 1;
    OPENSSL_free(address);
    return matches;
}

} // namespace doctor::net::native
