// SPDX-License-Identifier: GPL-3.0-or-later
// What one run of the practice server shares among its connections: options, certificate, who is connected.
#pragma once

#include "app/net/listener.h"
#include "app/net/net.h"
#include "app/net/tls.h"

#include <QMap>
#include <QString>
#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

namespace doctor::practice
{

class Stage;

/// Plays the fault on one accepted connection; the connection is closed when it returns.
using Serve = net::Task<> (*)(Stage& stage, net::Connection& connection);
/// Plays what a fault does beside its connections (restarts). Ends when the net is stopped.
using Backstage = net::Task<> (*)(Stage& stage);

/// Lives on the server's thread, but for served(), which any thread may ask.
class Stage
{
public:
    /// Connections served at once per address; each further one is reset, so that no crowd can exhaust the machine.
    static constexpr std::size_t MaxConnections = 200;

    Stage(net::Net& net, QString faultId, QMap<QString, double> options);

    [[nodiscard]] net::Net& net() { return m_net; }
    [[nodiscard]] const QString& faultId() const { return m_faultId; }
    /// Value of an option of the fault's row; 0 for one that the row does not have.
    [[nodiscard]] double option(const QString& name) const { return m_options.value(name); }
    [[nodiscard]] core::Milliseconds seconds(const QString& name) const;
    /// Self-signed for localhost and the loopback addresses; made when first asked for.
    [[nodiscard]] const net::Identity& identity();

    /// Opens both loopback addresses on one port; 0 takes a free one. Returns the port.
    [[nodiscard]] core::Result<int> listen(int port);
    /// Serves until stopped.
    net::Task<> run(Serve serve, Backstage backstage);

    /// Closes the listeners: connecting is refused until reopen().
    void closeListeners(qint64 reopenAtUs);
    /// Listens again on the same port. False when the port cannot be had now.
    [[nodiscard]] bool reopen();
    /// Cuts every connection with RST.
    void resetAll();

    /// Connections being served now, the asking one included.
    [[nodiscard]] std::size_t connected() const { return m_connected.size(); }
    /// Admits at most `limit` connections within any one second; counts the admitted ones.
    [[nodiscard]] bool admitAtRate(std::size_t limit);
    [[nodiscard]] int served() const { return m_served.load(); }

private:
    struct Door {
        QString address;
        std::shared_ptr<net::Listener> listener; ///< null while closed
        std::size_t inside = 0;
    };
    net::Task<> usher(std::size_t door, Serve serve);
    net::Task<> receive(Door& door, net::Connection& connection, Serve serve);

    net::Net& m_net;
    QString m_faultId;
    QMap<QString, double> m_options;
    std::optional<net::Identity> m_identity;
    int m_port = 0;
    std::vector<Door> m_doors;
    qint64 m_reopenAtUs = 0;
    std::unordered_set<net::Connection*> m_connected;
    std::deque<qint64> m_admittedAtUs;
    std::atomic<int> m_served = 0;
};

} // namespace doctor::practice
