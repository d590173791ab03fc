// SPDX-License-Identifier: GPL-3.0-or-later
// A server that means harm, on plain sockets: a thread per connection, each playing one manner until it is told to
// stop.
#pragma once

#include "tests/support/raw_peer.h"

#include <condition_variable>
#include <list>
#include <mutex>
#include <set>

namespace doctor::testing
{

class HostileServer;

/// One manner: what it does with a connection, and how a connection to it may end in the eyes of a test.
struct Manner {
    const char* name;
    void (*play)(HostileServer& server, RawSocket& socket);
    bool tls = false; ///< the tests believe that TLS is spoken here
};
[[nodiscard]] const std::vector<Manner>& allManners();

/// Listens on loopback from construction to destruction.
class HostileServer
{
public:
    explicit HostileServer(const Manner& manner);
    ~HostileServer();
    HostileServer(const HostileServer&) = delete;
    HostileServer& operator=(const HostileServer&) = delete;
    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] bool stopping() const { return m_stopping; }
    /// Waits; false when the server is being taken down.
    bool pause(int milliseconds);
    /// Certificate and key for manners that speak TLS, self-signed.
    [[nodiscard]] const QByteArray& certificatePem() const { return m_certificatePem; }
    [[nodiscard]] const QByteArray& keyPem() const { return m_keyPem; }

private:
    void serve();
    void receive(int descriptor);

    const Manner& m_manner;
    QByteArray m_certificatePem;
    QByteArray m_keyPem;
    int m_port = 0;
    int m_listening = -1;
    std::atomic<bool> m_stopping{false};
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::set<int> m_open;
    std::list<std::thread> m_visitors;
    std::thread m_door;
};

} // namespace doctor::testing
