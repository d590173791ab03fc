// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl-C as a signal of the event loop.
#pragma once

#include <QObject>
#include <memory>

namespace doctor::cli
{

/// Tells commands that the user wants them to end. Tests emit it themselves.
class Interrupts : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

Q_SIGNALS:
    void interrupted();
};

/// Emits interrupted() on SIGINT and SIGTERM (Windows: Ctrl-C and Ctrl-Break). A second one ends the process at once.
/// One per process, on a thread with an event loop.
class SignalInterrupts final : public Interrupts
{
    Q_OBJECT
public:
    SignalInterrupts();
    ~SignalInterrupts() override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::cli
