// SPDX-License-Identifier: GPL-3.0-or-later
// How a watch is heard of when nobody looks at the window: an icon in the tray, or the window asks for attention.
#pragma once

#include <QObject>
#include <QPointer>

class QAction;
class QMenu;
class QSystemTrayIcon;

namespace doctor::ui
{

/// The icon is there only while something is watched, and only where the desktop has a tray.
class WatchNotice final : public QObject
{
    Q_OBJECT
public:
    explicit WatchNotice(QWidget& window);
    ~WatchNotice() override;
    void setWatching(bool watching, const QString& tip = {});
    /// The icon turns to failure until setWatching().
    void showFailure();
    enum class News { Good, Bad };
    /// Notifies unless a window of ours is active: what is told stands on a page as well.
    void notify(News news, const QString& title, const QString& text);
    /// Whether the program can live on without a window that is seen.
    [[nodiscard]] bool hasTray() const;

Q_SIGNALS:
    /// Nobody was looking, so this was told outside the window.
    void notified(const QString& title, const QString& text);
    void showRequested();
    void stopRequested();
    void quitRequested();

private:
    void makeTray();
    void retranslate();

    QWidget& m_window;
    QSystemTrayIcon* m_tray = nullptr; ///< null without a tray or before the first watch
    QMenu* m_menu = nullptr;
    QAction* m_show = nullptr;
    QAction* m_stop = nullptr;
    QAction* m_quit = nullptr;
};

} // namespace doctor::ui
