// SPDX-License-Identifier: GPL-3.0-or-later
// Client - router - router - server, in network namespaces of our own, and their removal whatever happens.
#pragma once

#include <QString>
#include <optional>

namespace doctor::lab
{

/// The namespaces of one running scenario. Built by build(), gone with the object.
class Network
{
public:
    /// `number` tells the scenarios of one process apart.
    explicit Network(int number);
    ~Network();
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;

    /// Makes namespaces, links, addresses and routes of both families. The failing command's words, or nothing.
    [[nodiscard]] std::optional<QString> build() const;

    [[nodiscard]] QString client() const { return m_name + QStringLiteral("-c"); }
    [[nodiscard]] QString nearRouter() const { return m_name + QStringLiteral("-n"); }
    [[nodiscard]] QString farRouter() const { return m_name + QStringLiteral("-f"); }
    [[nodiscard]] QString server() const { return m_name + QStringLiteral("-s"); }

    /// Starts to note every connection request that reaches the server, by its source port.
    [[nodiscard]] std::optional<QString> watchConnections() const;
    /// Connections that have reached the server since; absent when the counter cannot be read.
    [[nodiscard]] std::optional<int> connectionsSeen() const;
    /// True when something listens on that TCP port in the server's namespace. Makes no connection.
    [[nodiscard]] bool listens(int port) const;

private:
    QString m_name;
};

/// Removes what labs of dead processes have left behind (their programs and folders too), or of `pid` alone.
void sweepDeadLabs(std::optional<qint64> pid = std::nullopt);

/// Starts a helper of this program that outlives it by the moment that sweeping takes, even if it is killed.
/// False when it could not be started.
[[nodiscard]] bool startSweeper();
/// The helper's life: waits until standard input ends, then sweeps what `pid` has left.
int sweepWhenGone(qint64 pid);

} // namespace doctor::lab
