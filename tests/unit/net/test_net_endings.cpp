// SPDX-License-Identifier: GPL-3.0-or-later
// Endings of plain TCP against a raw peer: each way to end has its own name, and FIN is never taken for RST.
#include "tests/support/raw_peer.h"
#include "tests/unit/net/net_fixture.h"

#include <QTcpSocket>
#include <cerrno>

using namespace doctor;
using namespace doctor::testing;
using core::How;
using core::Phase;
using core::Who;

class TestNetEndings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finAndResetAreToldApart()
    {
        RawPeer politePeer([](RawSocket& s) { s.closeNow(); });
        RawPeer hardPeer([](RawSocket& s) {
            s.read();
            s.reset();
        });
        const Seen polite = converse(loopback(politePeer.port()));
        const Seen hard = converse(loopback(hardPeer.port()), "x");
        COMPARE_ENDING(polite.attempt.ending, Who::Peer, How::Fin, Phase::Established);
        COMPARE_ENDING(hard.attempt.ending, Who::Peer, How::Reset, Phase::Established);
        QVERIFY(!polite.attempt.ending.nativeCode);
        QCOMPARE(hard.attempt.ending.nativeCode.value_or(0), ECONNRESET);
        QVERIFY(polite.attempt.ending.how != hard.attempt.ending.how);
    }

    /// Why this library exists: Qt's socket calls both the same.
    void qtReportsFinAndResetAlike()
    {
        RawPeer politePeer([](RawSocket& s) { s.closeNow(); });
        RawPeer hardPeer([](RawSocket& s) {
            s.read();
            s.reset();
        });
        const auto errorOf = [](int port) {
            QTcpSocket socket;
            socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(port));
            socket.waitForConnected(5000);
            socket.write("x");
            socket.waitForDisconnected(5000);
            return socket.error();
        };
        QCOMPARE(errorOf(politePeer.port()), QAbstractSocket::RemoteHostClosedError);
        QCOMPARE(errorOf(hardPeer.port()), QAbstractSocket::RemoteHostClosedError);
    }

    void closedPortIsRefused()
    {
        const Seen seen = converse(loopback(closedPort()));
        COMPARE_ENDING(seen.attempt.ending, Who::Peer, How::Refused, Phase::Connect);
        QCOMPARE(seen.attempt.ending.nativeCode.value_or(0), ECONNREFUSED);
        QVERIFY(seen.attempt.ending.detail.isEmpty());
        QVERIFY(!seen.attempt.timings.connectMs);
        QVERIFY(!seen.attempt.bytesSent);
        QVERIFY(seen.attempt.timings.totalMs.has_value());
    }

    void silenceIsNoEndingOfThePeer()
    {
        RawPeer peer([](RawSocket& s) { s.readToEnd(); });
        const Seen seen = converse(loopback(peer.port()), "hello", core::Milliseconds{120});
        COMPARE_ENDING(seen.attempt.ending, Who::Nobody, How::Silence, Phase::Established);
        QVERIFY(!seen.attempt.ending.nativeCode);
        QVERIFY2(seen.milliseconds >= 119 && seen.milliseconds < 1500, qPrintable(QString::number(seen.milliseconds)));
    }

    void resetRightAfterAcceptIsNotRefused()
    {
        RawPeer peer([](RawSocket& s) { s.reset(); });
        for (int i = 0; i < 200; ++i) {
            const Seen seen = converse(loopback(peer.port()));
            COMPARE_ENDING(seen.attempt.ending, Who::Peer, How::Reset, Phase::Established);
            QCOMPARE(seen.attempt.ending.nativeCode.value_or(0), ECONNRESET);
            QCOMPARE(static_cast<int>(seen.attempt.phaseReached), static_cast<int>(Phase::Established));
        }
    }

    void finThenResetIsBoth()
    {
        RawPeer peer([](RawSocket& s) {
            s.halfClose();
            s.reset();
        });
        for (int i = 0; i < 50; ++i) {
            const Seen seen = converse(loopback(peer.port()));
            COMPARE_ENDING(seen.attempt.ending, Who::Peer, How::FinThenReset, Phase::Established);
            QCOMPARE(seen.attempt.ending.nativeCode.value_or(0), EPIPE);
        }
    }

    /// The peer closes in order, we write all the same, its system answers with a reset: EPIPE, never ECONNRESET.
    void writingAfterAFinEndsAsFinThenReset()
    {
        std::atomic<bool> closed{false};
        RawPeer peer([&](RawSocket& s) {
            s.closeNow();
            closed = true;
        });
        core::Ending ending;
        inNet([&](net::Net& net) -> net::Task<> {
            auto connection = co_await net.connect(loopback(peer.port()));
            while (!closed)
                co_await net.sleep(core::Milliseconds{1});
            for (int i = 0; i < 1000 && connection->isOpen(); ++i) {
                co_await connection->write("x", patience);
                co_await net.sleep(core::Milliseconds{1});
            }
            ending = connection->ending();
        });
        COMPARE_ENDING(ending, Who::Peer, How::FinThenReset, Phase::Established);
        QCOMPARE(ending.nativeCode.value_or(0), EPIPE);
    }

    void closeWithUnreadDataIsAReset()
    {
        RawPeer peer([](RawSocket& s) {
            s.waitUnread(5);
            s.closeNow();
        });
        const Seen seen = converse(loopback(peer.port()), "hello");
        COMPARE_ENDING(seen.attempt.ending, Who::Peer, How::Reset, Phase::Established);
    }

    void bytesBeforeTheResetAreKept()
    {
        const QByteArray answer(100'000, 'a');
        RawPeer peer([&](RawSocket& s) {
            s.waitUnread(5);
            s.send(answer);
            s.closeNow(); // unread bytes: RST right behind the answer
        });
        for (int i = 0; i < 20; ++i) {
            const Seen seen = converse(loopback(peer.port()), "hello");
            QCOMPARE(seen.bytes.size(), answer.size());
            COMPARE_ENDING(seen.attempt.ending, Who::Peer, How::Reset, Phase::Established);
            QCOMPARE(seen.attempt.bytesReceived.value_or(-1), answer.size());
        }
    }

    void bytesBeforeTheResetAreKeptWhenAWriteFindsIt()
    {
        RawPeer peer([](RawSocket& s) {
            s.waitUnread(1);
            s.send("last words");
            s.closeNow();
        });
        QByteArray bytes;
        core::Ending ending;
        core::Ending later;
        inNet([&](net::Net& net) -> net::Task<> {
            auto connection = co_await net.connect(loopback(peer.port()));
            connection->enter(Phase::FirstRequest);
            for (int i = 0; i < 1000 && connection->isOpen(); ++i) {
                co_await connection->write("x", patience);
                co_await net.sleep(core::Milliseconds{1});
            }
            ending = connection->ending();
            const net::ReadResult got = co_await connection->read(patience);
            bytes = got.bytes;
            const net::ReadResult end = co_await connection->read(patience);
            if (end.state != net::ReadResult::State::Ended)
                bytes = "not ended";
            later = connection->ending();
        });
        COMPARE_ENDING(ending, Who::Peer, How::Reset, Phase::FirstRequest);
        QCOMPARE(ending.nativeCode.value_or(0), ECONNRESET);
        QCOMPARE(bytes, QByteArray("last words"));
        QVERIFY(later == ending);
    }

    void theFirstEndingStays()
    {
        RawPeer peer([](RawSocket& s) {
            s.read();
            s.reset();
        });
        core::Attempt first;
        core::Attempt last;
        bool wrote = true;
        inNet([&](net::Net& net) -> net::Task<> {
            auto connection = co_await net.connect(loopback(peer.port()));
            co_await connection->write("x", patience);
            co_await connection->read(patience);
            first = connection->attempt();
            connection->enter(Phase::Response);
            wrote = co_await connection->write("y", patience);
            co_await connection->read(patience);
            co_await connection->holdIdle(core::Milliseconds{20});
            connection->giveUp();
            connection->endAsProtocolError(QStringLiteral("late"));
            connection->reset();
            co_await connection->close();
            last = connection->attempt();
        });
        QVERIFY(!wrote);
        COMPARE_ENDING(first.ending, Who::Peer, How::Reset, Phase::Established);
        QVERIFY(last == first);
    }

    void halfCloseLeavesReadingOpen()
    {
        RawPeer peer([](RawSocket& s) {
            s.readToEnd();
            s.send("after your end");
        });
        QByteArray bytes;
        core::Ending ending;
        inNet([&](net::Net& net) -> net::Task<> {
            auto connection = co_await net.connect(loopback(peer.port()));
            co_await connection->write("all I say", patience);
            co_await connection->halfClose();
            for (;;) {
                const net::ReadResult got = co_await connection->read(patience);
                bytes += got.bytes;
                if (got.state != net::ReadResult::State::Data)
                    break;
            }
            ending = connection->ending();
        });
        QCOMPARE(bytes, QByteArray("after your end"));
        COMPARE_ENDING(ending, Who::Peer, How::Fin, Phase::Established);
    }

    void peekLeavesTheBytes()
    {
        RawPeer peer([](RawSocket& s) {
            s.send("SSH-2.0-x\r\n");
            s.readToEnd();
        });
        net::ReadResult looked;
        net::ReadResult taken;
        net::ReadResult after;
        inNet([&](net::Net& net) -> net::Task<> {
            auto connection = co_await net.connect(loopback(peer.port()));
            looked = co_await connection->peek(patience, 4);
            taken = co_await connection->read(patience, 6);
            after = co_await connection->read(patience);
        });
        QCOMPARE(looked.bytes, QByteArray("SSH-"));
        QCOMPARE(taken.bytes, QByteArray("SSH-2."));
        QCOMPARE(after.bytes, QByteArray("0-x\r\n"));
    }

    void ourCloseIsOursWhateverFollows()
    {
        std::atomic<int> peerSaw{-1};
        RawPeer peer([&](RawSocket& s) {
            s.send("unread by the client");
            s.readToEnd();
            peerSaw = 0;
            s.reset();
        });
        core::Ending ending;
        inNet([&](net::Net& net) -> net::Task<> {
            auto connection = co_await net.connect(loopback(peer.port()));
            co_await connection->peek(patience);
            co_await connection->close();
            ending = connection->ending();
        });
        COMPARE_ENDING(ending, Who::Us, How::Fin, Phase::Close);
        QVERIFY(!ending.isFailure());
    }

    void ourWaysToCloseReachThePeer_data()
    {
        QTest::addColumn<int>("way");
        QTest::addColumn<int>("expected"); // errno of the peer's read, 0 for a FIN
        QTest::newRow("close") << 0 << 0;
        QTest::newRow("reset") << 1 << ECONNRESET;
        QTest::newRow("closeNow with unread bytes") << 2 << ECONNRESET;
        QTest::newRow("destructor") << 3 << 0;
    }

    void ourWaysToCloseReachThePeer()
    {
        QFETCH(int, way);
        QFETCH(int, expected);
        std::atomic<int> peerError{-1};
        RawPeer peer([&](RawSocket& s) {
            if (way == 2)
                s.send("never read");
            char byte = 0;
            const auto count = ::recv(s.descriptor(), &byte, 1, 0);
            peerError = count < 0 ? errno : 0;
        });
        inNet([&](net::Net& net) -> net::Task<> {
            auto connection = co_await net.connect(loopback(peer.port()));
            if (way == 0)
                co_await connection->close();
            if (way == 1)
                connection->reset();
            if (way == 2) {
                co_await connection->peek(patience);
                connection->closeNow();
            }
            connection.reset();
        });
        QTRY_COMPARE(peerError.load(), expected);
    }

    void ipv6Works()
    {
        RawPeer peer(
            [](RawSocket& s) {
                s.read();
                s.reset();
            },
            true);
        net::ConnectOptions options = loopback(peer.port());
        options.address = QStringLiteral("::1");
        const Seen seen = converse(options, "x");
        if (seen.attempt.ending.how == How::LocalFailure)
            QSKIP("no IPv6 loopback on this machine");
        COMPARE_ENDING(seen.attempt.ending, Who::Peer, How::Reset, Phase::Established);
        QCOMPARE(seen.attempt.address, QStringLiteral("::1"));
    }

    void badAddressesAreOurFailure()
    {
        net::ConnectOptions options = loopback(80);
        options.address = QStringLiteral("not-numeric");
        COMPARE_ENDING(converse(options).attempt.ending, Who::Nobody, How::LocalFailure, Phase::Connect);
        options = loopback(0);
        COMPARE_ENDING(converse(options).attempt.ending, Who::Nobody, How::LocalFailure, Phase::Connect);
        options = loopback(1);
        options.sourceAddress = QStringLiteral("203.0.113.9");
        const core::Ending ending = converse(options).attempt.ending;
        COMPARE_ENDING(ending, Who::Nobody, How::LocalFailure, Phase::Connect);
        QCOMPARE(ending.detail, QStringLiteral("no-source-address"));
        options.sourceAddress = QStringLiteral("::1"); // of the other family
        QCOMPARE(converse(options).attempt.ending.detail, QStringLiteral("invalid-source-address"));
        options.sourceAddress = QStringLiteral("not-numeric");
        QCOMPARE(converse(options).attempt.ending.detail, QStringLiteral("invalid-source-address"));
    }

    void connectionsComeFromTheSourceAddress()
    {
        RawPeer peer([](RawSocket& s) { s.readToEnd(); });
        net::ConnectOptions options = loopback(peer.port());
        options.sourceAddress = QStringLiteral("127.0.0.77");
        const core::Attempt attempt = converse(options).attempt;
        QVERIFY(attempt.timings.connectMs.has_value()); // it came about
        QCOMPARE(attempt.localAddress, options.sourceAddress);
        QVERIFY(attempt.localPort.value_or(0) > 0);
    }

    /// No way leads from this computer's inside to a documentation address: our own matter, whoever is asked for.
    void anUnusableSourceAddressIsOurFailure()
    {
        net::ConnectOptions options = loopback(80);
        options.address = QStringLiteral("203.0.113.9");
        options.sourceAddress = QStringLiteral("127.0.0.1");
        options.timeout = core::Milliseconds{300};
        const core::Ending ending = converse(options).attempt.ending;
        if (ending.how == How::Unreachable)
            QSKIP("this machine has no route to try it on");
        COMPARE_ENDING(ending, Who::Nobody, How::LocalFailure, Phase::Connect);
        QCOMPARE(ending.detail, QStringLiteral("unusable-source-address"));
    }

    void theRecordIsComplete()
    {
        RawPeer peer([](RawSocket& s) {
            s.read();
            s.send("answer");
            s.read();
            s.closeNow();
        });
        core::Attempt attempt;
        inNet([&](net::Net& net) -> net::Task<> {
            auto connection = co_await net.connect(loopback(peer.port()));
            connection->setParameter(QStringLiteral("try"), 1);
            co_await connection->write("question", patience);
            co_await connection->read(patience);
            connection->observe(QStringLiteral("seen"), QStringLiteral("answer"));
            connection->markSucceeded();
            co_await connection->close();
            attempt = connection->attempt();
        });
        QCOMPARE(attempt.purpose, QStringLiteral("test"));
        QCOMPARE(attempt.address, QStringLiteral("127.0.0.1"));
        QCOMPARE(attempt.port, peer.port());
        QCOMPARE(attempt.localAddress, QStringLiteral("127.0.0.1"));
        QVERIFY(attempt.localPort.value_or(0) > 0);
        QCOMPARE(attempt.bytesSent.value_or(-1), 8);
        QCOMPARE(attempt.bytesReceived.value_or(-1), 6);
        QVERIFY(attempt.succeeded);
        QCOMPARE(attempt.parameters.value(u"try").toInt(), 1);
        QCOMPARE(attempt.observations.value(u"seen").toString(), QStringLiteral("answer"));
        QVERIFY(attempt.timings.connectMs.value_or(-1) >= 0);
        QVERIFY(attempt.timings.firstByteMs.value_or(-1) >= 0);
        QVERIFY(attempt.timings.totalMs.value_or(-1) >= 0);
        QVERIFY(attempt.startedAt.wallMs > 0);
#ifdef __linux__
        QVERIFY(attempt.tcp.has_value());
        QCOMPARE(attempt.tcp->bytesReceived.value_or(-1), 6);
        QVERIFY(attempt.tcp->mss.value_or(0) > 500);
#endif
    }

    void segmentSizeIsSet()
    {
        RawPeer peer([](RawSocket& s) { s.read(); });
        std::optional<core::TcpInfo> info;
        inNet([&](net::Net& net) -> net::Task<> {
            net::ConnectOptions options = loopback(peer.port());
            options.maxSegmentSize = 600;
            options.keepAlive = net::KeepAlive{};
            auto connection = co_await net.connect(options);
            info = connection->tcpInfo();
        });
        if (!info)
            QSKIP("this system has no TCP_INFO");
        QVERIFY(info->mss.value_or(0) <= 600);
    }
};

QTEST_GUILESS_MAIN(TestNetEndings)
#include "test_net_endings.moc"
