// SPDX-License-Identifier: GPL-3.0-or-later
// Accepting on loopback with the same kind of waiting as connections have.
#include "app/net/listener.h"

#include "app/net/connection_impl.h"

#include <QCoreApplication>
#include <boost/asio/ip/v6_only.hpp>

namespace doctor::net
{

namespace asio = boost::asio;
using native::Waiter;
using native::Wake;
using tcp = asio::ip::tcp;

namespace
{

using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;

/// Kept alive by the wait that is under way, so that the Listener may go at any time.
struct Door : std::enable_shared_from_this<Door> {
    explicit Door(Net::Impl& owner) : net(owner), acceptor(owner.io) {}

    void arm()
    {
        if (armed)
            return;
        armed = true;
        acceptor.async_wait(Acceptor::wait_read, [self = shared_from_this()](const boost::system::error_code&) {
            self->armed = false;
            self->net.scheduler.wakeAll(self->waiting, Wake::Ready);
        });
    }

    Net::Impl& net;
    Acceptor acceptor;
    native::WaitList waiting;
    bool armed = false;
};

std::unique_ptr<Connection> accepted(Net::Impl& net, native::Wire::Socket socket, const tcp::endpoint& peer)
{
    auto impl = std::make_unique<Connection::Impl>(net);
    impl->wire = std::make_shared<native::Wire>(std::move(socket), net.scheduler);
    impl->purpose = QStringLiteral("accepted");
    impl->address = QString::fromStdString(peer.address().to_string());
    impl->port = peer.port();
    impl->connected = true;
    impl->phase = core::Phase::Established;
    impl->ending.phase = core::Phase::Established;
    return std::make_unique<Connection>(std::move(impl));
}

} // namespace

struct Listener::Impl {
    std::shared_ptr<Door> door;
    int port = 0;
};

Listener::Listener(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Listener::~Listener()
{
    close();
}

core::Result<std::unique_ptr<Listener>> Listener::listen(Net& net, const QString& address, int port, int backlog)
{
    auto impl = std::make_unique<Impl>();
    impl->door = std::make_shared<Door>(net.impl());
    Acceptor& acceptor = impl->door->acceptor;
    boost::system::error_code error;
    const auto parsed = asio::ip::make_address(address.toStdString(), error);
    if (error || port < 0 || port > 65535) {
        return core::failure(core::ErrorCode::InvalidInput,
                             QCoreApplication::translate("Listener", "%1 port %2 is not an address to listen on.")
                                 .arg(address)
                                 .arg(port));
    }
    const tcp::endpoint endpoint(parsed, static_cast<unsigned short>(port));
    acceptor.open(endpoint.protocol(), error);
    if (!error)
        acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error && parsed.is_v6())
        acceptor.set_option(asio::ip::v6_only(true), error);
    if (!error)
        acceptor.bind(endpoint, error);
    if (!error)
        acceptor.listen(backlog, error);
    if (!error)
        acceptor.non_blocking(true, error);
    if (error) {
        return core::failure(core::ErrorCode::Unavailable,
                             QCoreApplication::translate("Listener", "Cannot listen on %1 port %2: %3.")
                                 .arg(address)
                                 .arg(port)
                                 .arg(QString::fromLocal8Bit(error.message().c_str())));
    }
    impl->port = acceptor.local_endpoint(error).port();
    return std::make_unique<Listener>(std::move(impl));
}

int Listener::port() const
{
    return m_impl->port;
}

Task<std::unique_ptr<Connection>> Listener::accept()
{
    const std::shared_ptr<Door> door = m_impl->door;
    Net::Impl& net = door->net;
    while (door->acceptor.is_open() && !net.stop.stop_requested()) {
        native::Wire::Socket socket(net.io);
        tcp::endpoint peer;
        boost::system::error_code error;
        door->acceptor.accept(socket, peer, error);
        if (!error)
            co_return accepted(net, std::move(socket), peer);
        Waiter waiter;
        if (error == asio::error::would_block || error == asio::error::try_again) {
            door->arm();
            co_await net.scheduler.wait(waiter, &door->waiting, native::never);
        } else {
            // Out of descriptors, or the peer was gone before we looked: neither must end the listening.
            constexpr core::Milliseconds pause{20};
            co_await net.scheduler.wait(waiter, &door->waiting, deadlineAfter(pause));
        }
    }
    co_return nullptr;
}

void Listener::close()
{
    boost::system::error_code ignored; // close(2) frees the descriptor whatever it returns
    m_impl->door->acceptor.close(ignored);
    m_impl->door->net.scheduler.wakeAllSoon(m_impl->door->waiting, Wake::Cancelled);
}

} // namespace doctor::net
