// SPDX-License-Identifier: GPL-3.0-or-later
// News by the desktop's own notification service (org.freedesktop.Notifications), which needs no tray.
#pragma once

#include <QObject>
#include <QString>
#include <memory>

namespace doctor::ui
{

/// Never waits for the service. Lives on the window's thread.
class DesktopNews final : public QObject
{
    Q_OBJECT
public:
    explicit DesktopNews(QObject* parent = nullptr);
    ~DesktopNews() override;
    /// `icon` is a name of the desktop's theme. Where there is no such service, notTold() follows.
    void tell(const QString& title, const QString& text, const QString& icon, int milliseconds);

Q_SIGNALS:
    void clicked(); ///< on what was told last
    void notTold();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::ui
