// SPDX-License-Identifier: GPL-3.0-or-later
// Accepts on both loopback addresses with a fixed number of ushers, which bounds memory and descriptors.
#include "app/practice/stage.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::practice
{

namespace
{

constexpr int Backlog = 256;
constexpr core::Milliseconds AcceptRetry{50};

core::Result<std::shared_ptr<net::Listener>> open(net::Net& net, const QString& address, int port)
{
    auto listener = net::Listener::listen(net, address, port, Backlog);
    if (!listener)
        return tl::unexpected(listener.error());
    return std::shared_ptr<net::Listener>(std::move(*listener));
}

} // namespace

Stage::Stage(net::Net& net, QString faultId, QMap<QString, double> options)
    : m_net(net), m_faultId(std::move(faultId)), m_options(std::move(options))
{
}

core::Milliseconds Stage::seconds(const QString& name) const
{
    return core::Milliseconds{static_cast<qint64>(option(name) * 1000.0)};
}

const net::Identity& Stage::identity()
{
    if (!m_identity)
        m_identity = net::makeSelfSigned(u"localhost"_s, {u"localhost"_s, u"127.0.0.1"_s, u"::1"_s});
    return *m_identity;
}

core::Result<int> Stage::listen(int port)
{
    const QString v4 = u"127.0.0.1"_s;
    const QString v6 = u"::1"_s;
    const bool hasV6 = open(m_net, v6, 0).has_value();
    // A free IPv4 port may be taken on IPv6, so a free choice is tried again with another one.
    const int tries = port == 0 ? 20 : 1;
    core::Error reason;
    for (int i = 0; i < tries; ++i) {
        auto first = open(m_net, v4, port);
        if (!first)
            return tl::unexpected(first.error());
        m_port = (*first)->port();
        m_doors = {Door{v4, *first, 0}};
        if (!hasV6)
            return m_port;
        if (auto second = open(m_net, v6, m_port)) {
            m_doors.push_back(Door{v6, *second, 0});
            return m_port;
        } else {
            reason = second.error();
        }
    }
    return tl::unexpected(reason);
}

net::Task<> Stage::run(Serve serve, Backstage backstage)
{
    std::vector<net::Task<>> tasks;
    for (std::size_t door = 0; door < m_doors.size(); ++door)
        for (std::size_t i = 0; i <= MaxConnections; ++i) // one more than may be inside: it turns the rest away
            tasks.push_back(usher(door, serve));
    if (backstage)
        tasks.push_back(backstage(*this));
    co_await m_net.all(std::move(tasks));
}

net::Task<> Stage::usher(std::size_t index, Serve serve)
{
    Door& door = m_doors[index];
    while (!m_net.stopped()) {
        const std::shared_ptr<net::Listener> listener = door.listener; // keeps it alive while it is being closed
        if (!listener) {
            const qint64 waitMs = std::max<qint64>(1, (m_reopenAtUs - m_net.nowUs()) / 1000);
            co_await m_net.sleep(core::Milliseconds{waitMs});
            continue;
        }
        const std::unique_ptr<net::Connection> connection = co_await listener->accept();
        if (connection)
            co_await receive(door, *connection, serve);
        else if (door.listener == listener) // no descriptor left, for example
            co_await m_net.sleep(AcceptRetry);
    }
}

net::Task<> Stage::receive(Door& door, net::Connection& connection, Serve serve)
{
    ++m_served;
    if (door.inside >= MaxConnections) {
        connection.reset();
        co_return;
    }
    ++door.inside;
    m_connected.insert(&connection);
    co_await serve(*this, connection);
    if (connection.isOpen())
        co_await connection.close();
    m_connected.erase(&connection);
    --door.inside;
}

void Stage::closeListeners(qint64 reopenAtUs)
{
    m_reopenAtUs = reopenAtUs;
    for (Door& door : m_doors) {
        if (door.listener)
            door.listener->close();
        door.listener.reset();
    }
}

bool Stage::reopen()
{
    bool all = true;
    for (Door& door : m_doors) {
        if (door.listener)
            continue;
        if (auto listener = open(m_net, door.address, m_port))
            door.listener = *listener;
        else
            all = false;
    }
    return all;
}

void Stage::resetAll()
{
    for (net::Connection* connection : m_connected)
        connection->reset();
}

bool Stage::admitAtRate(std::size_t limit)
{
    constexpr qint64 WindowUs = 1'000'000;
    const qint64 now = m_net.nowUs();
    while (!m_admittedAtUs.empty() && now - m_admittedAtUs.front() >= WindowUs)
        m_admittedAtUs.pop_front();
    if (m_admittedAtUs.size() >= limit)
        return false;
    m_admittedAtUs.push_back(now);
    return true;
}

} // namespace doctor::practice
