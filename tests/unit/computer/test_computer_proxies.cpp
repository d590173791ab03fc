// SPDX-License-Identifier: GPL-3.0-or-later
// Proxies as the environment, the system's settings and the desktop's scripts name them.
#include "app/computer/proxies.h"
#include "app/computer/proxy_script.h"

#include <QFile>
#include <QHash>
#include <QTemporaryDir>
#include <QTest>

using namespace doctor;
using namespace doctor::computer;

Q_DECLARE_METATYPE(doctor::computer::SettingsEntry)

class TestComputerProxies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void environmentProxies_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("exempt");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char* name, const char* variable, const char* value, const char* exempt, int port,
                            const char* shown) {
            QTest::newRow(name) << QString::fromLatin1(variable) << QString::fromLatin1(value)
                                << QString::fromLatin1(exempt) << port << QString::fromLatin1(shown);
        };
        row("https", "https_proxy", "http://p.test:3128", "", 443, "http://p.test:3128");
        row("https in capitals", "HTTPS_PROXY", "p.test:3128", "", 443, "http://p.test:3128");
        row("not for other protocols", "http_proxy", "http://p.test:3128", "", 6379, "");
        row("for all", "all_proxy", "socks5://p.test", "", 6379, "socks5://p.test:1080");
        row("exempt", "https_proxy", "http://p.test:3128", "localhost,.example.org", 443, "");
        row("exempt other", "https_proxy", "http://p.test:3128", "ample.org", 443, "http://p.test:3128");
        row("exempt by subnet of another host", "https_proxy", "http://p.test:3128", "10.0.0.0/8", 443,
            "http://p.test:3128");
        row("nonsense", "https_proxy", "ftp://p.test", "", 443, "");
    }

    void environmentProxies()
    {
        QFETCH(QString, variable);
        QFETCH(QString, value);
        QFETCH(QString, exempt);
        QFETCH(int, port);
        QFETCH(QString, shown);
        const QHash<QString, QString> variables{{variable, value}, {QStringLiteral("no_proxy"), exempt}};
        core::Target target;
        target.host = QStringLiteral("db.example.org");
        target.port = port;
        const auto proxy = environmentProxy(target, [&](const QString& name) { return variables.value(name); });
        QCOMPARE(proxy.choice && *proxy.choice ? core::displayName(**proxy.choice) : QString(), shown);
    }

    void exemptAddresses_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("list");
        QTest::addColumn<bool>("exempt");
        const auto row = [](const char* host, const char* list, bool exempt) {
            QTest::newRow(list) << QString::fromLatin1(host) << QString::fromLatin1(list) << exempt;
        };
        row("10.1.2.3", "localhost, 10.0.0.0/8", true);
        row("11.1.2.3", "10.0.0.0/7", true);
        row("12.1.2.3", "10.0.0.0/7 ", false);
        row("192.0.2.7", "192.0.2.7", true);
        row("192.0.2.70", "192.0.2.7,", false);
        row("fd00::7", "fd00::/8", true);
        row("::1", "[::1]", true);
        row("::1", "::1", true);
        row("db.example.org", "*", true);
    }

    void exemptAddresses()
    {
        QFETCH(QString, host);
        QFETCH(QString, list);
        QFETCH(bool, exempt);
        const QHash<QString, QString> variables{{QStringLiteral("ALL_PROXY"), QStringLiteral("p.test:1")},
                                                {QStringLiteral("NO_PROXY"), list}};
        core::Target target;
        target.host = host;
        target.port = 22;
        const auto proxy = environmentProxy(target, [&](const QString& name) { return variables.value(name); });
        QVERIFY(proxy.named && proxy.choice);
        QCOMPARE(!proxy.choice->has_value(), exempt);
    }

    /// What is set and cannot be used must not pass for "nothing is set"; a login never comes back in a message.
    void unusableVariablesAreSaid_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("word");
        QTest::newRow("old SOCKS") << QStringLiteral("socks4://jo:secret@p.test:1080") << QStringLiteral("socks5");
        QTest::newRow("TLS to the proxy")
            << QStringLiteral("https://p.test:3129") << QStringLiteral("http://host:port");
        QTest::newRow("script") << QStringLiteral("pac+http://a.test/p.pac") << QStringLiteral("http://a.test/p.pac");
        QTest::newRow("searched for") << QStringLiteral("wpad://") << QStringLiteral("WPAD");
    }

    void unusableVariablesAreSaid()
    {
        QFETCH(QString, value);
        QFETCH(QString, word);
        core::Target target;
        target.host = QStringLiteral("db.example.org");
        target.port = 443;
        const auto proxy = environmentProxy(
            target, [&](const QString& name) { return name == QStringLiteral("https_proxy") ? value : QString(); });
        QVERIFY(proxy.named);
        QVERIFY(!proxy.choice);
        const QString message = proxy.choice.error().message;
        QVERIFY2(message.contains(word) && !message.contains(QStringLiteral("secret")), qPrintable(message));
    }

    void settingsGiveTheirFirstEntry_data()
    {
        using Entry = SettingsEntry;
        QTest::addColumn<QList<Entry>>("entries");
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("shown"); ///< "-": an error
        const Entry direct{};
        const Entry http{
            .kind = Entry::Kind::Http, .host = QStringLiteral("p.test"), .port = 3128, .user = {}, .password = {}};
        const Entry socks{
            .kind = Entry::Kind::Socks5, .host = QStringLiteral("s.test"), .port = 1080, .user = {}, .password = {}};
        const Entry other{
            .kind = Entry::Kind::Other, .host = QStringLiteral("f.test"), .port = 21, .user = {}, .password = {}};
        Entry nowhere = http;
        nowhere.port = 0;
        const QString pac = QStringLiteral("http://wpad.test/proxy.pac");
        QTest::newRow("nothing") << QList<Entry>{} << QString() << QString();
        QTest::newRow("direct") << QList<Entry>{direct} << QString() << QString();
        QTest::newRow("http") << QList<Entry>{http} << QString() << QStringLiteral("http://p.test:3128");
        QTest::newRow("socks") << QList<Entry>{socks} << QString() << QStringLiteral("socks5://s.test:1080");
        QTest::newRow("script's list") << QList<Entry>{http, socks, direct} << pac
                                       << QStringLiteral("http://p.test:3128");
        QTest::newRow("script says direct, then a proxy") << QList<Entry>{direct, http} << pac << QString();
        QTest::newRow("script not run") << QList<Entry>{direct} << pac << QStringLiteral("-");
        QTest::newRow("other kind") << QList<Entry>{other, http} << QString() << QStringLiteral("-");
        QTest::newRow("no port") << QList<Entry>{nowhere} << QString() << QStringLiteral("-");
    }

    void settingsGiveTheirFirstEntry()
    {
        QFETCH(QList<SettingsEntry>, entries);
        QFETCH(QString, script);
        QFETCH(QString, shown);
        const ProxyChoice choice =
            choiceFrom(std::span(entries.constData(), static_cast<std::size_t>(entries.size())), script);
        const QString seen = !choice ? QStringLiteral("-") : *choice ? core::displayName(**choice) : QString();
        QCOMPARE(seen, shown);
        if (!choice)
            QVERIFY(choice.error().message.contains(script.isEmpty() ? entries.first().host : script));
    }

    void desktopsScripts()
    {
        QCOMPARE(scriptInGnome("'auto'\n", "'http://a.test/p.pac'\n"), QStringLiteral("http://a.test/p.pac"));
        QCOMPARE(scriptInGnome("'auto'\n", "''\n"), QStringLiteral("WPAD"));
        QCOMPARE(scriptInGnome("'manual'\n", "'http://a.test/p.pac'\n"), QString());
        QCOMPARE(scriptInGnome({}, {}), QString());
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("kioslaverc"));
        const auto write = [&file](const QByteArray& text) {
            QFile out(file);
            return out.open(QIODevice::WriteOnly) && out.write(text) == text.size();
        };
        QCOMPARE(scriptInKioslaverc(file), QString());
        QVERIFY(write("[Proxy Settings]\nProxyType=2\nProxy Config Script=http://k.test/p.pac\n"));
        QCOMPARE(scriptInKioslaverc(file), QStringLiteral("http://k.test/p.pac"));
        QVERIFY(write("[Proxy Settings]\nProxyType=3\n"));
        QCOMPARE(scriptInKioslaverc(file), QStringLiteral("WPAD"));
        QVERIFY(write("[Proxy Settings]\nProxyType=1\nhttpProxy=http://k.test 3128\n"));
        QCOMPARE(scriptInKioslaverc(file), QString());
    }
};

QTEST_GUILESS_MAIN(TestComputerProxies)
#include "test_computer_proxies.moc"
