// SPDX-License-Identifier: GPL-3.0-or-later
// Qt's own tray messages carry no action here unless they are critical, so a click on them would be lost.
#include "ui/watch/desktop_news.h"

#include <QCoreApplication>
#include <QDBusAbstractInterface>
#include <QDBusConnection>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>

namespace doctor::ui
{

namespace
{

/// The service's signals under the names that the specification gives them.
class Service final : public QDBusAbstractInterface
{
    Q_OBJECT
public:
    explicit Service(const QDBusConnection& bus)
        : QDBusAbstractInterface(QStringLiteral("org.freedesktop.Notifications"),
                                 QStringLiteral("/org/freedesktop/Notifications"), "org.freedesktop.Notifications", bus,
                                 nullptr)
    {
    }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString& action);
};

/// Some services read the text as markup.
QString plain(QString text)
{
    return text.replace(u'&', QStringLiteral("&amp;")).replace(u'<', QStringLiteral("&lt;"));
}

} // namespace

struct DesktopNews::Impl {
    std::unique_ptr<Service> service; ///< null before the first news
    uint last = 0;                    ///< id of what was told last
};

DesktopNews::DesktopNews(QObject* parent) : QObject(parent), m_impl(std::make_unique<Impl>()) {}

DesktopNews::~DesktopNews() = default;

void DesktopNews::tell(const QString& title, const QString& text, const QString& icon, int milliseconds)
{
    if (!m_impl->service) {
        const QDBusConnection bus = QDBusConnection::sessionBus();
        if (!bus.isConnected()) {
            QMetaObject::invokeMethod(this, &DesktopNews::notTold, Qt::QueuedConnection);
            return;
        }
        m_impl->service = std::make_unique<Service>(bus);
        connect(m_impl->service.get(), &Service::ActionInvoked, this, [this](uint id) {
            if (id == m_impl->last)
                Q_EMIT clicked();
        });
    }
    const QStringList actions{QStringLiteral("default"), QString()}; // a click anywhere on it
    const QDBusPendingCall call = m_impl->service->asyncCall(
        QStringLiteral("Notify"), QCoreApplication::applicationName(), m_impl->last, icon, title, plain(text), actions,
        QVariantMap{{QStringLiteral("desktop-entry"), QStringLiteral("connection-doctor")}}, milliseconds);
    auto* watcher = new QDBusPendingCallWatcher(call, this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
        const QDBusPendingReply<uint> reply = *done;
        done->deleteLater();
        if (reply.isError())
            Q_EMIT notTold();
        else
            m_impl->last = reply.value();
    });
}

} // namespace doctor::ui

#include "desktop_news.moc"
