// SPDX-License-Identifier: GPL-3.0-or-later
// A server that misbehaves byte by byte, on plain POSIX sockets, so that what we test is not tested with itself.
#pragma once

#include <QByteArray>
#include <atomic>
#include <functional>
#include <memory>
#include <thread>

namespace doctor::testing
{

/// One accepted connection of a RawPeer; blocking, used by its script alone. Closes with FIN when it goes.
class RawSocket
{
public:
    explicit RawSocket(int descriptor) : m_descriptor(descriptor) {}
    ~RawSocket() { closeNow(); }
    RawSocket(const RawSocket&) = delete;
    RawSocket& operator=(const RawSocket&) = delete;

    /// What comes first, empty at the end of the stream or after `milliseconds` without any.
    QByteArray read(int milliseconds = 5000);
    /// Reads until `mark` has come; false when the stream ended first.
    bool readUntil(const QByteArray& mark);
    /// Reads and forgets to the end of the stream.
    void readToEnd();
    /// Until `count` bytes wait unread in the system.
    void waitUnread(int count);
    /// False when the client has gone, which is what some tests want.
    bool send(const QByteArray& bytes);
    void halfClose();
    /// close(2): FIN, or RST when bytes are unread.
    void closeNow();
    /// RST, by SO_LINGER 0.
    void reset();
    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    int m_descriptor;
};

/// Listens on loopback from construction to destruction; each connection runs the script in turn, on one thread.
class RawPeer
{
public:
    using Script = std::function<void(RawSocket&)>;
    explicit RawPeer(Script script, bool v6 = false);
    ~RawPeer();
    RawPeer(const RawPeer&) = delete;
    RawPeer& operator=(const RawPeer&) = delete;
    [[nodiscard]] int port() const { return m_port; }

private:
    void serve();

    Script m_script;
    int m_port = 0; // before what sets it
    int m_listening = -1;
    std::atomic<bool> m_stopping{false};
    std::thread m_thread;
};

/// A socket bound to a free loopback port, not listening yet.
[[nodiscard]] int loopbackSocket(bool v6, int& port);

/// A loopback port that nothing listens on.
[[nodiscard]] int closedPort();

/// A plaintext TLS alert record.
[[nodiscard]] QByteArray tlsAlertRecord(int level, int number);

} // namespace doctor::testing
