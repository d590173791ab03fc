// SPDX-License-Identifier: GPL-3.0-or-later
// Blocking POSIX sockets with nothing of the library under test in between.
#include "tests/support/raw_peer.h"

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace doctor::testing
{

namespace
{

bool readable(int descriptor, int milliseconds)
{
    pollfd wanted{descriptor, POLLIN, 0};
    return ::poll(&wanted, 1, milliseconds) > 0;
}

} // namespace

int loopbackSocket(bool v6, int& port)
{
    const int descriptor = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_storage address{};
    socklen_t length = 0;
    if (v6) {
        auto* in6 = reinterpret_cast<sockaddr_in6*>(&address);
        in6->sin6_family = AF_INET6;
        in6->sin6_addr = in6addr_loopback;
        length = sizeof *in6;
    } else {
        auto* in4 = reinterpret_cast<sockaddr_in*>(&address);
        in4->sin_family = AF_INET;
        in4->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        length = sizeof *in4;
    }
    if (::bind(descriptor, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
        ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        qFatal("cannot bind a loopback socket: errno %d", errno);
    port = ntohs(v6 ? reinterpret_cast<sockaddr_in6*>(&address)->sin6_port
                    : reinterpret_cast<sockaddr_in*>(&address)->sin_port);
    return descriptor;
}

QByteArray RawSocket::read(int milliseconds)
{
    if (!readable(m_descriptor, milliseconds))
        return {};
    QByteArray out(64 * 1024, Qt::Uninitialized);
    const ssize_t count = ::recv(m_descriptor, out.data(), static_cast<std::size_t>(out.size()), 0);
    out.resize(count > 0 ? count : 0);
    return out;
}

bool RawSocket::readUntil(const QByteArray& mark)
{
    QByteArray all;
    while (!all.contains(mark)) {
        const QByteArray more = read();
        if (more.isEmpty())
            return false;
        all += more;
    }
    return true;
}

void RawSocket::readToEnd()
{
    while (!read().isEmpty()) {
    }
}

void RawSocket::waitUnread(int count)
{
    for (int unread = 0; unread < count;) {
        if (!readable(m_descriptor, 5000) || ::ioctl(m_descriptor, FIONREAD, &unread) != 0 || unread == 0)
            return;
    }
}

bool RawSocket::send(const QByteArray& bytes)
{
    for (qsizetype done = 0; done < bytes.size();) {
        const ssize_t count =
            ::send(m_descriptor, bytes.constData() + done, static_cast<std::size_t>(bytes.size() - done), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        done += count;
    }
    return true;
}

void RawSocket::halfClose()
{
    ::shutdown(m_descriptor, SHUT_WR);
}

void RawSocket::closeNow()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

void RawSocket::reset()
{
    const linger none{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    closeNow();
}

RawPeer::RawPeer(Script script, bool v6) : m_script(std::move(script)), m_listening(loopbackSocket(v6, m_port))
{
    if (::listen(m_listening, 64) != 0)
        qFatal("cannot listen on loopback: errno %d", errno);
    m_thread = std::thread([this] { serve(); });
}

RawPeer::~RawPeer()
{
    m_stopping = true;
    ::shutdown(m_listening, SHUT_RDWR); // wakes accept
    m_thread.join();
    ::close(m_listening);
}

void RawPeer::serve()
{
    while (!m_stopping) {
        const int accepted = ::accept4(m_listening, nullptr, nullptr, SOCK_CLOEXEC);
        if (accepted < 0)
            continue;
        RawSocket socket(accepted);
        m_script(socket);
    }
}

int closedPort()
{
    int port = 0;
    const int descriptor = loopbackSocket(false, port);
    ::close(descriptor);
    return port;
}

QByteArray tlsAlertRecord(int level, int number)
{
    QByteArray out = QByteArray::fromHex("1503030002");
    out.append(static_cast<char>(level)).append(static_cast<char>(number));
    return out;
}

} // namespace doctor::testing
