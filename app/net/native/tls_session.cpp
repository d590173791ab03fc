// SPDX-License-Identifier: GPL-3.0-or-later
// One TLS session: steps of OpenSSL, what its callbacks tell, and a BIO of our own over the Wire.
#include "app/net/native/tls_session.h"

#include "app/net/native/certificates.h"
#include "app/net/native/tls_context.h"
#include "app/net/native/trust.h"

#include <openssl/err.h>
#include <utility>

namespace doctor::net::native
{

namespace
{

TlsSession& sessionOf(const SSL* ssl)
{
    return *static_cast<TlsSession*>(SSL_get_app_data(ssl));
}

int bioRead(BIO* bio, char* into, int length)
{
    BIO_clear_retry_flags(bio);
    return static_cast<TlsSession*>(BIO_get_data(bio))->rawRead(into, length, bio);
}

int bioWrite(BIO* bio, const char* from, int length)
{
    BIO_clear_retry_flags(bio);
    return static_cast<TlsSession*>(BIO_get_data(bio))->rawWrite(from, length, bio);
}

long bioControl(BIO*, int command, long, void*)
{
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* bioMethod()
{
    static const BIO_METHOD* const method = [] {
        BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "wire");
        BIO_meth_set_read(made, bioRead);
        BIO_meth_set_write(made, bioWrite);
        BIO_meth_set_ctrl(made, bioControl);
        return made;
    }();
    return method;
}

void onInfo(const SSL* ssl, int where, int value)
{
    if ((where & SSL_CB_ALERT) != 0)
        sessionOf(ssl).noteAlert((where & SSL_CB_READ) != 0, value >> 8, value & 0xff);
}

int onCertificateRequest(SSL* ssl, void*)
{
    sessionOf(ssl).noteCertificateRequest();
    return 1;
}

int onServerName(SSL* ssl, int* alert, void*)
{
    if (sessionOf(ssl).acceptsName(SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name)))
        return SSL_TLSEXT_ERR_OK;
    *alert = SSL_AD_UNRECOGNIZED_NAME;
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

QString takeReason()
{
    const unsigned long error = ERR_peek_error();
    ERR_clear_error();
    const char* text = error == 0 ? nullptr : ERR_reason_error_string(error);
    return text ? QString::fromLatin1(text).replace(u' ', u'-') : QString();
}

} // namespace

TlsSession::TlsSession(Wire& wire, const TlsClientOptions& options)
    : m_wire(wire), m_splitAt(options.serverName.toLatin1()), m_splitHello(options.splitHello)
{
    SslContextPointer context = makeClientContext(options);
    if (!context) {
        m_setupProblem = QStringLiteral("tls-setup");
        return;
    }
    SSL_CTX_set_cert_cb(context.get(), onCertificateRequest, nullptr);
    start(std::move(context), false);
    if (m_ssl && !setServerName(m_ssl.get(), options.serverName))
        m_setupProblem = QStringLiteral("invalid-server-name");
    readTrustAnchors();
}

TlsSession::TlsSession(Wire& wire, const TlsServerOptions& options)
    : m_wire(wire), m_requiredName(options.requiredServerName)
{
    SslContextPointer context = makeServerContext(options);
    if (!context) {
        m_setupProblem = QStringLiteral("tls-setup");
        return;
    }
    if (!m_requiredName.isEmpty()) { // OpenSSL's macro for this holds a C cast
        SSL_CTX_callback_ctrl(context.get(), SSL_CTRL_SET_TLSEXT_SERVERNAME_CB,
                              reinterpret_cast<void (*)()>(onServerName));
    }
    start(std::move(context), true);
}

void TlsSession::start(SslContextPointer context, bool server)
{
    ERR_clear_error();
    m_context = std::move(context);
    m_ssl.reset(SSL_new(m_context.get()));
    BIO* bio = BIO_new(bioMethod());
    if (!m_ssl || !bio) {
        BIO_free(bio);
        m_ssl.reset();
        m_setupProblem = QStringLiteral("no-memory");
        return;
    }
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(m_ssl.get(), bio, bio);
    SSL_set_app_data(m_ssl.get(), this);
    SSL_set_info_callback(m_ssl.get(), onInfo);
    server ? SSL_set_accept_state(m_ssl.get()) : SSL_set_connect_state(m_ssl.get());
}

/// OpenSSL answers records that hold no data for us (key updates above all) for as long as there are any. A peer that
/// sends nothing else must not keep the call from ever coming back: after so many bytes the caller looks at its clock.
void TlsSession::beginCall()
{
    constexpr int oneRecord = 16 * 1024; // RFC 8446 §5.1
    ERR_clear_error();
    m_rawLeft = oneRecord;
}

int TlsSession::rawRead(char* into, int length, BIO* bio)
{
    if (!m_foreignBytes.isEmpty())
        return -1;
    if (m_rawLeft <= 0) {
        BIO_set_retry_read(bio);
        return -1;
    }
    const RawResult result = m_wire.receive({into, static_cast<std::size_t>(length)});
    if (result.state == RawResult::State::WouldBlock)
        BIO_set_retry_read(bio);
    if (result.state != RawResult::State::Done)
        return -1; // also for the end of file: OpenSSL would answer it with an alert of its own
    if (!m_peerSpokeTls) {
        // Record types 20 to 24, then the major version 3.
        if (into[0] < 20 || into[0] > 24 || (result.count > 1 && into[1] != 3)) {
            m_foreignBytes = QByteArray(into, static_cast<qsizetype>(result.count));
            return -1;
        }
        m_peerSpokeTls = true;
    }
    m_rawLeft -= static_cast<int>(result.count);
    return static_cast<int>(result.count);
}

qsizetype TlsSession::firstPart(const QByteArray& hello) const
{
    const qsizetype name = m_splitAt.isEmpty() ? -1 : hello.indexOf(m_splitAt);
    return name > 0 ? name + m_splitAt.size() / 2 : hello.size() / 2;
}

void TlsSession::sendHeldBack()
{
    const QByteArray rest = std::exchange(m_heldBack, {});
    if (!rest.isEmpty()) // a few hundred bytes on a fresh connection always fit into its send buffer
        (void)m_wire.send({rest.constData(), static_cast<std::size_t>(rest.size())});
}

int TlsSession::rawWrite(const char* from, int length, BIO* bio)
{
    const bool hello = m_facts.helloBytes == 0 && !SSL_is_server(m_ssl.get());
    if (!hello) {
        sendHeldBack();
        return sendRaw({from, static_cast<std::size_t>(length)}, bio);
    }
    m_facts.helloBytes = length;
    const QByteArray bytes(from, length);
    const qsizetype first = m_splitHello ? firstPart(bytes) : bytes.size();
    const int sent = sendRaw({from, static_cast<std::size_t>(first)}, bio);
    if (!m_splitHello || sent <= 0)
        return sent;
    m_heldBack = bytes.mid(sent);
    return length;
}

int TlsSession::sendRaw(std::span<const char> bytes, BIO* bio)
{
    const RawResult result = m_wire.send(bytes);
    if (result.state == RawResult::State::Done)
        return static_cast<int>(result.count);
    if (result.state == RawResult::State::WouldBlock) {
        BIO_set_retry_write(bio);
        return -1;
    }
    // The error is booked in the Wire. OpenSSL is told that all went well, so that it still reads what had arrived
    // before: often the alert that explains the reset.
    return static_cast<int>(bytes.size());
}

void TlsSession::noteAlert(bool received, int level, int number)
{
    constexpr int closeNotify = 0;
    constexpr int fatal = 2;
    constexpr int userCanceled = 90;
    if (number == closeNotify)
        return;
    const QString name = alertName(number);
    if (!received) {
        m_facts.alertSent = name;
        return;
    }
    m_facts.alertReceived = name;
    // TLS 1.3 has no warnings but these two, whatever the level byte says.
    const bool version13 = SSL_version(m_ssl.get()) == TLS1_3_VERSION;
    if (level == fatal || (version13 && number != userCanceled))
        m_fatalAlert = name;
}

bool TlsSession::acceptsName(const char* name) const
{
    if (m_requiredName == u"*")
        return name != nullptr;
    return name != nullptr && m_requiredName.compare(QLatin1String(name), Qt::CaseInsensitive) == 0;
}

TlsStep TlsSession::stepOf(int result)
{
    if (result > 0)
        return TlsStep::Done;
    switch (SSL_get_error(m_ssl.get(), result)) {
    case SSL_ERROR_WANT_READ:
        return TlsStep::WantRead;
    case SSL_ERROR_WANT_WRITE:
        return TlsStep::WantWrite;
    default:
        if (const QString reason = takeReason(); m_ownReason.isEmpty())
            m_ownReason = reason;
        return TlsStep::Stopped;
    }
}

TlsStep TlsSession::handshake()
{
    beginCall();
    const TlsStep step = stepOf(SSL_do_handshake(m_ssl.get()));
    if (step == TlsStep::Done)
        gatherFacts();
    return step;
}

TlsTransfer TlsSession::read(std::span<char> into)
{
    beginCall();
    std::size_t count = 0;
    const TlsStep step = stepOf(SSL_read_ex(m_ssl.get(), into.data(), into.size(), &count));
    return {step, count};
}

TlsTransfer TlsSession::peek(std::span<char> into)
{
    beginCall();
    std::size_t count = 0;
    const TlsStep step = stepOf(SSL_peek_ex(m_ssl.get(), into.data(), into.size(), &count));
    return {step, count};
}

TlsTransfer TlsSession::write(std::span<const char> from)
{
    beginCall();
    std::size_t count = 0;
    const TlsStep step = stepOf(SSL_write_ex(m_ssl.get(), from.data(), from.size(), &count));
    return {step, count};
}

void TlsSession::sendCloseNotify()
{
    ERR_clear_error();
    // During the handshake there is nothing to close in order yet; OpenSSL would book an error.
    if (m_ssl && m_facts.completed)
        SSL_shutdown(m_ssl.get());
    ERR_clear_error();
}

bool TlsSession::closeNotifyReceived() const
{
    return m_ssl && (SSL_get_shutdown(m_ssl.get()) & SSL_RECEIVED_SHUTDOWN) != 0 && m_fatalAlert.isEmpty();
}

void TlsSession::gatherFacts()
{
    m_facts.completed = true;
    m_facts.version = versionWord(SSL_version(m_ssl.get()));
    m_facts.cipher = QString::fromLatin1(SSL_get_cipher_name(m_ssl.get()));
    m_facts.group = groupWord(m_ssl.get());
    const unsigned char* protocol = nullptr;
    unsigned int length = 0;
    SSL_get0_alpn_selected(m_ssl.get(), &protocol, &length);
    if (length > 0)
        m_facts.alpn = QString::fromLatin1(reinterpret_cast<const char*>(protocol), static_cast<qsizetype>(length));
    // A server finds the leaf beside the chain, a client inside of it.
    const X509* leaf = SSL_get0_peer_certificate(m_ssl.get());
    if (leaf && SSL_is_server(m_ssl.get()))
        m_facts.chain.push_back(describe(leaf));
    const STACK_OF(X509)* chain = SSL_get_peer_cert_chain(m_ssl.get());
    for (int i = 0; chain && i < sk_X509_num(chain); ++i)
        m_facts.chain.push_back(describe(sk_X509_value(chain, i)));
}

void TlsSession::checkTrust()
{
    m_facts.trustProblem = trustProblemOf(m_ssl.get());
    m_facts.nameMatches = certificateNamesPeer(m_ssl.get());
}

} // namespace doctor::net::native
