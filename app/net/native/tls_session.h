// SPDX-License-Identifier: GPL-3.0-or-later
// TLS over a Wire without waiting: OpenSSL sees the socket through us, so the raw ending under TLS is never lost.
#pragma once

#include "app/net/native/openssl_types.h"
#include "app/net/native/wire.h"
#include "app/net/tls.h"

namespace doctor::net::native
{

enum class TlsStep { Done, WantRead, WantWrite, Stopped };

struct TlsTransfer {
    TlsStep step = TlsStep::Stopped;
    std::size_t count = 0;
};

/// Bound to its Wire, which must outlive it.
class TlsSession
{
public:
    TlsSession(Wire& wire, const TlsClientOptions& options);
    TlsSession(Wire& wire, const TlsServerOptions& options);
    TlsSession(const TlsSession&) = delete;
    TlsSession& operator=(const TlsSession&) = delete;

    /// Machine word of what cannot be set up here; empty when all is well.
    [[nodiscard]] const QString& setupProblem() const { return m_setupProblem; }

    [[nodiscard]] TlsStep handshake();
    [[nodiscard]] TlsTransfer read(std::span<char> into);
    [[nodiscard]] TlsTransfer peek(std::span<char> into);
    [[nodiscard]] TlsTransfer write(std::span<const char> from);
    void sendCloseNotify();
    /// True while the second half of a split ClientHello waits to be sent.
    [[nodiscard]] bool holdsBack() const { return !m_heldBack.isEmpty(); }
    void sendHeldBack();
    /// Fills TlsFacts::trustProblem; only on the client's side, once the trust anchors are ready.
    void checkTrust();

    [[nodiscard]] const TlsFacts& facts() const { return m_facts; }
    /// Name of the fatal alert that came; empty when none did.
    [[nodiscard]] const QString& fatalAlert() const { return m_fatalAlert; }
    [[nodiscard]] bool closeNotifyReceived() const;
    /// True once a TLS record has come.
    [[nodiscard]] bool peerSpokeTls() const { return m_peerSpokeTls; }
    /// First bytes of a peer that does not speak TLS; empty when it does.
    [[nodiscard]] const QByteArray& foreignBytes() const { return m_foreignBytes; }
    /// OpenSSL's reason for its own refusal as a machine word ("unsupported-protocol"); may be empty.
    [[nodiscard]] const QString& ownReason() const { return m_ownReason; }

    // For OpenSSL's callbacks only.
    int rawRead(char* into, int length, BIO* bio);
    int rawWrite(const char* from, int length, BIO* bio);
    void noteAlert(bool received, int level, int number);
    void noteCertificateRequest() { m_facts.clientCertificateRequested = true; }
    [[nodiscard]] bool acceptsName(const char* name) const;

private:
    void start(SslContextPointer context, bool server);
    [[nodiscard]] TlsStep stepOf(int result);
    void beginCall();
    [[nodiscard]] qsizetype firstPart(const QByteArray& hello) const;
    int sendRaw(std::span<const char> bytes, BIO* bio);
    void gatherFacts();

    Wire& m_wire;
    SslContextPointer m_context;
    SslPointer m_ssl;
    TlsFacts m_facts;
    QString m_requiredName;
    QString m_setupProblem;
    QString m_fatalAlert;
    QString m_ownReason;
    QByteArray m_foreignBytes;
    bool m_peerSpokeTls = false;
    QByteArray m_splitAt; ///< cut the ClientHello inside of these bytes, or in its middle
    bool m_splitHello = false;
    int m_rawLeft = 0; ///< bytes that the present call may still take from the wire
    QByteArray m_heldBack;
};

} // namespace doctor::net::native
