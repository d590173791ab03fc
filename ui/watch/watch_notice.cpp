// SPDX-License-Identifier: GPL-3.0-or-later
// Tray icon with three commands; its picture is drawn, so that it is sharp at any size.
#include "ui/watch/watch_notice.h"

#include "ui/charts/marks.h"

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

QIcon iconFor(bool failed)
{
    const Colours& colours = Theme::colours(QApplication::palette());
    QIcon icon;
    for (const int side : {16, 22, 32, 48, 64}) {
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

} // namespace

WatchNotice::WatchNotice(QWidget& window) : QObject(&window), m_window(window) {}

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
            Q_EMIT showRequested();
    });
    connect(m_tray, &QSystemTrayIcon::messageClicked, this, &WatchNotice::showRequested);
}

void WatchNotice::retranslate()
{
    m_show->setText(tr("Show the watch"));
    m_stop->setText(tr("Stop watching"));
    m_quit->setText(tr("Quit"));
}

void WatchNotice::setWatching(bool watching, const QString& tip)
{
    if (watching && !m_tray && hasTray())
        makeTray();
    if (!m_tray)
        return;
    retranslate();
    m_tray->setIcon(iconFor(false));
    m_tray->setToolTip(tip);
    m_tray->setVisible(watching);
}

void WatchNotice::showFailure()
{
    if (m_tray)
        m_tray->setIcon(iconFor(true));
}

void WatchNotice::notify(News news, const QString& title, const QString& text)
{
    if (QApplication::activeWindow())
        return;
    const auto icon = news == News::Bad ? QSystemTrayIcon::Warning : QSystemTrayIcon::Information;
    if (m_tray && m_tray->isVisible() && QSystemTrayIcon::supportsMessages())
        m_tray->showMessage(title, text, icon, ShownMs);
    else
        QApplication::alert(&m_window);
    Q_EMIT notified(title, text);
}

} // namespace doctor::ui
