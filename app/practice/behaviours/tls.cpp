// SPDX-License-Identifier: GPL-3.0-or-later
// Behaviours of TLS servers; behind a completed handshake they are healthy web servers.
#include "app/practice/behaviours/behaviours.h"
#include "app/practice/http_service.h"

using namespace Qt::StringLiterals;

namespace doctor::practice
{

namespace
{

constexpr core::Milliseconds HelloTime = std::chrono::hours{2}; // a quiet client is not at fault

net::TlsServerOptions optionsFor(Stage& stage)
{
    net::TlsServerOptions options;
    options.identity = stage.identity();
    options.timeout = HelloTime;
    return options;
}

net::Task<> serveHttps(Stage& stage, net::Connection& connection, net::TlsServerOptions options)
{
    const bool completed = co_await connection.acceptTls(std::move(options));
    if (!completed)
        co_return;
    HttpHabits habits;
    co_await serveHttp(stage, connection, std::move(habits));
}

} // namespace

net::Task<> healthyTls(Stage& stage, net::Connection& connection)
{
    net::TlsServerOptions options = optionsFor(stage);
    co_await serveHttps(stage, connection, std::move(options));
}

net::Task<> tlsOldOnly(Stage& stage, net::Connection& connection)
{
    net::TlsServerOptions options = optionsFor(stage);
    options.minimum = net::TlsVersion::V1_0;
    options.maximum = net::TlsVersion::V1_0;
    options.cipherList = u"ALL:@SECLEVEL=0"_s; // OpenSSL 3 speaks TLS 1.0 at this level only
    co_await serveHttps(stage, connection, std::move(options));
}

net::Task<> tlsNameRequired(Stage& stage, net::Connection& connection)
{
    net::TlsServerOptions options = optionsFor(stage);
    options.requiredServerName = u"*"_s;
    co_await serveHttps(stage, connection, std::move(options));
}

net::Task<> tlsClientCertificate(Stage& stage, net::Connection& connection)
{
    net::TlsServerOptions options = optionsFor(stage);
    options.requireClientCertificate = true;
    co_await serveHttps(stage, connection, std::move(options));
}

net::Task<> tlsLargeHello(Stage& stage, net::Connection& connection)
{
    constexpr int onePacket = 1400; // what is left of an Ethernet frame after headers and a tunnel's
    constexpr qsizetype recordHeader = 5;
    net::ReadResult seen;
    do { // looking takes nothing away, so the record may still be on its way
        seen = co_await connection.peek(HelloTime);
    } while (seen.state == net::ReadResult::State::Data && seen.bytes.size() < recordHeader && !stage.net().stopped());
    if (seen.state != net::ReadResult::State::Data)
        co_return;
    const int length = static_cast<unsigned char>(seen.bytes[3]) * 256 + static_cast<unsigned char>(seen.bytes[4]);
    if (length > onePacket) {
        connection.reset();
        co_return;
    }
    co_await healthyTls(stage, connection);
}

net::Task<> tlsOddCiphers(Stage& stage, net::Connection& connection)
{
    net::TlsServerOptions options = optionsFor(stage);
    options.minimum = net::TlsVersion::V1_2;
    options.maximum = net::TlsVersion::V1_2;
    options.cipherList = u"ADH-AES256-GCM-SHA384:@SECLEVEL=0"_s;
    co_await serveHttps(stage, connection, std::move(options));
}

net::Task<> tlsResetOnHello(Stage& stage, net::Connection& connection)
{
    Q_UNUSED(stage)
    constexpr char HandshakeRecord = 0x16; // RFC 8446 §5.1
    const net::ReadResult got = co_await connection.read(HelloTime);
    if (got.state != net::ReadResult::State::Data)
        co_return;
    if (got.bytes.startsWith(HandshakeRecord))
        connection.reset();
    else
        co_await ignoreAll(connection);
}

} // namespace doctor::practice
