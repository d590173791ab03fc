// SPDX-License-Identifier: GPL-3.0-or-later
// Manners of sound servers, on plain sockets, that a test might take for a fault of the network.
#include "tests/support/hostile_server.h"
#include "tests/unit/probes/probe_bench.h"

#include <QtTest>
#include <algorithm>
#include <sys/socket.h>
#include <unistd.h>

using namespace doctor;
using namespace doctor::tests;
using namespace Qt::StringLiterals;

namespace
{

constexpr int QuietMs = 1'200;

/// SMTP as mail servers speak it: says that the time is over before it closes.
void closesWithAWord(testing::HostileServer&, testing::RawSocket& socket)
{
    bool open = socket.send("220 mail.test ESMTP\r\n");
    while (open) {
        const QByteArray line = socket.read(QuietMs);
        open = !line.isEmpty() && socket.send("250 mail.test\r\n");
    }
    socket.send("421 mail.test: command timeout\r\n");
}

/// A program with one worker and without keep-alive: whoever is let in holds the rest up until it has asked.
void servesOneAtATime(testing::RawSocket& socket)
{
    if (socket.readUntil("\r\n\r\n"))
        socket.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
}

core::Session measuredTo(int port, core::Protocol protocol, double seconds)
{
    core::Session session =
        measure(local(port, protocol), u"idle"_s, {u"name-lookup"_s, u"connect"_s, u"service"_s, u"exchange"_s});
    measureOne(session, u"idle-survival"_s, {.seconds = seconds, .connections = 14, .thorough = false, .stop = {}});
    return session;
}

std::vector<QString> goodbyes(int port)
{
    const core::Session session =
        measure(local(port, core::Protocol::Tcp), u"connect"_s, {u"name-lookup"_s, u"connect"_s});
    std::vector<QString> said;
    for (const core::Attempt& attempt : session.tests.back().attempts)
        said.push_back(attempt.observations.value(u"goodbye").toString());
    return said;
}

} // namespace

class TestProbesServers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFarewellEndsTheQuietThatItAnnounces()
    {
        const testing::Manner manner{"farewell", closesWithAWord};
        const testing::HostileServer server(manner);
        const core::Session session = measuredTo(server.port(), core::Protocol::Smtp, 8);
        std::vector<double> quiet;
        for (const core::Attempt& attempt : session.tests.back().attempts)
            if (attempt.observations.value(u"inQuiet").toString() == u"fin")
                quiet.push_back(attempt.timings.idleMs.value_or(0));
        QVERIFY(quiet.size() >= 2);
        for (const double ms : quiet)
            QVERIFY2(ms > QuietMs - 100 && ms < QuietMs + 400, qPrintable(QString::number(ms)));
    }

    void aProgramThatIsBusyWithOthersIsNoPathThatForgets()
    {
        const testing::RawPeer server(servesOneAtATime);
        const core::Session session = measuredTo(server.port(), core::Protocol::Http, 9);
        int unanswered = 0;
        for (const core::Attempt& attempt : session.tests.back().attempts) {
            const QString wake = attempt.observations.value(u"wake").toString();
            const bool acknowledged = attempt.observations.value(u"acknowledged").toBool();
            QVERIFY(wake != u"silence" || acknowledged);
            unanswered += acknowledged ? 1 : 0;
        }
        QVERIFY(unanswered >= 1);
    }

    /// Who is told "421" instead of a greeting does not know the protocol, and was turned away all the same.
    void aGreetingMayTurnAway()
    {
        const testing::RawPeer server([](testing::RawSocket& s) {
            s.send("421 4.7.0 Too many connections from your address\r\n");
            s.halfClose();
            s.readToEnd();
        });
        const core::Session session = measure(local(server.port(), core::Protocol::Auto), u"connect"_s,
                                              {u"name-lookup"_s, u"connect"_s, u"service"_s, u"exchange"_s});
        int turnedAway = 0;
        for (const core::Attempt& attempt : session.tests.back().attempts)
            turnedAway += attempt.observations.value(u"turnedAway").toBool() ? 1 : 0;
        QVERIFY(turnedAway >= 2);
    }

    void nobodyClosesInReturnWhatNobodyTookUp()
    {
        int port = 0;
        const int listening = testing::loopbackSocket(false, port);
        QCOMPARE(::listen(listening, 64), 0);
        const auto said = goodbyes(port);
        ::close(listening);
        QVERIFY(said.size() >= 5);
        QVERIFY(std::all_of(said.begin(), said.end(), [](const QString& word) { return word == u"unanswered"; }));
    }

    void aProgramClosesInReturn()
    {
        const testing::RawPeer server([](testing::RawSocket& socket) { socket.readToEnd(); });
        const auto said = goodbyes(server.port());
        QVERIFY(said.size() >= 5);
        QVERIFY(std::all_of(said.begin(), said.end(), [](const QString& word) { return word == u"answered"; }));
    }
};

QTEST_GUILESS_MAIN(TestProbesServers)
#include "test_probes_servers.moc"
