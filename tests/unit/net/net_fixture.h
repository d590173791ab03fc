// SPDX-License-Identifier: GPL-3.0-or-later
// Runs one coroutine in a Net of its own and gives back what it found, so that checks stay outside of coroutines.
#pragma once

#include "app/net/net.h"

#include <QElapsedTimer>
#include <QTest>

namespace doctor::testing
{

inline constexpr core::Milliseconds patience{5000};

inline void inNet(const std::function<net::Task<>(net::Net&)>& body, std::stop_token stop = {})
{
    core::SystemClock clock;
    net::Net net(std::move(stop), clock);
    net.run([&]() -> net::Task<> { co_await body(net); });
}

inline net::ConnectOptions loopback(int port)
{
    net::ConnectOptions options;
    options.address = QStringLiteral("127.0.0.1");
    options.port = port;
    options.timeout = patience;
    options.purpose = QStringLiteral("test");
    return options;
}

/// What a plain client saw: all bytes up to the ending, and the record.
struct Seen {
    QByteArray bytes;
    core::Attempt attempt;
    double milliseconds = 0;
};

/// Connects, writes `say` (if any) and reads to the end.
inline Seen converse(net::ConnectOptions options, const QByteArray& say = {}, core::Milliseconds wait = patience)
{
    Seen seen;
    QElapsedTimer timer;
    timer.start();
    inNet([&](net::Net& net) -> net::Task<> {
        auto connection = co_await net.connect(options);
        if (!say.isEmpty())
            co_await connection->write(say, wait);
        for (;;) {
            const net::ReadResult got = co_await connection->read(wait);
            seen.bytes += got.bytes;
            if (got.state == net::ReadResult::State::Quiet)
                connection->giveUp();
            if (got.state != net::ReadResult::State::Data)
                break;
        }
        seen.attempt = connection->attempt();
    });
    seen.milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    return seen;
}

} // namespace doctor::testing

#define COMPARE_ENDING(actual, expectedWho, expectedHow, expectedPhase)                                                \
    do {                                                                                                               \
        const doctor::core::Ending ending_ = (actual);                                                                 \
        if (ending_.how != (expectedHow))                                                                              \
            qWarning() << ending_.nativeCode.value_or(-1) << ending_.detail;                                           \
        QCOMPARE(static_cast<int>(ending_.how), static_cast<int>(expectedHow));                                        \
        QCOMPARE(static_cast<int>(ending_.who), static_cast<int>(expectedWho));                                        \
        QCOMPARE(static_cast<int>(ending_.phase), static_cast<int>(expectedPhase));                                    \
    } while (false)
