// SPDX-License-Identifier: GPL-3.0-or-later
// The server that misbehaves on demand, on loopback only: for the demo, for training and for the tests.
#pragma once

#include "app/core/base/error.h"

#include <QJsonObject>
#include <QString>
#include <memory>
#include <vector>

namespace doctor::practice
{

struct Fault {
    QString id;
    QString cause;              ///< cause that a diagnosis must put on top
    QString protocol;           ///< what it speaks when asked with --protocol: "tcp", "http", "https", "tls", "redis"
    QString when;               ///< the symptom that a sufferer would choose ("idle", "load", …)
    bool needsThorough = false; ///< only found with consent to heavy tests
};

/// All faults, the healthy ones included (cause no-fault-found). Titles are texts "fault.<id>" of the knowledge base.
[[nodiscard]] const std::vector<Fault>& allFaults();
[[nodiscard]] const Fault* findFault(const QString& id);

/// Runs one fault in a thread of its own from start() until destruction. Stops within 100 ms.
class Server
{
public:
    /// Options by fault, all with defaults: {"idleSeconds":3}, {"limit":4} … ; listens on 127.0.0.1 and, where the
    /// machine has it, [::1] on the same port. Errors: InvalidInput (unknown fault), Unavailable (no port).
    [[nodiscard]] static core::Result<std::unique_ptr<Server>> start(const QString& faultId, int port = 0,
                                                                     const QJsonObject& options = {});
    virtual ~Server() = default;
    [[nodiscard]] virtual int port() const = 0;
    [[nodiscard]] virtual const Fault& fault() const = 0;
    [[nodiscard]] virtual int connectionsServed() const = 0;
};

} // namespace doctor::practice
