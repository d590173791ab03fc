// SPDX-License-Identifier: GPL-3.0-or-later
// TLS handshakes on a connection, from either side.
#include "app/net/connection_impl.h"
#include "app/net/native/trust.h"

namespace doctor::net
{

using core::How;
using core::Phase;
using core::Who;
using native::RawEnd;
using native::TimePoint;
using native::TlsSession;
using native::TlsStep;
using native::Waiter;
using native::Wake;

namespace
{

/// Long enough for a segment of its own, too short for any peer's patience.
constexpr core::Milliseconds splitPause{40};

} // namespace

Task<bool> Connection::Impl::handshake(core::Milliseconds timeout)
{
    const TimePoint begun = std::chrono::steady_clock::now();
    const TimePoint deadline = deadlineAfter(timeout);
    if (!tls->setupProblem().isEmpty())
        finish({Who::Nobody, How::LocalFailure, phase, std::nullopt, tls->setupProblem()}, begun);
    while (isOpen() && !cancelIfStopped()) {
        const TlsStep step = tls->handshake();
        if (step == TlsStep::Done && wire->end().state == RawEnd::State::None) {
            details().timings.tlsMs = millisecondsBetween(begun, std::chrono::steady_clock::now());
            co_return true;
        }
        if (step == TlsStep::Done) { // complete for us alone: our last message could not be sent any more
            co_await concludeAfterWriteError();
        } else if (step == TlsStep::Stopped) {
            co_await conclude();
        } else if (tls->holdsBack()) {
            Waiter waiter;
            const Wake why = co_await waitFor(Got::WantRead, waiter, deadlineAfter(splitPause));
            if (why == Wake::TimedOut)
                tls->sendHeldBack();
        } else {
            Waiter waiter;
            const Got wanted = step == TlsStep::WantWrite ? Got::WantWrite : Got::WantRead;
            const Wake why = co_await waitFor(wanted, waiter, deadline);
            if (why == Wake::TimedOut || std::chrono::steady_clock::now() >= deadline)
                finish({Who::Nobody, How::Silence, phase, std::nullopt, {}}, std::chrono::steady_clock::now());
        }
    }
    co_return false;
}

Task<bool> Connection::startTls(TlsClientOptions options)
{
    Impl& d = *m_impl;
    if (!d.isOpen())
        co_return false;
    enter(Phase::TlsHandshake);
    d.tls = std::make_unique<TlsSession>(*d.wire, options);
    const bool completed = co_await d.handshake(options.timeout);
    // Only the first handshakes of a program can get here before the anchors are read.
    constexpr core::Milliseconds look{5};
    while (completed && !native::trustAnchorsReady() && !d.stopped()) {
        Waiter waiter;
        co_await d.net.scheduler.wait(waiter, nullptr, deadlineAfter(look));
    }
    if (completed && d.tls && native::trustAnchorsReady())
        d.tls->checkTrust();
    co_return completed;
}

Task<bool> Connection::acceptTls(TlsServerOptions options)
{
    Impl& d = *m_impl;
    if (!d.isOpen())
        co_return false;
    enter(Phase::TlsHandshake);
    d.tls = std::make_unique<TlsSession>(*d.wire, options);
    const bool completed = co_await d.handshake(options.timeout);
    co_return completed;
}

const TlsFacts& Connection::tls() const
{
    static const TlsFacts none;
    return m_impl->tls ? m_impl->tls->facts() : none;
}

} // namespace doctor::net
