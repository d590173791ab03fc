// SPDX-License-Identifier: GPL-3.0-or-later
// How news are heard when nobody looks at the window: an icon in the tray, or the window asks for attention.
#pragma once

#include <QObject>
#include <QTimer>

class QAction;
class QIcon;
class QMenu;
class QSystemTrayIcon;

namespace doctor::ui
{

class DesktopNews;

/// News go to the desktop's notification service, else to the tray, else the window asks for attention. The icon is
/// there while something is watched and for as long as news are told, and only where the desktop has a tray.
class WatchNotice final : public QObject
{
    Q_OBJECT
public:
    explicit WatchNotice(QWidget& window);
    ~WatchNotice() override;
    struct State {
        bool watching = false;
        bool failing = false; ///< what was seen last
        QString tip;          ///< what the icon says of itself
    };
    /// Renews icon and words, in the language of the moment. A failure is shown until it is over and was seen: until a
    /// window of ours is active.
    void show(const State& state);
    enum class News { Good, Bad };
    /// Notifies unless a window of ours is active: what is told stands on a page as well.
    void notify(News news, const QString& title, const QString& text);
    /// Whether the program can live on without a window that is seen.
    [[nodiscard]] bool hasTray() const;
    [[nodiscard]] bool showsFailure() const { return m_failure; }
    [[nodiscard]] const QString& tip() const { return m_state.tip; }

Q_SIGNALS:
    /// Nobody was looking, so this was told outside the window.
    void notified(const QString& title, const QString& text);
    void newsClicked(); ///< the user wants to see what was told last
    void showRequested();
    void stopRequested();
    void quitRequested();

private:
    void makeTray();
    void tellByTray();
    void renew();

    QWidget& m_window;
    State m_state;
    bool m_failure = false;
    DesktopNews* m_desktop; ///< the desktop's notification service
    News m_lastNews = News::Good;
    QString m_lastTitle;
    QString m_lastText;
    QTimer m_leave;                    ///< from the tray, once news have been told
    QSystemTrayIcon* m_tray = nullptr; ///< null without a tray or before the first watch or news
    QMenu* m_menu = nullptr;
    QAction* m_show = nullptr;
    QAction* m_stop = nullptr;
    QAction* m_quit = nullptr;
};

/// A ring with the mark of what was seen last, sharp at every size that trays ask for.
[[nodiscard]] QIcon noticeIcon(bool failed);

} // namespace doctor::ui
