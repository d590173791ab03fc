// SPDX-License-Identifier: GPL-3.0-or-later
// The manners: what servers can do to a client, short of what TCP forbids.
#include "tests/support/hostile_server.h"
#include "tests/support/raw_tls.h"

#include <openssl/ssl.h>

namespace doctor::testing
{

namespace
{

constexpr int Long = 60'000;
const QByteArray HttpHead("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n");

void sendForEver(HostileServer& server, RawSocket& socket, const QByteArray& chunk)
{
    while (!server.stopping() && socket.send(chunk)) {
    }
}

/// One byte each `milliseconds`, round and round.
void drip(HostileServer& server, RawSocket& socket, const QByteArray& bytes, int milliseconds)
{
    for (qsizetype i = 0; server.pause(milliseconds) && socket.send(bytes.mid(i % bytes.size(), 1)); ++i) {
    }
}

bool hearSomething(HostileServer& server, RawSocket& socket)
{
    return !socket.read(Long).isEmpty() && !server.stopping();
}

void acceptThenNothing(HostileServer& server, RawSocket& socket)
{
    Q_UNUSED(socket)
    server.pause(Long);
}

void endlessBanner(HostileServer& server, RawSocket& socket)
{
    sendForEver(server, socket, QByteArray(64 * 1024, 'e'));
}

void oneByteASecond(HostileServer& server, RawSocket& socket)
{
    drip(server, socket, "SSH-2.0-a very slow server\r\n", 1000);
}

void resetAtAccept(HostileServer& server, RawSocket& socket)
{
    Q_UNUSED(server)
    socket.reset();
}

void resetOnFirstBytes(HostileServer& server, RawSocket& socket)
{
    hearSomething(server, socket);
    socket.reset();
}

void resetInHeader(HostileServer& server, RawSocket& socket)
{
    if (hearSomething(server, socket))
        socket.send("HTTP/1.1 200 OK\r\nContent-Le");
    socket.reset();
}

void resetInBody(HostileServer& server, RawSocket& socket)
{
    if (hearSomething(server, socket))
        socket.send(HttpHead + "Content-Length: 100000\r\n\r\n" + QByteArray(5000, 'b'));
    socket.reset();
}

void resetAfterAnswer(HostileServer& server, RawSocket& socket)
{
    if (hearSomething(server, socket))
        socket.send(HttpHead + "Content-Length: 2\r\n\r\nok");
    server.pause(30);
    socket.reset();
}

void resetInTlsHello(HostileServer& server, RawSocket& socket)
{
    if (hearSomething(server, socket)) // a ServerHello that breaks off
        socket.send(QByteArray::fromHex("160303007a020000760303"));
    socket.reset();
}

void finAtAccept(HostileServer& server, RawSocket& socket)
{
    Q_UNUSED(server)
    Q_UNUSED(socket)
}

void halfOpen(HostileServer& server, RawSocket& socket)
{
    socket.halfClose();
    while (!server.stopping() && !socket.read(500).isEmpty()) {
    }
    server.pause(Long);
}

void nonsense(HostileServer& server, RawSocket& socket)
{
    socket.send(QByteArray("\x00\xff\x13\x37\x80 nonsense \xfe\xed", 18));
    server.pause(Long);
}

void zeros(HostileServer& server, RawSocket& socket)
{
    sendForEver(server, socket, QByteArray(64 * 1024, '\0'));
}

void endlessHeader(HostileServer& server, RawSocket& socket)
{
    if (hearSomething(server, socket) && socket.send("HTTP/1.1 200 OK\r\nX-Endless: "))
        sendForEver(server, socket, QByteArray(64 * 1024, 'h'));
}

void manyHeaders(HostileServer& server, RawSocket& socket)
{
    if (hearSomething(server, socket) && socket.send("HTTP/1.1 200 OK\r\n"))
        sendForEver(server, socket, "X-Header: one of very many\r\n");
}

void endlessChunks(HostileServer& server, RawSocket& socket)
{
    if (hearSomething(server, socket) && socket.send(HttpHead + "Transfer-Encoding: chunked\r\n\r\n"))
        sendForEver(server, socket, "8000\r\n" + QByteArray(0x8000, 'c') + "\r\n");
}

void absurdChunk(HostileServer& server, RawSocket& socket)
{
    if (hearSomething(server, socket))
        socket.send(HttpHead + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx");
    server.pause(Long);
}

void absurdLength(HostileServer& server, RawSocket& socket)
{
    if (hearSomething(server, socket))
        socket.send(HttpHead + "Content-Length: 99999999999999999999999\r\n\r\nx");
    server.pause(Long);
}

void promisedBody(HostileServer& server, RawSocket& socket)
{
    if (hearSomething(server, socket))
        socket.send(HttpHead + "Content-Length: 1073741824\r\n\r\n");
    server.pause(Long);
}

void slowAnswer(HostileServer& server, RawSocket& socket)
{
    if (hearSomething(server, socket))
        drip(server, socket, HttpHead, 300);
}

void endlessContinue(HostileServer& server, RawSocket& socket)
{
    if (hearSomething(server, socket))
        sendForEver(server, socket, "HTTP/1.1 100 Continue\r\n\r\n");
}

void unaskedAnswers(HostileServer& server, RawSocket& socket)
{
    sendForEver(server, socket, HttpHead + "Content-Length: 2\r\n\r\nok");
}

void hugeTlsRecord(HostileServer& server, RawSocket& socket)
{
    if (hearSomething(server, socket) && socket.send(QByteArray::fromHex("160303ffff")))
        sendForEver(server, socket, QByteArray(64 * 1024, '\x02'));
}

void endlessTlsHandshake(HostileServer& server, RawSocket& socket)
{
    // Records of the largest size that hold a handshake message of 16 MiB.
    const QByteArray first =
        QByteArray::fromHex("1603034000") + QByteArray::fromHex("0bffffff") + QByteArray(0x3ffc, 'x');
    if (hearSomething(server, socket) && socket.send(first))
        sendForEver(server, socket, QByteArray::fromHex("1603034000") + QByteArray(0x4000, 'x'));
}

void tlsWarnings(HostileServer& server, RawSocket& socket)
{
    if (hearSomething(server, socket))
        sendForEver(server, socket, tlsAlertRecord(1, 90)); // user_canceled, a warning
}

void slowTlsRecord(HostileServer& server, RawSocket& socket)
{
    if (hearSomething(server, socket))
        drip(server, socket, QByteArray::fromHex("160303007a0200007603030102030405"), 400);
}

/// A completed handshake; null when it failed.
std::unique_ptr<RawTls> handshake(HostileServer& server, RawSocket& socket)
{
    RawTlsOptions options;
    options.certificatePem = server.certificatePem();
    options.keyPem = server.keyPem();
    auto tls = std::make_unique<RawTls>(socket, options);
    return tls->accept() ? std::move(tls) : nullptr;
}

void garbageAfterHandshake(HostileServer& server, RawSocket& socket)
{
    if (const auto tls = handshake(server, socket))
        sendForEver(server, socket, QByteArray(16 * 1024, '\x5a'));
}

void brokenRecordAfterHandshake(HostileServer& server, RawSocket& socket)
{
    if (const auto tls = handshake(server, socket))
        socket.send(QByteArray::fromHex("1703030020") + QByteArray(32, 'x'));
    server.pause(Long);
}

void resetAfterHandshake(HostileServer& server, RawSocket& socket)
{
    const auto tls = handshake(server, socket);
    socket.reset();
}

void keyUpdates(HostileServer& server, RawSocket& socket)
{
    const auto tls = handshake(server, socket);
    while (tls && !server.stopping() && tls->updateKey()) {
    }
    server.pause(Long);
}

void endlessTlsBody(HostileServer& server, RawSocket& socket)
{
    const auto tls = handshake(server, socket);
    if (!tls || tls->read().isEmpty())
        return;
    bool sent = tls->write(HttpHead + "Transfer-Encoding: chunked\r\n\r\n");
    while (sent && !server.stopping())
        sent = tls->write("1000\r\n" + QByteArray(0x1000, 'c') + "\r\n");
}

} // namespace

const std::vector<Manner>& allManners()
{
    static const std::vector<Manner> manners{
        {"accept then nothing", acceptThenNothing},
        {"endless banner", endlessBanner},
        {"one byte a second", oneByteASecond},
        {"reset at accept", resetAtAccept},
        {"reset on first bytes", resetOnFirstBytes},
        {"reset in header", resetInHeader},
        {"reset in body", resetInBody},
        {"reset after answer", resetAfterAnswer},
        {"fin at accept", finAtAccept},
        {"half open", halfOpen},
        {"nonsense", nonsense},
        {"zeros", zeros},
        {"endless header", endlessHeader},
        {"many headers", manyHeaders},
        {"endless chunks", endlessChunks},
        {"absurd chunk", absurdChunk},
        {"absurd length", absurdLength},
        {"promised body", promisedBody},
        {"slow answer", slowAnswer},
        {"endless continue", endlessContinue},
        {"unasked answers", unaskedAnswers},
        {"silent TLS", acceptThenNothing, true},
        {"reset in TLS hello", resetInTlsHello, true},
        {"huge TLS record", hugeTlsRecord, true},
        {"endless TLS handshake", endlessTlsHandshake, true},
        {"TLS warnings", tlsWarnings, true},
        {"slow TLS record", slowTlsRecord, true},
        {"garbage after handshake", garbageAfterHandshake, true},
        {"broken record after handshake", brokenRecordAfterHandshake, true},
        {"reset after handshake", resetAfterHandshake, true},
        {"key updates", keyUpdates, true},
        {"endless TLS body", endlessTlsBody, true},
    };
    return manners;
}

} // namespace doctor::testing
