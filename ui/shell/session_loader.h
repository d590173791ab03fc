// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a session file beside the window's thread, so that a big or slow file never holds the window.
#pragma once

#include "app/core/base/error.h"
#include "app/core/model/session.h"
#include "ui/widgets/background.h"

namespace doctor::ui
{

class SessionLoader final : public QObject
{
    Q_OBJECT
public:
    explicit SessionLoader(QObject* parent = nullptr);
    ~SessionLoader() override;
    /// One of loaded() and failed() follows, on the caller's thread. A later call outdates an earlier one.
    void load(const QString& fileName);

Q_SIGNALS:
    void loaded(const QString& fileName, const doctor::core::Session& session);
    void failed(const QString& fileName, const QString& sentence);

private:
    void deliver(quint64 ticket, const QString& fileName, const core::Result<core::Session>& result);

    quint64 m_ticket = 0;
    Background m_background; ///< last member: ends before what its jobs use
};

} // namespace doctor::ui
