// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever is typed or pasted becomes a target or one sentence that says what was expected.
#include "app/core/model/target.h"

#include <QTest>

using namespace doctor::core;

class TestCoreTarget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void badTextGetsOneSentence_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        row("", "Type the address of the service");
        row("   \t ", "Type the address of the service");
        row(":443", "Type the address of the service");
        row("[]:443", "Type the address of the service");
        row("example.org", "Add the port of the service, for example example.org:443.");
        row("example.org:", "The port is missing after the colon");
        row("example.org:0", "Ports go from 1 to 65535.");
        row("example.org:65536", "Ports go from 1 to 65535.");
        row("example.org:99999999999999999999", "Ports go from 1 to 65535.");
        row("example.org:http", "“http” is not a port");
        row("example.org:-1", "“-1” is not a port");
        row("example.org 70000", "Ports go from 1 to 65535.");
        row("my server", "An address cannot hold a space: “my server”.");
        row("my server:443", "No address was found in this text");
        row("a\u0007b:80", "control characters");
        row("a*b:80", "the sign “*”");
        row("<script>:80", "the sign “<”");
        row("a..b:80", "empty part between the dots");
        row("-a.org:80", "cannot start or end with");
        row("256.1.1.1:80", "not a complete numeric address");
        row("1.2.3:80", "not a complete numeric address");
        row("gopher://example.org/", "“gopher” is not a protocol that can be tested");
        row("tcp://example.org", "Add the port of the service");
        row("https://", "Type the address of the service");
        row("https://example.org:0/", "Ports go from 1 to 65535.");
        row("2001:db8::1:443", "for example [2001:db8::1]:443.");
        row("1:2:3:4:5:6:7:8:443", "for example [1:2:3:4:5:6:7:8]:443.");
        row("fe80::1%eth0", "for example [fe80::1%eth0]:443.");
        row("[2001:db8::1]", "Add the port of the service, for example [2001:db8::1]:443.");
        row("[2001:db8::zz]:443", "not an IPv6 address");
        row("a:b:c", "not an IPv6 address");
        row("224.0.0.251:5353", "multicast");
        row("[ff02::1%eth0]:80", "multicast");
        row("255.255.255.255:80", "broadcast");
        row("0.0.0.0:80", "every address of this computer");
        row("[::]:80", "for example ::1");
        row("error: nothing here names a place", "No address was found in this text");
        QTest::newRow("long") << QString(300, u'a') + u":80"_qs << u"at most 253 characters"_qs;
        QTest::newRow("long-label") << QString(64, u'a') + u".org:80"_qs << u"at most 63 characters"_qs;
        QTest::newRow("very-long") << QString(200000, u'x') << u"too long to be an address"_qs;
        QTest::newRow("long-non-ascii") << QString(5000, u'ü') + u":80"_qs << u"at most 253 characters"_qs;
    }

    void badTextGetsOneSentence()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto target = parseTarget(text);
        QVERIFY(!target);
        QCOMPARE(target.error().code, ErrorCode::InvalidInput);
        const QString message = target.error().message;
        QVERIFY2(message.contains(says), qUtf8Printable(message));
        QVERIFY2(message.endsWith(u'.') && message.size() < 240 && !message.contains(u'\n'), qUtf8Printable(message));
    }

    void goodTextIsUnderstood_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("path");
        QTest::addColumn<Protocol>("protocol");
        good("example.org:443", "example.org:443");
        good("  Example.ORG:443 ", "example.org:443");
        good("example.org.:443", "example.org:443");
        good("example.org 443", "example.org:443");
        good("example.org: 443", "example.org:443");
        good("my_host-1:65535", "my_host-1:65535");
        good("[2001:DB8::1]:80", "[2001:db8::1]:80");
        good("[fe80::1%eth0]:80", "[fe80::1%eth0]:80");
        good("127.0.0.1:1", "127.0.0.1:1");
        good("tcp:sql.example.org,1433", "sql.example.org:1433");
        good("bücher.example:80", "xn--bcher-kva.example:80");
        good("https://user:secret@example.org/a%20b?c=d#e", "example.org:443", "/a%20b?c=d", Protocol::Https);
        good("HTTP://example.org:8080", "example.org:8080", "", Protocol::Http);
        good("https://[::1]:8443/x", "[::1]:8443", "/x", Protocol::Https);
        good("redis://cache.example.org", "cache.example.org:6379", "", Protocol::Redis);
        good("jdbc:sqlserver://db.example.org:1433;databaseName=x", "db.example.org:1433", "", Protocol::SqlServer);
        good("ssh://git@example.org", "example.org:22", "", Protocol::Ssh);
        good("read tcp 10.0.0.5:51234->10.1.2.3:443: read: connection reset by peer", "10.1.2.3:443");
        good("read tcp [::1]:51234->[2001:db8::9]:443: read: connection reset", "[2001:db8::9]:443");
        good("curl: (7) Failed to connect to example.org port 8080 after 2 ms", "example.org:8080");
        good("connect to address 192.0.2.4 port 22: Connection refused", "192.0.2.4:22");
        good("HTTPSConnectionPool(host='api.example.org', port=443): Max retries", "api.example.org:443");
        good("java.net.ConnectException: example.org/93.184.216.34:443 failed", "93.184.216.34:443");
        good("12:04:55 main.cpp:77 error talking to db.example.org:5432 (10054)", "db.example.org:5432");
        good("GET https://example.org/x?y=1 failed: ECONNRESET", "example.org:443", "/x?y=1", Protocol::Https);
    }

    void goodTextIsUnderstood()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QFETCH(QString, path);
        QFETCH(Protocol, protocol);
        const auto target = parseTarget(text);
        QVERIFY2(target, target ? "" : qUtf8Printable(target.error().message));
        QCOMPARE(displayName(*target), shown);
        QCOMPARE(target->path, path);
        QCOMPARE(target->protocol, protocol);
    }

    void aWantedProtocolGivesThePort()
    {
        QCOMPARE(parseTarget(u"example.org"_qs, Protocol::Https)->port, 443);
        QCOMPARE(displayName(*parseTarget(u"2001:db8::1"_qs, Protocol::Redis)), u"[2001:db8::1]:6379"_qs);
        QVERIFY(!parseTarget(u"example.org"_qs, Protocol::Tls));
        QVERIFY(parseTarget(u"http://example.org"_qs, Protocol::Tcp)->protocol == Protocol::Tcp);
    }

    void secretsOfAUrlAreNotKept()
    {
        const auto target = parseTarget(u"https://user:secret@example.org/"_qs);
        QVERIFY(!target->host.contains(u"secret") && !target->path.contains(u"secret"));
    }

    void portsAndProtocols()
    {
        QCOMPARE(protocolOfPort(443), Protocol::Https);
        QCOMPARE(protocolOfPort(1), Protocol::Auto);
        QCOMPARE(defaultPort(Protocol::SqlServer), 1433);
        QCOMPARE(defaultPort(Protocol::Tcp), 0);
    }

    void loopbackIsKnown()
    {
        QVERIFY(isLoopback(targetOf(u"localhost"_qs)));
        QVERIFY(isLoopback(targetOf(u"127.8.8.8"_qs)));
        QVERIFY(isLoopback(targetOf(u"::1"_qs)));
        QVERIFY(!isLoopback(targetOf(u"localhost.example.org"_qs)));
        QVERIFY(!isLoopback(targetOf(u"192.0.2.1"_qs)));
    }

private:
    static Target targetOf(const QString& host)
    {
        Target target;
        target.host = host;
        return target;
    }
    static void row(const char* text, const char* says)
    {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(says);
    }
    static void good(const char* text, const char* shown, const char* path = "", Protocol protocol = Protocol::Auto)
    {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(shown) << QString::fromUtf8(path)
                            << protocol;
    }
};

QTEST_GUILESS_MAIN(TestCoreTarget)
#include "test_core_target.moc"
