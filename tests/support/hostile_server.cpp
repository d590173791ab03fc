// SPDX-License-Identifier: GPL-3.0-or-later
// Threads and descriptors of the hostile server; its manners are in hostile_manners.cpp.
#include "tests/support/hostile_server.h"

#include "app/net/tls.h"

#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

namespace doctor::testing
{

HostileServer::HostileServer(const Manner& manner) : m_manner(manner), m_listening(loopbackSocket(false, m_port))
{
    const net::Identity identity =
        net::makeSelfSigned(QStringLiteral("hostile.test"), {QStringLiteral("hostile.test")});
    m_certificatePem = identity.certificatePem;
    m_keyPem = identity.keyPem;
    if (::listen(m_listening, 128) != 0)
        qFatal("cannot listen on loopback: errno %d", errno);
    m_door = std::thread([this] { serve(); });
}

HostileServer::~HostileServer()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
        for (const int descriptor : m_open) // wakes who reads or writes
            ::shutdown(descriptor, SHUT_RDWR);
    }
    m_wake.notify_all();
    ::shutdown(m_listening, SHUT_RDWR); // wakes accept
    m_door.join();
    for (std::thread& visitor : m_visitors)
        visitor.join();
    ::close(m_listening);
}

bool HostileServer::pause(int milliseconds)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, std::chrono::milliseconds{milliseconds}, [this] { return m_stopping.load(); });
    return !m_stopping;
}

void HostileServer::serve()
{
    while (!m_stopping) {
        const int accepted = ::accept4(m_listening, nullptr, nullptr, SOCK_CLOEXEC);
        if (accepted < 0)
            continue;
        const std::scoped_lock lock(m_mutex);
        if (m_stopping) {
            ::close(accepted);
            return;
        }
        m_open.insert(accepted);
        m_visitors.emplace_back([this, accepted] { receive(accepted); });
    }
}

void HostileServer::receive(int descriptor)
{
    RawSocket socket(descriptor);
    m_manner.play(*this, socket);
    // Forgotten before it is closed: the number may be given out again at once.
    const std::scoped_lock lock(m_mutex);
    m_open.erase(descriptor);
}

} // namespace doctor::testing
