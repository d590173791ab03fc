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
    QString cause;    ///< cause that a diagnosis must put on top
    QString protocol; ///< what it speaks when asked with --protocol: "tcp", "http", "https", "tls", "redis"
    QString when;     ///< the symptom that a sufferer would choose ("idle", "load", …); empty: nothing is wrong
    bool needsThorough = false; ///< only found with consent to heavy tests
};

/// One number that a fault can be told, in the unit that its name says.
struct FaultOption {
    QString name; ///< for example "idleSeconds"
    double standard = 0;
    double minimum = 0;
    double maximum = 0;
};

/// All faults, the healthy ones included (cause no-fault-found). Titles are texts "fault.<id>" of the knowledge base.
[[nodiscard]] const std::vector<Fault>& allFaults();
[[nodiscard]] const Fault* findFault(const QString& id);
/// The options of a fault; empty for an unknown one and for one that has none. What they do is said in
/// app/practice/behaviours.
[[nodiscard]] std::vector<FaultOption> optionsOf(const QString& faultId);

/// Runs one fault in a thread of its own from start() until destruction. Stops within 100 ms.
class Server
{
public:
    /// Options by fault, all with defaults: {"idleSeconds":3}, {"limit":4} … ; listens on 127.0.0.1 and, where the
    /// machine has it, [::1] on the same port. Errors: InvalidInput (unknown fault, unknown option or a value outside
    /// its range), Unavailable (no port).
    [[nodiscard]] static core::Result<std::unique_ptr<Server>> start(const QString& faultId, int port = 0,
                                                                     const QJsonObject& options = {});
    virtual ~Server() = default;
    [[nodiscard]] virtual int port() const = 0;
    [[nodiscard]] virtual const Fault& fault() const = 0;
    [[nodiscard]] virtual int connectionsServed() const = 0;
};

} // namespace doctor::practice
