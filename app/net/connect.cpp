// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a TCP connection and says exactly why it could not.
#include "app/net/connection_ending.h"
#include "app/net/connection_impl.h"
#include "app/net/native/hop_limit.h"
#include "app/net/tunnel.h"

#include <algorithm>

namespace doctor::net
{

namespace asio = boost::asio;
using core::How;
using core::Phase;
using core::Who;
using native::Waiter;
using native::Wake;
using tcp = asio::ip::tcp;

namespace
{

void failHere(Connection::Impl& d, int code)
{
    const native::IcmpError icmp = d.wire->isOpen() ? native::takeIcmpError(d.wire->handle()) : native::IcmpError{};
    if (!icmp.from.isEmpty())
        d.details().observations.insert(QStringLiteral("icmpFrom"), icmp.from);
    core::Ending ending = endingOfCode(code, Phase::Connect, icmp.word);
    if (d.bound && ending.how == How::LocalFailure && ending.detail == u"invalid-address")
        ending.detail = QStringLiteral("unusable-source-address"); // no way leads from there to the other side
    if (ending.phase == Phase::Established) {
        d.connected = true;
        d.phase = Phase::Established;
    }
    d.finish(ending, std::chrono::steady_clock::now());
}

void failHere(Connection::Impl& d, const QString& detail)
{
    d.finish({Who::Nobody, How::LocalFailure, Phase::Connect, std::nullopt, detail}, std::chrono::steady_clock::now());
}

/// What goes wrong here is this computer's own matter: the other side has not been asked yet.
bool bindTo(Connection::Impl& d, const QString& sourceAddress, bool v6)
{
    boost::system::error_code error;
    const auto source = asio::ip::make_address(sourceAddress.toStdString(), error);
    if (error || source.is_v6() != v6) {
        failHere(d, QStringLiteral("invalid-source-address"));
        return false;
    }
    native::choosePortLate(d.wire->handle());
    d.wire->socket().bind(tcp::endpoint(source, 0), error);
    d.bound = !error;
    if (d.bound)
        return true;
    core::Ending ending = endingOfCode(error.value(), Phase::Connect, {});
    ending.who = Who::Nobody;
    ending.how = How::LocalFailure;
    // With an address the same number means something else than without: not that the ports are used up.
    if (error == boost::system::errc::address_not_available || error == boost::system::errc::invalid_argument)
        ending.detail = QStringLiteral("no-source-address");
    d.finish(ending, std::chrono::steady_clock::now());
    return false;
}

/// False when the connection has ended here already.
bool prepare(Connection::Impl& d, const ConnectOptions& options, bool v6)
{
    if (const int code = d.wire->open(v6); code != 0) {
        failHere(d, code);
        return false;
    }
    const native::Handle handle = d.wire->handle();
    if (options.maxSegmentSize && !native::setMaxSegmentSize(handle, *options.maxSegmentSize)) {
        failHere(d, QStringLiteral("invalid-segment-size"));
        return false;
    }
    if (options.keepAlive && !native::setKeepAlive(handle, *options.keepAlive)) {
        failHere(d, QStringLiteral("invalid-keep-alive"));
        return false;
    }
    if (options.hopLimit && !d.lowerHops(*options.hopLimit)) {
        failHere(d, QStringLiteral("invalid-hop-limit"));
        return false;
    }
    if (options.leastHopLimit && !native::setLeastHopLimit(handle, v6, *options.leastHopLimit)) {
        failHere(d, QStringLiteral("invalid-least-hop-limit"));
        return false;
    }
    native::keepIcmpErrors(handle, v6, true);
    return options.sourceAddress.isEmpty() || bindTo(d, options.sourceAddress, v6);
}

Task<> open(Connection::Impl& d, tcp::endpoint endpoint, core::Milliseconds timeout)
{
    const native::TimePoint begun = std::chrono::steady_clock::now();
    bool pending = false;
    int code = d.wire->connect(endpoint, pending);
    boost::system::error_code unbound; // the system forgets the port of a connection that is refused
    if (const auto local = d.wire->socket().local_endpoint(unbound); !unbound)
        d.localPort = local.port();
    if (pending) {
        Waiter waiter;
        const Wake why = co_await d.wire->waitWritable(waiter, deadlineAfter(timeout));
        if (d.cancelIfStopped())
            co_return;
        if (why != Wake::Ready) {
            d.finish({Who::Nobody, How::Silence, Phase::Connect, std::nullopt, {}}, std::chrono::steady_clock::now());
            co_return;
        }
        code = native::takeError(d.wire->handle());
    }
    if (code != 0) {
        failHere(d, code);
        co_return;
    }
    d.connectMs = millisecondsBetween(begun, std::chrono::steady_clock::now());
    d.connected = true;
    d.phase = Phase::Established;
    d.ending.phase = Phase::Established;
    d.wire->touch();
    native::keepIcmpErrors(d.wire->handle(), endpoint.address().is_v6(), false);
}

} // namespace

Task<std::unique_ptr<Connection>> Net::connect(ConnectOptions options)
{
    auto connection = std::make_unique<Connection>(std::make_unique<Connection::Impl>(*m_impl));
    Connection::Impl& d = connection->impl();
    d.purpose = options.purpose;
    d.address = options.address;
    d.port = options.port;
    if (d.cancelIfStopped())
        co_return connection;
    boost::system::error_code error;
    const auto address = asio::ip::make_address(options.address.toStdString(), error);
    if (error || options.port < 1 || options.port > 65535) {
        failHere(d, QStringLiteral("invalid-address"));
        co_return connection;
    }
    d.wire = std::make_shared<native::Wire>(m_impl->io, m_impl->scheduler);
    if (prepare(d, options, address.is_v6())) {
        const tcp::endpoint endpoint(address, static_cast<unsigned short>(options.port));
        const native::TimePoint begun = std::chrono::steady_clock::now();
        if (options.tunnel)
            connection->observe(QStringLiteral("proxyStage"), QStringLiteral("connect"));
        co_await open(d, endpoint, options.timeout);
        const auto spent = std::chrono::duration_cast<core::Milliseconds>(std::chrono::steady_clock::now() - begun);
        if (options.tunnel && connection->isOpen())
            co_await digTunnel(*connection, *options.tunnel, std::max(options.timeout - spent, core::Milliseconds{1}));
    }
    co_return connection;
}

} // namespace doctor::net
