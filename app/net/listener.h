// SPDX-License-Identifier: GPL-3.0-or-later
// Accepts connections on loopback for the practice server and for tests.
#pragma once

#include "app/net/connection.h"
#include "app/net/net.h"

namespace doctor::net
{

/// Listens from construction by listen() until close() or destruction.
class Listener
{
public:
    struct Impl;
    explicit Listener(std::unique_ptr<Impl> impl);
    ~Listener();
    /// Port 0 takes a free one. Error: Unavailable, with the reason.
    [[nodiscard]] static core::Result<std::unique_ptr<Listener>> listen(Net& net, const QString& address, int port,
                                                                        int backlog = 128);
    [[nodiscard]] int port() const;
    /// Next connection, or nullptr once closed or stopped.
    Task<std::unique_ptr<Connection>> accept();
    void close();

private:
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::net
