// SPDX-License-Identifier: GPL-3.0-or-later
// What a page wants to know of this computer before a run, asked on threads of their own: reading it may block.
#pragma once

#include "app/core/base/error.h"
#include "app/core/model/target.h"

#include <QObject>
#include <memory>

namespace doctor::engine
{

/// The proxy that the system's settings name for `target` now, without its login; empty: none. Error: one sentence why
/// it cannot be told. Blocks for some seconds at most.
[[nodiscard]] core::Result<QString> systemProxyFor(const core::Target& target);

/// Lives on the thread that made it; signals are sent there. A later question of a kind replaces the one under way.
class ComputerLook final : public QObject
{
    Q_OBJECT
public:
    explicit ComputerLook(QObject* parent = nullptr);
    ~ComputerLook() override; ///< waits for nobody

    void askAddresses();
    /// Which proxy the system's settings name for `target` now; its answer comes within seconds.
    void askProxy(const core::Target& target);
    void dropProxy(); ///< nobody wants that answer any more

Q_SIGNALS:
    void addressesRead(const QStringList& addresses);
    /// The proxy without its login, empty: none; or one sentence why it cannot be told.
    void proxyRead(const doctor::core::Target& target, const doctor::core::Result<QString>& proxy);

private:
    struct Owner;
    std::shared_ptr<Owner> m_owner;
    quint64 m_proxyAsked = 0;
};

} // namespace doctor::engine
