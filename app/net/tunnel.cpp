// SPDX-License-Identifier: GPL-3.0-or-later
// Speaks to proxies byte by byte, so that nothing of what the target itself says is swallowed.
#include "app/net/tunnel.h"

#include "app/core/model/ip_address.h"
#include "app/net/connection_impl.h"

namespace doctor::net
{

using core::How;
using core::Phase;
using core::Who;
using native::TimePoint;

namespace
{

constexpr qsizetype MostHeaderBytes = 16 * 1024;
constexpr qsizetype MostReasonChars = 80;

/// One conversation with a proxy, up to its consent or refusal.
class Asking
{
public:
    Asking(Connection& connection, const Tunnel& tunnel, core::Milliseconds timeout)
        : m_connection(connection), m_tunnel(tunnel), m_deadline(deadlineAfter(timeout))
    {
    }
    Task<bool> http();
    Task<bool> socks();

private:
    [[nodiscard]] core::Milliseconds left() const
    {
        const auto rest = std::chrono::duration_cast<core::Milliseconds>(m_deadline - std::chrono::steady_clock::now());
        return std::max(rest, core::Milliseconds{1});
    }
    /// Exactly `count` bytes, or fewer when the connection ended or the time was over.
    Task<QByteArray> take(qsizetype count);
    Task<bool> socksLogin();
    Task<bool> socksAnswer();
    bool refuse(const QString& detail)
    {
        m_connection.impl().finish({Who::Peer, How::Refused, Phase::Connect, std::nullopt, detail},
                                   std::chrono::steady_clock::now());
        return false;
    }

    Connection& m_connection;
    const Tunnel& m_tunnel;
    TimePoint m_deadline;
};

Task<QByteArray> Asking::take(qsizetype count)
{
    QByteArray bytes;
    while (bytes.size() < count && m_connection.isOpen()) {
        const ReadResult got = co_await m_connection.read(left(), count - bytes.size());
        bytes += got.bytes;
        if (got.state == ReadResult::State::Quiet) {
            m_connection.giveUp();
            break;
        }
    }
    co_return bytes;
}

Task<bool> Asking::http()
{
    const QByteArray host =
        m_tunnel.host.contains(u':') ? '[' + m_tunnel.host.toLatin1() + ']' : m_tunnel.host.toLatin1();
    const QByteArray authority = host + ':' + QByteArray::number(m_tunnel.port);
    QByteArray request = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n";
    if (!m_tunnel.proxy.user.isEmpty()) {
        const QByteArray login = (m_tunnel.proxy.user + u':' + m_tunnel.proxy.password).toUtf8();
        request += "Proxy-Authorization: Basic " + login.toBase64() + "\r\n";
    }
    const bool asked = co_await m_connection.write(request + "\r\n", left());
    if (!asked)
        co_return false;
    QByteArray header;
    while (!header.endsWith("\r\n\r\n") && header.size() < MostHeaderBytes) {
        const QByteArray next = co_await take(1);
        if (next.isEmpty())
            co_return false;
        header += next;
    }
    const QString line = QString::fromLatin1(header.left(header.indexOf('\r')));
    const int status = line.section(u' ', 1, 1).toInt();
    if (!line.startsWith(u"HTTP/1.") || status < 100) {
        m_connection.endAsProtocolError(QStringLiteral("proxy-not-http"));
        co_return false;
    }
    m_connection.observe(QStringLiteral("proxyStatus"), status);
    m_connection.observe(QStringLiteral("proxyReason"), line.section(u' ', 2).left(MostReasonChars).simplified());
    co_return status / 100 == 2 || refuse(QStringLiteral("proxy-%1").arg(status));
}

Task<bool> Asking::socksLogin()
{
    const QByteArray user = m_tunnel.proxy.user.toUtf8().left(255);
    const QByteArray password = m_tunnel.proxy.password.toUtf8().left(255);
    QByteArray login(1, '\x01');
    login += static_cast<char>(user.size());
    login += user;
    login += static_cast<char>(password.size());
    login += password;
    co_await m_connection.write(login, left());
    const QByteArray answer = co_await take(2);
    if (answer.size() < 2)
        co_return false;
    co_return answer.at(1) == '\0' || refuse(QStringLiteral("proxy-login"));
}

Task<bool> Asking::socksAnswer()
{
    const QByteArray head = co_await take(4);
    if (head.size() < 4)
        co_return false;
    const int reply = static_cast<unsigned char>(head.at(1));
    m_connection.observe(QStringLiteral("proxyStatus"), reply);
    if (reply != 0)
        co_return refuse(QStringLiteral("proxy-socks-%1").arg(reply));
    qsizetype length = head.at(3) == '\x04' ? 16 : 4;
    if (head.at(3) == '\x03') {
        const QByteArray size = co_await take(1);
        length = size.isEmpty() ? 0 : static_cast<unsigned char>(size.at(0));
    }
    const QByteArray bound = co_await take(length + 2);
    co_return bound.size() == length + 2;
}

/// Kind and bytes (RFC 1928 §5).
QByteArray socksAddress(const QString& host)
{
    if (const auto numeric = core::parseIpAddress(host)) {
        const qsizetype length = numeric->isV6 ? 16 : 4;
        return QByteArray(1, numeric->isV6 ? '\x04' : '\x01') +
               QByteArray(reinterpret_cast<const char*>(numeric->bytes.data()), length);
    }
    const QByteArray name = host.toLatin1().left(255);
    return '\x03' + QByteArray(1, static_cast<char>(name.size())) + name;
}

Task<bool> Asking::socks()
{
    const bool withLogin = !m_tunnel.proxy.user.isEmpty();
    const QByteArray hello = withLogin ? QByteArray("\x05\x02\x00\x02", 4) : QByteArray("\x05\x01\x00", 3);
    co_await m_connection.write(hello, left());
    const QByteArray method = co_await take(2);
    if (method.size() < 2)
        co_return false;
    if (method.at(0) != '\x05') {
        m_connection.endAsProtocolError(QStringLiteral("proxy-not-socks"));
        co_return false;
    }
    if (method.at(1) == '\x02') {
        bool welcome = false;
        if (withLogin)
            welcome = co_await socksLogin();
        if (!welcome)
            co_return m_connection.isOpen() && refuse(QStringLiteral("proxy-login"));
    } else if (method.at(1) != '\0') {
        co_return refuse(QStringLiteral("proxy-login"));
    }
    QByteArray request("\x05\x01\x00", 3);
    request += socksAddress(m_tunnel.host);
    request += static_cast<char>(m_tunnel.port >> 8);
    request += static_cast<char>(m_tunnel.port & 0xff);
    co_await m_connection.write(request, left());
    const bool agreed = co_await socksAnswer();
    co_return agreed;
}

/// The proxy's part is over: what comes now counts as the target's.
void forgetTheWay(Connection::Impl& d)
{
    d.bytesSent = 0;
    d.bytesReceived = 0;
    d.answerAwaited = false;
    d.details().timings.firstByteMs.reset();
    d.phase = Phase::Established;
    d.ending.phase = Phase::Established;
}

} // namespace

Task<> digTunnel(Connection& connection, Tunnel tunnel, core::Milliseconds timeout)
{
    Connection::Impl& d = connection.impl();
    const TimePoint begun = std::chrono::steady_clock::now();
    connection.enter(Phase::Connect);
    connection.setParameter(QStringLiteral("proxy"), core::displayName(tunnel.proxy));
    connection.observe(QStringLiteral("proxyStage"), QStringLiteral("asked"));
    Asking asking(connection, tunnel, timeout);
    bool agreed = false;
    if (tunnel.proxy.kind == core::ProxyServer::Kind::Http)
        agreed = co_await asking.http();
    else
        agreed = co_await asking.socks();
    if (agreed && connection.isOpen()) {
        forgetTheWay(d);
        connection.observe(QStringLiteral("proxyStage"), QStringLiteral("open"));
        connection.observe(QStringLiteral("proxyMs"), millisecondsBetween(begun, std::chrono::steady_clock::now()));
        co_return;
    }
    d.connected = false; // to the target, that is
    d.ending.phase = Phase::Connect;
}

} // namespace doctor::net
