// SPDX-License-Identifier: GPL-3.0-or-later
// Reading, writing and waiting on one connection, and the record that it keeps of itself.
#include "app/net/connection_impl.h"
#include "app/net/native/hop_limit.h"

namespace doctor::net
{

using core::How;
using core::Phase;
using core::Who;
using native::RawEnd;
using native::RawResult;
using native::TimePoint;
using native::TlsStep;
using native::Waiter;
using native::Wake;

namespace
{

TimePoint now()
{
    return std::chrono::steady_clock::now();
}

Got gotOf(RawResult::State state)
{
    switch (state) {
    case RawResult::State::Done:
        return Got::Data;
    case RawResult::State::WouldBlock:
        return Got::WantRead;
    case RawResult::State::Eof:
    case RawResult::State::Error:
        break;
    }
    return Got::Ended;
}

Got gotOf(TlsStep step)
{
    switch (step) {
    case TlsStep::Done:
        return Got::Data;
    case TlsStep::WantRead:
        return Got::WantRead;
    case TlsStep::WantWrite:
        return Got::WantWrite;
    case TlsStep::Stopped:
        break;
    }
    return Got::Ended;
}

} // namespace

Connection::Impl::Impl(Net::Impl& owner) : net(owner), startedAt(owner.clock.now()), startedTicks(now()) {}

Connection::Impl::Record& Connection::Impl::details()
{
    if (!record)
        record = std::make_unique<Record>();
    return *record;
}

Got Connection::Impl::receive(std::span<char> into, std::size_t& count, bool peekOnly)
{
    if (tls) {
        const native::TlsTransfer transfer = peekOnly ? tls->peek(into) : tls->read(into);
        count = transfer.count;
        return gotOf(transfer.step);
    }
    const RawResult result = peekOnly ? wire->peek(into) : wire->receive(into);
    count = result.count;
    return gotOf(result.state);
}

Got Connection::Impl::transmit(std::span<const char> from, std::size_t& count)
{
    if (tls) {
        const native::TlsTransfer transfer = tls->write(from);
        count = transfer.count;
        // The session swallows a raw write error to be able to read on; here it counts.
        return wire->end().state == RawEnd::State::Error ? Got::Ended : gotOf(transfer.step);
    }
    const RawResult result = wire->send(from);
    count = result.count;
    return result.state == RawResult::State::WouldBlock ? Got::WantWrite : gotOf(result.state);
}

Task<Wake> Connection::Impl::waitFor(Got wanted, Waiter& waiter, TimePoint deadline)
{
    return wanted == Got::WantWrite ? wire->waitWritable(waiter, deadline) : wire->waitReadable(waiter, deadline);
}

QByteArray Connection::Impl::takeStash(qsizetype limit)
{
    if (!record || record->stash.isEmpty())
        return {};
    QByteArray out = record->stash.left(limit);
    record->stash.remove(0, out.size());
    return out;
}

ReadResult Connection::Impl::deliver(std::size_t count)
{
    bytesReceived += static_cast<qint64>(count);
    if (answerAwaited && !writing) {
        answerAwaited = false;
        details().timings.firstByteMs = millisecondsBetween(requestWritten, now());
    }
    return {ReadResult::State::Data, QByteArray(net.scratch.data(), static_cast<qsizetype>(count))};
}

Task<bool> Connection::Impl::writeAll(QByteArray bytes, core::Milliseconds timeout, const bool* abandon)
{
    const TimePoint deadline = deadlineAfter(timeout);
    qsizetype done = 0;
    writing = true;
    while (isOpen() && !cancelIfStopped() && done < bytes.size() && !(abandon && *abandon)) {
        std::size_t count = 0;
        constexpr qsizetype most = 64 * 1024;
        const qsizetype part = std::min(bytes.size() - done, most);
        const Got got = transmit({bytes.constData() + done, static_cast<std::size_t>(part)}, count);
        if (got == Got::Data) {
            done += static_cast<qsizetype>(count);
            bytesSent += static_cast<qint64>(count);
        } else if (got == Got::Ended) {
            co_await concludeAfterWriteError();
        } else {
            Waiter waiter;
            const Wake why = co_await waitFor(got, waiter, deadline);
            if (why == Wake::TimedOut || now() >= deadline)
                finish({Who::Nobody, How::Silence, phase, std::nullopt, {}}, now());
        }
    }
    writing = false;
    requestWritten = now();
    answerAwaited = true;
    co_return done == bytes.size() && isOpen();
}

Connection::Connection(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Connection::~Connection()
{
    Impl& d = *m_impl;
    if (!d.isOpen())
        return;
    d.shutDownOrderly();
    d.finish({Who::Us, How::Fin, Phase::Close, std::nullopt, {}}, now());
}

bool Connection::isOpen() const
{
    return m_impl->isOpen();
}

const core::Ending& Connection::ending() const
{
    return m_impl->ending;
}

void Connection::enter(Phase phase)
{
    Impl& d = *m_impl;
    if (d.ended)
        return;
    d.phase = phase;
    d.ending.phase = phase;
}

Task<bool> Connection::write(QByteArray bytes, core::Milliseconds timeout)
{
    return m_impl->writeAll(std::move(bytes), timeout, nullptr);
}

Task<ReadResult> Connection::read(core::Milliseconds timeout, qsizetype limit)
{
    Impl& d = *m_impl;
    const TimePoint deadline = deadlineAfter(timeout);
    const std::size_t room = std::min(static_cast<std::size_t>(std::max<qsizetype>(limit, 1)), d.net.scratch.size());
    while (d.isOpen() && !d.cancelIfStopped()) {
        std::size_t count = 0;
        const Got got = d.receive({d.net.scratch.data(), room}, count, false);
        if (got == Got::Data)
            co_return d.deliver(count);
        if (got == Got::Ended) {
            co_await d.conclude();
            break;
        }
        Waiter waiter;
        const Wake why = co_await d.waitFor(got, waiter, deadline);
        if (why == Wake::TimedOut || now() >= deadline)
            co_return ReadResult{ReadResult::State::Quiet, {}};
    }
    QByteArray left = d.takeStash(limit);
    if (left.isEmpty())
        co_return ReadResult{ReadResult::State::Ended, {}};
    co_return ReadResult{ReadResult::State::Data, std::move(left)};
}

Task<ReadResult> Connection::peek(core::Milliseconds timeout, qsizetype limit)
{
    Impl& d = *m_impl;
    const TimePoint deadline = deadlineAfter(timeout);
    const std::size_t room = std::min(static_cast<std::size_t>(std::max<qsizetype>(limit, 1)), d.net.scratch.size());
    while (d.isOpen() && !d.cancelIfStopped()) {
        std::size_t count = 0;
        const Got got = d.receive({d.net.scratch.data(), room}, count, true);
        if (got == Got::Data)
            co_return ReadResult{ReadResult::State::Data,
                                 QByteArray(d.net.scratch.data(), static_cast<qsizetype>(count))};
        if (got == Got::Ended) {
            co_await d.conclude();
            break;
        }
        Waiter waiter;
        const Wake why = co_await d.waitFor(got, waiter, deadline);
        if (why == Wake::TimedOut || now() >= deadline)
            co_return ReadResult{ReadResult::State::Quiet, {}};
    }
    co_return ReadResult{ReadResult::State::Ended, {}};
}

Task<HoldResult> Connection::holdIdle(core::Milliseconds duration)
{
    Impl& d = *m_impl;
    const TimePoint deadline = deadlineAfter(duration);
    while (d.isOpen() && !d.cancelIfStopped()) {
        const TimePoint quietSince = d.wire->lastTraffic();
        std::size_t count = 0;
        const Got got = d.receive({d.net.scratch.data(), 1}, count, true);
        if (got == Got::Data)
            co_return HoldResult::DataArrived;
        if (got == Got::Ended) {
            const TimePoint seen = now();
            co_await d.conclude();
            d.details().timings.idleMs = millisecondsBetween(quietSince, seen);
            break;
        }
        Waiter waiter;
        const Wake why = co_await d.waitFor(got, waiter, deadline);
        if (why == Wake::TimedOut || now() >= deadline)
            co_return HoldResult::StillOpen;
    }
    co_return HoldResult::Ended;
}

core::Attempt Connection::attempt() const
{
    const Impl& d = *m_impl;
    core::Attempt out;
    out.purpose = d.purpose;
    out.startedAt = d.startedAt;
    out.address = d.address;
    out.port = d.port;
    out.phaseReached = d.phase;
    out.ending = d.ending;
    out.succeeded = d.succeeded;
    if (d.connected) {
        out.bytesSent = d.bytesSent;
        out.bytesReceived = d.bytesReceived;
    }
    if (d.record) {
        out.localAddress = d.record->localAddress;
        out.localPort = d.record->localPort;
        out.timings = d.record->timings;
        out.tcp = d.record->tcp;
        out.parameters = d.record->parameters;
        out.observations = d.record->observations;
    }
    if (!out.localPort && d.localPort != 0)
        out.localPort = d.localPort;
    if (d.connected && !out.timings.connectMs && d.connectMs > 0)
        out.timings.connectMs = d.connectMs;
    if (d.isOpen()) {
        out.tcp = tcpInfo();
        boost::system::error_code error;
        const auto local = d.wire->socket().local_endpoint(error);
        if (!error) {
            out.localAddress = QString::fromStdString(local.address().to_string());
            out.localPort = local.port();
        }
    }
    return out;
}

bool Connection::Impl::lowerHops(int hops)
{
    const bool done = wire && wire->isOpen() && native::setHopLimit(wire->handle(), isV6(), hops);
    hopsLowered = hopsLowered || done;
    return done;
}

bool Connection::setHopLimit(int hops)
{
    return m_impl->lowerHops(hops);
}

void Connection::restoreHopLimit()
{
    Impl& d = *m_impl;
    if (d.isOpen() && d.hopsLowered)
        native::restoreHopLimit(d.wire->handle(), d.isV6());
    d.hopsLowered = false;
}

bool Connection::ignoreBelow(int hops)
{
    return m_impl->isOpen() && native::setLeastHopLimit(m_impl->wire->handle(), m_impl->isV6(), hops);
}

void Connection::setParameter(const QString& name, const QJsonValue& value)
{
    m_impl->details().parameters.insert(name, value);
}

void Connection::observe(const QString& name, const QJsonValue& value)
{
    m_impl->details().observations.insert(name, value);
}

void Connection::markSucceeded()
{
    m_impl->succeeded = true;
}

core::Timings& Connection::timings()
{
    core::Timings& timings = m_impl->details().timings;
    if (m_impl->connected && !timings.connectMs && m_impl->connectMs > 0)
        timings.connectMs = m_impl->connectMs;
    return timings;
}

std::optional<core::TcpInfo> Connection::tcpInfo() const
{
    const Impl& d = *m_impl;
    if (d.isOpen())
        return native::readTcpInfo(d.wire->handle());
    return d.record ? d.record->tcp : std::nullopt;
}

} // namespace doctor::net
