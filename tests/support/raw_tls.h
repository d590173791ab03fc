// SPDX-License-Identifier: GPL-3.0-or-later
// The server's side of TLS over a RawSocket, by OpenSSL alone, so that TLS can be cut off in every unkind way.
#pragma once

#include "tests/support/raw_peer.h"

#include <QByteArray>
#include <memory>

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;

namespace doctor::testing
{

struct RawTlsOptions {
    QByteArray certificatePem;
    QByteArray keyPem;
    int onlyVersion = 0; ///< OpenSSL's number; 0: what is offered
    bool requireClientCertificate = false;
    QByteArray onlyName; ///< another server name gets unrecognized_name
};

class RawTls
{
public:
    RawTls(RawSocket& socket, RawTlsOptions options);
    ~RawTls();
    RawTls(const RawTls&) = delete;
    RawTls& operator=(const RawTls&) = delete;

    bool accept(); ///< false when the handshake failed; OpenSSL has then sent its alert
    QByteArray read();
    /// False when the client has gone.
    bool write(const QByteArray& bytes);
    /// Sends a KeyUpdate (TLS 1.3) that asks for one in return; false when that is not possible any more.
    bool updateKey();
    void closeNotify();
    [[nodiscard]] const QByteArray& onlyName() const { return m_options.onlyName; }

private:
    RawTlsOptions m_options;
    SSL_CTX* m_context;
    SSL* m_ssl;
};

} // namespace doctor::testing
