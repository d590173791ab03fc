// SPDX-License-Identifier: GPL-3.0-or-later
// Tray icon with three commands; its picture is drawn, so that it is sharp at any size.
#include "ui/watch/watch_notice.h"

#include "ui/charts/marks.h"
#include "ui/watch/desktop_news.h"

#include <QApplication>
#include <QMenu>
#include <QPainter>
#include <QSystemTrayIcon>
#include <QWidget>

namespace doctor::ui
{

namespace
{

constexpr int ShownMs = 15'000;
// What trays and switchers ask for at once, one and a half times and twice the density.
constexpr int Sides[] = {16, 22, 24, 32, 33, 36, 44, 48, 64, 96};

} // namespace

QIcon noticeIcon(bool failed)
{
    const Colours& colours = Theme::colours(QApplication::palette());
    QIcon icon;
    for (const int side : Sides) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(failed ? colours.failed : colours.worked, side / 10.0));
        painter.setBrush(Qt::NoBrush);
        const qreal edge = side / 10.0;
        painter.drawEllipse(QRectF(edge, edge, side - 2 * edge, side - 2 * edge));
        marks::paint(painter, failed ? figures::Mark::Reset : figures::Mark::Worked, QPointF(side / 2.0, side / 2.0),
                     colours, side / 5.0);
        icon.addPixmap(pixmap);
    }
    return icon;
}

WatchNotice::WatchNotice(QWidget& window) : QObject(&window), m_window(window), m_desktop(new DesktopNews(this))
{
    m_leave.setSingleShot(true);
    m_leave.setInterval(ShownMs);
    connect(&m_leave, &QTimer::timeout, this, &WatchNotice::renew);
    connect(m_desktop, &DesktopNews::clicked, this, &WatchNotice::newsClicked);
    connect(m_desktop, &DesktopNews::notTold, this, &WatchNotice::tellByTray);
}

WatchNotice::~WatchNotice()
{
    delete m_menu;
}

bool WatchNotice::hasTray() const
{
    return QSystemTrayIcon::isSystemTrayAvailable();
}

void WatchNotice::makeTray()
{
    m_tray = new QSystemTrayIcon(this);
    m_menu = new QMenu;
    m_show = m_menu->addAction(QString(), this, &WatchNotice::showRequested);
    m_stop = m_menu->addAction(QString(), this, &WatchNotice::stopRequested);
    m_menu->addSeparator();
    m_quit = m_menu->addAction(QString(), this, &WatchNotice::quitRequested);
    m_tray->setContextMenu(m_menu);
    connect(m_tray, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            m_state.watching ? Q_EMIT showRequested() : Q_EMIT newsClicked();
    });
    connect(m_tray, &QSystemTrayIcon::messageClicked, this, &WatchNotice::newsClicked);
}

void WatchNotice::renew()
{
    if (!m_tray)
        return;
    m_show->setText(m_state.watching ? tr("Show the watch") : tr("Show the window"));
    m_stop->setText(tr("Stop watching"));
    m_stop->setVisible(m_state.watching);
    m_quit->setText(tr("Quit"));
    m_tray->setIcon(noticeIcon(m_failure));
    m_tray->setToolTip(m_state.tip);
    m_tray->setVisible(m_state.watching || m_leave.isActive());
}

void WatchNotice::show(const State& state)
{
    m_state = state;
    m_failure = state.watching && (state.failing || (m_failure && !QApplication::activeWindow()));
    if (state.watching && !m_tray && hasTray())
        makeTray();
    renew();
}

void WatchNotice::notify(News news, const QString& title, const QString& text)
{
    if (QApplication::activeWindow())
        return;
    m_lastNews = news;
    m_lastTitle = title;
    m_lastText = text;
    if (QGuiApplication::platformName() == QStringLiteral("offscreen")) // nobody's desktop
        tellByTray();
    else
        m_desktop->tell(title, text,
                        news == News::Bad ? QStringLiteral("dialog-warning") : QStringLiteral("dialog-information"),
                        ShownMs);
    Q_EMIT notified(title, text);
}

void WatchNotice::tellByTray()
{
    if (!m_tray && hasTray())
        makeTray();
    if (m_tray && QSystemTrayIcon::supportsMessages()) {
        m_leave.start();
        renew();
        // Some trays show the message's icon in the place of ours for a while.
        m_tray->showMessage(m_lastTitle, m_lastText, noticeIcon(m_lastNews == News::Bad), ShownMs);
    } else {
        QApplication::alert(&m_window);
    }
}

} // namespace doctor::ui
