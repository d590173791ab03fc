// SPDX-License-Identifier: GPL-3.0-or-later
// How a connection's ending is found out and booked: the first sign counts, and a moment's watch tells what followed.
#include "app/net/connection_ending.h"
#include "app/net/connection_impl.h"
#include "app/net/native/error_codes.h"
#include "app/net/native/hop_limit.h"

namespace doctor::net
{

using core::Ending;
using core::How;
using core::Phase;
using core::Who;
using native::RawEnd;
using native::RawResult;
using native::TimePoint;
using native::Waiter;
using native::Wake;

namespace
{

// A reset that belongs to a FIN comes within a round trip of it; longer would delay every orderly ending.
constexpr core::Milliseconds resetWatch{25};
// What follows a fatal alert comes at once too, but the process at the other end may need a moment to close.
constexpr core::Milliseconds alertWatch{200};
constexpr qsizetype stashLimit = 1024 * 1024;

TimePoint now()
{
    return std::chrono::steady_clock::now();
}

bool isResetCode(int code)
{
    const ErrorCodeRow* row = findErrorCode(thisSystem(), code);
    return row && (row->afterwards == How::Reset || row->afterwards == How::FinThenReset);
}

} // namespace

Ending endingOfCode(int code, Phase phase, const QString& icmpReason)
{
    Ending out{Who::Nobody, How::LocalFailure, phase, code, {}};
    const ErrorCodeRow* row = findErrorCode(thisSystem(), code);
    if (row) {
        out.how = phase == Phase::Connect ? row->duringConnect : row->afterwards;
        out.detail = QString::fromLatin1(row->detail);
    }
    if (phase == Phase::Connect && !icmpReason.isEmpty() && (out.how == How::Refused || out.how == How::Unreachable)) {
        out.how = How::Unreachable;
        out.detail = icmpReason;
    }
    // The handshake was complete when this reset came: it cut an accepted connection and refused none.
    if (phase == Phase::Connect && (out.how == How::Reset || out.how == How::FinThenReset))
        out.phase = Phase::Established;
    const bool prohibited = out.detail == u"port-unreachable" || out.detail == u"admin-prohibited";
    if (out.how == How::Reset || out.how == How::FinThenReset || out.how == How::Refused ||
        (out.how == How::Unreachable && prohibited))
        out.who = Who::Peer;
    return out;
}

Ending Connection::Impl::endingSeen(bool resetFollowed) const
{
    const RawEnd& end = wire->end();
    const bool error = end.state == RawEnd::State::Error;
    const bool reset = resetFollowed || (error && isResetCode(end.code));
    Ending out{Who::Peer, How::Fin, phase, error ? std::optional<int>(end.code) : std::nullopt, {}};
    if (tls && !tls->fatalAlert().isEmpty()) {
        out.how = reset ? How::TlsAlertThenReset : How::TlsAlert;
        out.detail = tls->fatalAlert();
        return out;
    }
    if (tls && !tls->foreignBytes().isEmpty()) {
        out.how = How::ProtocolError;
        out.detail = QStringLiteral("not-tls");
        return out;
    }
    const bool closedInOrder = tls && tls->closeNotifyReceived();
    const bool finFirst = end.state == RawEnd::State::Eof || closedInOrder ||
                          (error && endingOfCode(end.code, phase, {}).how == How::FinThenReset);
    if (finFirst) {
        const bool truncated = tls && tls->peerSpokeTls() && !closedInOrder;
        out.how = truncated ? How::TlsTruncated : reset ? How::FinThenReset : How::Fin;
        if (truncated && reset)
            out.detail = QStringLiteral("then-reset");
        return out;
    }
    if (error)
        return endingOfCode(end.code, phase, {});
    // The wire is whole: OpenSSL itself would not go on.
    const QString sent = tls ? tls->facts().alertSent : QString();
    if (tls && !tls->peerSpokeTls())
        return {Who::Nobody, How::LocalFailure, phase, std::nullopt, tls->ownReason()};
    if (!sent.isEmpty())
        return {Who::Us, How::TlsAlert, phase, std::nullopt, sent};
    return {Who::Peer, How::ProtocolError, phase, std::nullopt, tls ? tls->ownReason() : QString()};
}

Task<bool> Connection::Impl::resetFollows()
{
    // With our own FIN out, Linux calls the socket closed although no reset came.
    if (wire->sendShutDown())
        co_return false;
    const TimePoint deadline = deadlineAfter(resetWatch);
    while (isOpen() && !native::isTornDown(wire->handle()) && now() < deadline && !stopped()) {
        Waiter waiter;
        const Wake why = co_await wire->waitError(waiter, deadline);
        if (why != Wake::Ready)
            break;
    }
    co_return isOpen() && native::isTornDown(wire->handle());
}

Task<> Connection::Impl::conclude()
{
    const TimePoint seen = now();
    if (tls && wire->end().state == RawEnd::State::None) {
        if (!tls->fatalAlert().isEmpty()) {
            co_await drain(deadlineAfter(alertWatch));
        } else if (tls->closeNotifyReceived()) {
            co_await drain(deadlineAfter(resetWatch));
        } else if (tls->foreignBytes().isEmpty() && tls->peerSpokeTls()) {
            const Ending ours = endingSeen(false);
            wire->shutdownSend(); // our alert must arrive before a reset could destroy it
            co_await drain(deadlineAfter(alertWatch));
            if (isOpen())
                finish(ours, seen);
            co_return;
        }
    }
    bool followed = false;
    if (isOpen() && wire->end().state == RawEnd::State::Eof)
        followed = co_await resetFollows();
    if (!isOpen())
        co_return;
    Ending out = endingSeen(followed);
    if (followed && !out.nativeCode) {
        if (const int code = native::takeError(wire->handle()); code != 0)
            out.nativeCode = code;
    }
    if (tls && !tls->foreignBytes().isEmpty())
        details().observations.insert(QStringLiteral("answerStart"),
                                      QString::fromLatin1(tls->foreignBytes().left(128)));
    finish(out, seen);
}

Task<> Connection::Impl::concludeAfterWriteError()
{
    // What had arrived before the reset is still in the socket; it is often the answer that explains it.
    std::size_t count = 0;
    QByteArray& stash = details().stash;
    while (stash.size() < stashLimit && receive(net.scratch, count, false) == Got::Data)
        stash.append(net.scratch.data(), static_cast<qsizetype>(count));
    bytesReceived += stash.size();
    co_await conclude();
}

Task<bool> Connection::Impl::drain(TimePoint deadline)
{
    const std::shared_ptr<native::Wire> held = wire;
    while (held->isOpen() && !stopped()) {
        const RawResult result = held->receive(net.scratch);
        if (result.state == RawResult::State::Done) {
            if (now() >= deadline) // endless data must not keep us
                break;
            continue;
        }
        if (result.state != RawResult::State::WouldBlock)
            co_return true;
        Waiter waiter;
        const Wake why = co_await held->waitReadable(waiter, deadline);
        if (why == Wake::TimedOut)
            break;
    }
    co_return false;
}

void Connection::Impl::snapshot()
{
    Record& record_ = details();
    record_.tcp = native::readTcpInfo(wire->handle());
    boost::system::error_code error;
    const auto local = wire->socket().local_endpoint(error);
    if (error)
        return;
    record_.localAddress = QString::fromStdString(local.address().to_string());
    if (local.port() != 0)
        record_.localPort = local.port();
}

void Connection::Impl::book(Ending value, TimePoint seen)
{
    if (ended)
        return;
    ended = true;
    ending = std::move(value);
    details().timings.totalMs = millisecondsBetween(startedTicks, seen);
    if (wire && wire->isOpen())
        snapshot();
}

void Connection::Impl::finish(Ending value, TimePoint seen, bool abort)
{
    if (ended)
        return;
    book(std::move(value), seen);
    if (wire && wire->isOpen()) {
        if (hopsLowered)
            native::restoreHopLimit(wire->handle(), isV6());
        wire->close(abort || hopsLowered);
    }
}

bool Connection::Impl::cancelIfStopped()
{
    if (!stopped())
        return false;
    finish({Who::Us, How::Cancelled, phase, std::nullopt, {}}, now());
    return true;
}

void Connection::Impl::shutDownOrderly()
{
    if (hopsLowered) // farewells would die on the way; finish() cuts
        return;
    if (tls)
        tls->sendCloseNotify();
    wire->shutdownSend();
}

Task<> Connection::halfClose()
{
    if (m_impl->isOpen())
        m_impl->shutDownOrderly();
    co_return;
}

Task<bool> Connection::close(core::Milliseconds patience)
{
    Impl& d = *m_impl;
    if (!d.isOpen())
        co_return false;
    if (d.hopsLowered) {
        reset();
        co_return false;
    }
    d.book({Who::Us, How::Fin, Phase::Close, std::nullopt, {}}, now());
    d.shutDownOrderly();
    const bool answered = co_await d.drain(deadlineAfter(patience));
    if (d.wire->isOpen())
        d.wire->close(false);
    co_return answered;
}

void Connection::reset()
{
    m_impl->finish({Who::Us, How::Reset, m_impl->phase, std::nullopt, {}}, now(), true);
}

void Connection::closeNow()
{
    Impl& d = *m_impl;
    if (!d.isOpen())
        return;
    const How how = native::hasUnread(d.wire->handle()) ? How::Reset : How::Fin;
    d.finish({Who::Us, how, d.phase, std::nullopt, {}}, now());
}

void Connection::giveUp()
{
    m_impl->finish({Who::Nobody, How::Silence, m_impl->phase, std::nullopt, {}}, now());
}

void Connection::endAsProtocolError(QString detail)
{
    m_impl->finish({Who::Peer, How::ProtocolError, m_impl->phase, std::nullopt, std::move(detail)}, now());
}

} // namespace doctor::net
