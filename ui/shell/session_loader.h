// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a session file on a thread of its own, so that a big or slow file never holds the window.
#pragma once

#include "app/core/base/error.h"
#include "app/core/model/session.h"

#include <QObject>
#include <thread>

namespace doctor::ui
{

class SessionLoader final : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    /// Waits for a read under way.
    ~SessionLoader() override;
    /// One of loaded() and failed() follows, on the caller's thread. A later call outdates an earlier one.
    void load(const QString& fileName);

Q_SIGNALS:
    void loaded(const QString& fileName, const doctor::core::Session& session);
    void failed(const QString& fileName, const QString& sentence);

private:
    void deliver(quint64 ticket, const QString& fileName, const core::Result<core::Session>& result);

    std::jthread m_thread;
    quint64 m_ticket = 0;
};

} // namespace doctor::ui
