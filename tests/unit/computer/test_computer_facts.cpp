// SPDX-License-Identifier: GPL-3.0-or-later
// Counters, ports, listeners and interfaces: read from texts whose content is known, and from this computer.
#include "app/computer/counters.h"
#include "app/computer/interfaces.h"
#include "app/computer/limits.h"
#include "app/computer/listeners.h"
#include "app/computer/socket_table.h"

#include <QHash>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <algorithm>

using namespace doctor;
using namespace doctor::computer;

class TestComputerFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countersAreMatchedByName()
    {
        const Counters counters =
            parseCounters("Tcp: RtoMin OutRsts EstabResets\nTcp: 200 7 2\nUdp: InErrors\nUdp: 9\n",
                          "TcpExt: ListenOverflows Future TCPRetransFail\nTcpExt: 5 1 3\n");
        QCOMPARE(counters.value(QStringLiteral("resetsSent")), 7);
        QCOMPARE(counters.value(QStringLiteral("establishedCut")), 2);
        QCOMPARE(counters.value(QStringLiteral("listenOverflows")), 5);
        QCOMPARE(counters.value(QStringLiteral("retransmissionsStopped")), 3);
        QVERIFY2(!counters.contains(QStringLiteral("listenDrops")), "what is not told is absent, never zero");
    }

    void brokenTablesGiveNothing()
    {
        QVERIFY(parseCounters("", "").isEmpty());
        QVERIFY(parseCounters("Tcp: OutRsts\nUdp: 7\n", "TcpExt:\n").isEmpty());
        QVERIFY(parseCounters("Tcp: OutRsts\nTcp: many\n", {}).isEmpty());
    }

    void growthLeavesOutWhatStoodStill()
    {
        const Counters grown = growth({{QStringLiteral("a"), 1}, {QStringLiteral("b"), 5}},
                                      {{QStringLiteral("a"), 1}, {QStringLiteral("b"), 7}, {QStringLiteral("c"), 9}});
        QCOMPARE(grown, (Counters{{QStringLiteral("b"), 2}}));
    }

    void portsTowardTheTarget()
    {
        // 10.99.0.2:8080 established and in TIME_WAIT, the same mapped into IPv6, another port, and a listener.
        const QByteArray table =
            "  sl  local_address rem_address   st tx_queue rx_queue\n"
            "   0: 0100630A:A0A0 0200630A:1F90 01 00000000:00000000\n"
            "   1: 0100630A:A0A1 0200630A:1F90 06 00000000:00000000\n"
            "   2: 0100630A:A0A2 0200630A:0050 06 00000000:00000000\n"
            "   3: 00000000:1F90 00000000:0000 0A 00000000:00000000\n"
            "   4: 0000000000000000FFFF00000100630A:A0A3 0000000000000000FFFF00000200630A:1F90 01 0:0\n"
            "   5: torn line\n";
        const PortUse use = parsePortUse(table, {.addresses = {QStringLiteral("10.99.0.2")}, .port = 8080, .from = {}});
        QCOMPARE(use, (PortUse{.sockets = 4, .timeWait = 2, .toward = 3, .towardTimeWait = 1}));
    }

    /// A connection from another address of this computer may use the same port, so it takes none away.
    void portsOfOtherAddressesDoNotCompete()
    {
        const QByteArray table =
            "  sl  local_address rem_address   st tx_queue rx_queue\n"
            "   0: 0100630A:A0A0 0200630A:1F90 01 00000000:00000000\n"
            "   1: 0300630A:A0A0 0200630A:1F90 06 00000000:00000000\n"
            "   2: 0000000000000000FFFF00000300630A:A0A3 0000000000000000FFFF00000200630A:1F90 01 0:0\n";
        const QStringList to{QStringLiteral("10.99.0.2")};
        QCOMPARE(parsePortUse(table, {to, 8080, {}}).toward, 3);
        QCOMPARE(parsePortUse(table, {to, 8080, QStringLiteral("10.99.0.3")}),
                 (PortUse{.sockets = 3, .timeWait = 1, .toward = 2, .towardTimeWait = 1}));
        QCOMPARE(parsePortUse(table, {to, 8080, QStringLiteral("10.99.0.4")}).toward, 0);
    }

    void ownAddressesHoldLoopback()
    {
        const QStringList own = computer::ownAddresses();
        QVERIFY(own.contains(QStringLiteral("127.0.0.1")));
        QVERIFY(std::all_of(own.begin(), own.end(), isOwnAddress));
    }

    void ownListenerIsSeenWithItsQueue()
    {
        QTcpServer server;
        server.setListenBacklogSize(3);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const auto before = readListeners(server.serverPort());
        if (!before)
            QSKIP("this system does not tell its listeners");
        QCOMPARE(before->size(), std::size_t{1});
        QCOMPARE(before->front().room, 3);
        QVERIFY(reaches(*before, QStringLiteral("127.0.0.1")));
        QVERIFY(!reaches(*before, QStringLiteral("192.0.2.1")));
        QTcpSocket client; // accepted by the system, not by the server, whose event loop does not run
        client.connectToHost(QHostAddress::LocalHost, server.serverPort());
        QVERIFY(client.waitForConnected());
        server.pauseAccepting();
        const auto after = readListeners(server.serverPort());
        QVERIFY(after && after->size() == 1);
        QVERIFY(after->front().waiting <= 1);
        const auto nobody = readListeners(1);
        QVERIFY(nobody && nobody->empty());
    }

    void tunnelsByName()
    {
        for (const char* name : {"tun0", "wg0", "ppp0", "utun3", "tailscale0"})
            QVERIFY2(isTunnelName(QString::fromLatin1(name)), name);
        for (const char* name : {"eth0", "wlan0", "enp3s0", "docker0", "lo"})
            QVERIFY2(!isTunnelName(QString::fromLatin1(name)), name);
    }

    void ownAddresses()
    {
        QVERIFY(isOwnAddress(QStringLiteral("127.0.0.1")));
        QVERIFY(isOwnAddress(QStringLiteral("::1")));
        QVERIFY(!isOwnAddress(QStringLiteral("192.0.2.1")));
        QVERIFY(!readInterfaces().empty());
    }

    void absentLimitsAreLeftOut()
    {
        QVERIFY(toJson(Limits{}).isEmpty());
#ifdef __linux__
        const QJsonObject limits = toJson(readLimits());
        QVERIFY(limits.value(QStringLiteral("highestPort")).toInt() >
                limits.value(QStringLiteral("lowestPort")).toInt());
        QVERIFY(limits.value(QStringLiteral("descriptorsOpen")).toInt() > 0);
#endif
    }
};

QTEST_GUILESS_MAIN(TestComputerFacts)
#include "test_computer_facts.moc"
