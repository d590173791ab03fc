// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop's notification service, played by the test on a bus of its own.
#include "ui/watch/desktop_news.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QVariantMap>

using doctor::ui::DesktopNews;

namespace
{

constexpr int Soon = 20'000;
const QString Name = QStringLiteral("org.freedesktop.Notifications");
const QString Path = QStringLiteral("/org/freedesktop/Notifications");

/// Takes what is told and clicks on it when asked to.
class Desktop final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    QString title;
    QString text;
    QStringList actions;

public Q_SLOTS:
    uint Notify(const QString&, uint, const QString&, const QString& summary, const QString& body,
                const QStringList& offered, const QVariantMap&, int)
    {
        title = summary;
        text = body;
        actions = offered;
        return 7;
    }
};

void click(QDBusConnection& bus, uint id)
{
    QDBusMessage message = QDBusMessage::createSignal(Path, Name, QStringLiteral("ActionInvoked"));
    message << id << QStringLiteral("default");
    bus.send(message);
}

} // namespace

class TestGuiDesktopNews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString daemon = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
        if (daemon.isEmpty())
            QSKIP("needs dbus-daemon");
        m_daemon.start(daemon,
                       {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
        QVERIFY(m_daemon.waitForReadyRead(Soon));
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_daemon.readLine().trimmed());
    }

    void cleanupTestCase()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    void withoutAServiceItIsSaid()
    {
        DesktopNews news;
        QSignalSpy notTold(&news, &DesktopNews::notTold);
        news.tell(QStringLiteral("title"), QStringLiteral("text"), QStringLiteral("dialog-warning"), 1000);
        QVERIFY(notTold.wait(Soon));
    }

    void aClickOnTheNewsIsHeard()
    {
        QDBusConnection bus =
            QDBusConnection::connectToBus(qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("desktop"));
        Desktop desktop;
        QVERIFY(bus.registerObject(Path, &desktop, QDBusConnection::ExportAllSlots));
        QVERIFY(bus.registerService(Name));
        DesktopNews news;
        QSignalSpy clicked(&news, &DesktopNews::clicked);
        QSignalSpy notTold(&news, &DesktopNews::notTold);
        news.tell(QStringLiteral("Finished"), QStringLiteral("a < b & c"), QStringLiteral("dialog-information"), 1000);
        QTRY_COMPARE_WITH_TIMEOUT(desktop.title, QStringLiteral("Finished"), Soon);
        QCOMPARE(desktop.text, QStringLiteral("a &lt; b &amp; c"));
        QVERIFY(desktop.actions.contains(QStringLiteral("default"))); // else a click would be lost
        click(bus, 6);                                                // somebody else's
        // The answer with the id is on its way before the click.
        click(bus, 7);
        QVERIFY(!clicked.isEmpty() || clicked.wait(Soon));
        QCOMPARE(clicked.size(), 1);
        QVERIFY(notTold.isEmpty());
    }

private:
    QProcess m_daemon;
};

QTEST_GUILESS_MAIN(TestGuiDesktopNews)
#include "test_gui_desktop_news.moc"
