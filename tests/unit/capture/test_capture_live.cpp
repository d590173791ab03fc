// SPDX-License-Identifier: GPL-3.0-or-later
// Segments from raw bytes, broken ones included, and connections from segments; with the right to capture, the packets
// of a connection on loopback.
#include "app/capture/live/live_capture.h"

#include <QTest>
#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace doctor::capture;

namespace
{

QByteArray bytesOf(const char* hex)
{
    return QByteArray::fromHex(hex);
}

std::optional<Segment> read(const QByteArray& frame, LinkType link)
{
    return readSegment({reinterpret_cast<const quint8*>(frame.constData()), static_cast<std::size_t>(frame.size())},
                       link);
}

// IPv4, TTL 62, id 0x1234, 192.0.2.1:80 -> 10.0.0.9:40000, RST+ACK, sequence 1000, timestamps option, no payload.
const char* const resetV4 = "45000034123440003e060000c00002010a000009"
                            "00509c40000003e8000007d08014020000000000"
                            "0101080a0000000100000002";

constexpr quint16 OurPort = 40000;
constexpr quint16 TheirPort = 80;

Segment segment(bool ours, quint32 sequence, const char* flags, quint32 payload = 0, quint8 ttl = 62)
{
    Segment made;
    made.from = {{192, 0, 2, 1}, TheirPort};
    made.to = {{10, 0, 0, 9}, OurPort};
    if (ours)
        std::swap(made.from, made.to);
    made.sequence = sequence;
    made.payload = payload;
    made.ttl = ours ? 64 : ttl;
    for (const char* flag = flags; *flag != '\0'; ++flag) {
        made.syn |= *flag == 'S';
        made.ack |= *flag == 'A';
        made.fin |= *flag == 'F';
        made.rst |= *flag == 'R';
        made.timestamps |= *flag == 't';
    }
    return made;
}

Segment answering(quint32 acknowledged, Segment made)
{
    made.acknowledged = acknowledged;
    return made;
}

/// Handshake with 20 ms of round trip and a request that is answered.
FlowBook conversation()
{
    FlowBook book(TheirPort);
    book.add(segment(true, 100, "St"), 10.000);
    book.add(segment(false, 500, "SAt"), 10.020);
    book.add(segment(true, 101, "At", 50), 10.021);
    book.add(segment(false, 501, "At", 200), 10.041);
    return book;
}

} // namespace

class TestCaptureLive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAReset()
    {
        const auto seen = read(bytesOf(resetV4), LinkType::Raw);
        QVERIFY(seen);
        QVERIFY(seen->rst && seen->ack && !seen->syn && !seen->fin && seen->timestamps);
        QCOMPARE(seen->ttl, quint8{62});
        QCOMPARE(seen->ipId, quint16{0x1234});
        QCOMPARE(seen->from.port, quint16{80});
        QCOMPARE(seen->sequence, quint32{1000});
        QCOMPARE(seen->payload, quint32{0});
        QVERIFY(!seen->viaLoopback);
    }

    void seesTheLoopbackInterface()
    {
        const auto seen = read(bytesOf("0000030400060000000000000000"
                                       "0800") +
                                   bytesOf(resetV4),
                               LinkType::LinuxCooked);
        QVERIFY(seen && seen->viaLoopback);
        const auto wire = read(bytesOf("0000000100060000000000000000"
                                       "0800") +
                                   bytesOf(resetV4),
                               LinkType::LinuxCooked);
        QVERIFY(wire && !wire->viaLoopback);
    }

    /// What was said stays out of the file, and so do the connections of other programs.
    void keepsHeadersOfOurConnectionsOnly()
    {
        constexpr int rawIp = 12; // DLT_RAW on Linux
        constexpr qsizetype fileHeader = 24;
        constexpr qsizetype packetHeader = 16;
        PacketKeeper keeper(rawIp, TheirPort);
        QByteArray frame = bytesOf(resetV4);
        frame[3] = static_cast<char>(frame.size() + 6); // IP's total length
        frame += "secret";
        const auto seen = read(frame, LinkType::Raw);
        QVERIFY(seen);
        QCOMPARE(seen->payload, quint32{6});
        QCOMPARE(qsizetype{seen->headers}, frame.size() - 6);
        const std::span bytes(reinterpret_cast<const quint8*>(frame.constData()),
                              static_cast<std::size_t>(frame.size()));
        keeper.add(*seen, bytes, bytes.size(), 1'700'000'000'000'000);
        keeper.add(*seen, bytes.first(30), bytes.size(), 1'700'000'000'000'001); // cut by the system
        Segment other = *seen;
        other.to.port = OurPort + 1;
        keeper.add(other, bytes, bytes.size(), 1'700'000'000'000'002);

        QVERIFY(keeper.file({}).isEmpty());
        const QByteArray file = keeper.file({OurPort});
        QCOMPARE(file.size(), fileHeader + 2 * packetHeader + seen->headers + 30);
        QVERIFY(!file.contains("secret"));
        QVERIFY(file.contains(frame.first(seen->headers)));
    }

    /// Every cut and every damaged byte: nothing, or a segment, never a crash.
    void damagedFramesAreSurvived()
    {
        const QByteArray whole = bytesOf(resetV4);
        for (qsizetype length = 0; length < 40; ++length)
            QVERIFY(!read(whole.left(length), LinkType::Raw));
        for (qsizetype at = 0; at < whole.size(); ++at) {
            QByteArray damaged = whole;
            for (const char value : {'\x00', '\x7f', '\xff'}) {
                damaged[at] = value;
                for (const LinkType link : {LinkType::Raw, LinkType::Ethernet, LinkType::LinuxCooked})
                    (void)read(damaged, link);
            }
        }
        QByteArray fragment = whole;
        fragment[7] = '\x10';
        QVERIFY(!read(fragment, LinkType::Raw));
    }

    void resetIsMeasuredAgainstItsConnection()
    {
        FlowBook book = conversation();
        book.add(segment(true, 151, "At", 10), 10.100);
        book.add(answering(161, segment(false, 701, "RAt")), 10.121);
        const auto flows = book.flows();
        QCOMPARE(flows.size(), std::size_t{1});
        const Flow& flow = flows.front();
        QCOMPARE(flow.peer, QStringLiteral("192.0.2.1"));
        QCOMPARE(flow.localPort, int{OurPort});
        QVERIFY(flow.timestamps);
        QVERIFY(std::abs(flow.roundTripMs.value_or(0) - 20) < 0.01);
        QCOMPARE(flow.peerTtls, (std::map<int, int>{{62, 2}}));
        QCOMPARE(flow.resets.size(), std::size_t{1});
        const SeenReset& reset = flow.resets.front();
        QCOMPARE(reset.ahead, qint64{0});
        QVERIFY(reset.ack && reset.timestamps && !reset.afterOurEnd && !reset.dataFollowed);
        QVERIFY(std::abs(reset.afterKnownMs.value_or(0) - 21) < 0.01);
    }

    /// A server that resets behind its answer is only a moment behind our acknowledgement, and yet no forger.
    void acknowledgementsOfOursProvokeNothing()
    {
        FlowBook book = conversation();
        book.add(segment(true, 151, "At"), 10.0411);
        book.add(answering(151, segment(false, 701, "RAt")), 10.0412);
        QVERIFY(std::abs(book.flows().front().resets.front().afterKnownMs.value_or(0) - 20.2) < 0.01);
    }

    /// A bare reset names no segment of ours; all it proves to know is the handshake.
    void bareResetKnowsTheHandshake()
    {
        FlowBook book(TheirPort);
        book.add(segment(true, 100, "St"), 10.000);
        book.add(segment(false, 500, "SAt"), 10.020);
        book.add(segment(true, 101, "At"), 10.0201);
        book.add(segment(true, 101, "At", 50), 10.0203);
        book.add(segment(false, 501, "R"), 10.0241);
        QVERIFY(std::abs(book.flows().front().resets.front().afterKnownMs.value_or(0) - 4) < 0.01);
    }

    void portThatIsUsedAgainIsAnotherConnection()
    {
        FlowBook book = conversation();
        book.add(segment(false, 701, "R"), 10.100);
        book.add(segment(true, 9000, "St"), 11.000);
        book.add(segment(false, 7000, "SAt"), 11.020);
        book.add(segment(false, 7001, "At", 100), 11.200);
        const auto flows = book.flows();
        QCOMPARE(flows.size(), std::size_t{2});
        QVERIFY(!flows.front().resets.front().dataFollowed);
        QVERIFY(flows.back().resets.empty());
    }

    void peerThatGoesOnTalkingKnowsOfNoReset()
    {
        FlowBook book = conversation();
        book.add(segment(false, 701, "R", 0, 63), 10.100);
        book.add(segment(false, 701, "At", 100), 10.105); // may have been under way
        QVERIFY(!book.flows().front().resets.front().dataFollowed);
        book.add(segment(false, 801, "At", 100), 10.300);
        QVERIFY(book.flows().front().resets.front().dataFollowed);
    }

    void resetAfterOurGoodbyeIsMarked()
    {
        FlowBook book = conversation();
        book.add(segment(true, 151, "FAt"), 10.100);
        book.add(segment(false, 701, "R"), 10.120);
        QVERIFY(book.flows().front().resets.front().afterOurEnd);
    }

    void refusalNeedsNoConnection()
    {
        FlowBook book(TheirPort);
        book.add(segment(true, 100, "S"), 1.0);
        book.add(segment(false, 0, "RA"), 1.01);
        const Flow flow = book.flows().front();
        QCOMPARE(flow.synsSent, 1);
        QCOMPARE(flow.synAcks, 0);
        QCOMPARE(flow.peerSegments, 0);
        QCOMPARE(flow.resets.size(), std::size_t{1});
        QVERIFY(!flow.roundTripMs);
    }

    void onePacketSeenTwiceIsOne()
    {
        FlowBook book = conversation();
        book.add(segment(false, 701, "R"), 10.1000);
        book.add(segment(false, 701, "R"), 10.1001);
        QCOMPARE(book.flows().front().resets.size(), std::size_t{1});
    }

    void manyConnectionsStayBounded()
    {
        FlowBook book(TheirPort);
        for (int i = 0; i < 20'000; ++i) {
            Segment one = segment(true, 1, "S");
            one.from.port = static_cast<quint16>(1024 + i);
            book.add(one, 1.0);
        }
        QVERIFY(book.flows().size() <= 4096);
    }

    void withoutAddressNothingStarts()
    {
        const auto capture = LiveCapture::start({QStringLiteral("not numeric")}, 80);
        QVERIFY(!capture);
        QCOMPARE(capture.error().message, QStringLiteral("no-address"));
    }

    void recordsARefusalOnLoopback()
    {
        const int listening = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        QCOMPARE(::bind(listening, reinterpret_cast<sockaddr*>(&address), length), 0);
        ::getsockname(listening, reinterpret_cast<sockaddr*>(&address), &length); // bound and not listening: refuses
        const int port = ntohs(address.sin_port);
        auto capture = LiveCapture::start({QStringLiteral("127.0.0.1")}, port);
        if (!capture) {
            ::close(listening);
            QSKIP(qPrintable(capture.error().message));
        }
        const int client = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in own = address;
        own.sin_port = 0;
        QCOMPARE(::bind(client, reinterpret_cast<sockaddr*>(&own), length), 0);
        ::getsockname(client, reinterpret_cast<sockaddr*>(&own), &length);
        QVERIFY(::connect(client, reinterpret_cast<sockaddr*>(&address), length) != 0);
        ::close(client);
        ::close(listening);
        const LiveCapture::Result result = (*capture)->stop({ntohs(own.sin_port)}); // empties the system's buffer first
        QVERIFY(!result.packets.isEmpty());
        QVERIFY(!result.flows.empty());
        QCOMPARE(result.flows.front().resets.size(), std::size_t{1});
        QVERIFY(result.flows.front().resets.front().viaLoopback);
    }
};

QTEST_GUILESS_MAIN(TestCaptureLive)
#include "test_capture_live.moc"
