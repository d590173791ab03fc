// SPDX-License-Identifier: GPL-3.0-or-later
// One HTTP exchange: a writer and a reader side by side, so that an answer before the end of the request is seen.
#include "app/net/http.h"

#include "app/net/connection_impl.h"
#include "app/net/http_response.h"

#include <boost/asio/co_spawn.hpp>

namespace doctor::net
{

using core::Phase;
using native::TimePoint;
using native::Waiter;
using native::Wake;

namespace
{

constexpr core::Milliseconds continuePatience{1000};

/// What the writer and the reader of one exchange share.
struct Exchange {
    Exchange(Connection& c, const HttpRequest& r) : connection(c), reader(r.method == u"HEAD") {}
    Connection& connection;
    HttpResponseReader reader;
    HttpResult result;
    TimePoint deadline;
    HttpResponseReader::State state = HttpResponseReader::State::NeedMore;
    bool written = false;
    bool writerDone = false;
    bool answered = false; ///< no more needs to be written
    native::WaitList waiting;
    std::exception_ptr writerError;

    [[nodiscard]] core::Milliseconds left() const
    {
        const auto rest = std::chrono::duration_cast<core::Milliseconds>(deadline - std::chrono::steady_clock::now());
        return std::max(rest, core::Milliseconds{0});
    }
};

/// Control characters would end the line early and smuggle another one in.
QByteArray lineSafe(const QString& text)
{
    QByteArray out = text.toUtf8();
    out.removeIf([](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    return out;
}

QByteArray targetOf(const QString& path)
{
    const QByteArray bytes = path.isEmpty() ? QByteArrayLiteral("/") : path.toUtf8();
    QByteArray out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7f)
            out.append(c);
        else
            out.append('%').append(QByteArray(1, c).toHex().toUpper());
    }
    return out;
}

QByteArray headerOf(const HttpRequest& request)
{
    QByteArray out = lineSafe(request.method) + ' ' + targetOf(request.path) + " HTTP/1.1\r\n";
    bool agent = false;
    out += "Host: " + lineSafe(request.host) + "\r\n";
    for (const auto& [name, value] : request.headers) {
        agent = agent || name.compare(u"User-Agent", Qt::CaseInsensitive) == 0;
        out += lineSafe(name) + ": " + lineSafe(value) + "\r\n";
    }
    if (!agent)
        out += "User-Agent: connection-doctor/" DOCTOR_VERSION "\r\n";
    const bool carriesBody = request.method == u"POST" || request.method == u"PUT" || request.method == u"PATCH";
    if (!request.body.isEmpty() || carriesBody)
        out += "Content-Length: " + QByteArray::number(request.body.size()) + "\r\n";
    if (request.expectContinue && !request.body.isEmpty())
        out += "Expect: 100-continue\r\n";
    out += request.keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return out;
}

Task<> writeRequest(Exchange& x, const HttpRequest& request)
{
    Connection::Impl& d = x.connection.impl();
    const bool waits = request.expectContinue && !request.body.isEmpty();
    constexpr qsizetype smallBody = 16 * 1024; // goes out with the header; a large one is not copied
    QByteArray first = headerOf(request);
    const bool joined = !waits && request.body.size() <= smallBody;
    if (joined)
        first += request.body;
    bool sent = co_await d.writeAll(std::move(first), x.left(), &x.answered);
    if (sent && waits) {
        const TimePoint until = std::min(deadlineAfter(continuePatience), x.deadline);
        while (!x.reader.continueSeen() && !x.answered && d.isOpen() && !d.stopped()) {
            Waiter waiter;
            const Wake why = co_await d.net.scheduler.wait(waiter, &x.waiting, until);
            if (why == Wake::TimedOut)
                break;
        }
    }
    if (sent && !joined)
        sent = !x.answered && co_await d.writeAll(request.body, x.left(), &x.answered);
    x.written = sent;
    if (sent && !x.reader.begun())
        x.connection.enter(Phase::Response);
}

void take(Exchange& x, const QByteArray& bytes)
{
    constexpr qsizetype firstBytesLimit = 1024;
    if (x.result.firstBytes.size() < firstBytesLimit)
        x.result.firstBytes.append(bytes.left(firstBytesLimit - x.result.firstBytes.size()));
    x.state = x.reader.feed(bytes);
    if (x.reader.begun() && !x.written)
        x.result.early = true;
    else if (x.reader.begun())
        x.connection.enter(Phase::Response);
    x.connection.impl().net.scheduler.wakeAllSoon(x.waiting, Wake::Ready);
}

Task<> readResponse(Exchange& x)
{
    while (x.state == HttpResponseReader::State::NeedMore) {
        const ReadResult got = co_await x.connection.read(x.left(), 64 * 1024);
        if (got.state == ReadResult::State::Quiet) {
            x.connection.giveUp();
            break;
        }
        if (got.state == ReadResult::State::Ended)
            break;
        take(x, got.bytes);
        // Preliminary answers (1xx) without end are no answer either.
        if (x.state == HttpResponseReader::State::NeedMore && std::chrono::steady_clock::now() >= x.deadline) {
            x.connection.giveUp();
            break;
        }
    }
    x.answered = true;
    Connection::Impl& d = x.connection.impl();
    if (d.wire)
        d.wire->wakeWriters();
    d.net.scheduler.wakeAllSoon(x.waiting, Wake::Ready);
}

bool endedInOrder(const Connection& connection)
{
    // Many servers end TLS without its close_notify, and a body that lasts to the end has no other mark.
    const core::How how = connection.ending().how;
    return how == core::How::Fin || how == core::How::FinThenReset || how == core::How::TlsTruncated;
}

void stopAtLimit(Exchange& x)
{
    x.connection.observe(QStringLiteral("stoppedAt"),
                         x.result.status == 0 ? QStringLiteral("header-limit") : QStringLiteral("body-limit"));
    x.connection.closeNow();
}

void judge(Exchange& x, const HttpRequest& request)
{
    using Parsed = HttpResponseReader::State;
    HttpResult& result = x.result;
    if (x.state == Parsed::NeedMore && !x.connection.isOpen() && endedInOrder(x.connection) && x.reader.feedEnd())
        x.state = Parsed::Complete;
    x.reader.describe(result);
    if (x.reader.continueSeen())
        x.connection.observe(QStringLiteral("continued"), true);
    switch (x.state) {
    case Parsed::Complete:
        result.state = HttpResult::State::Answered;
        result.keepsAlive = x.reader.keepsAlive() && request.keepAlive && x.written && x.connection.isOpen();
        break;
    case Parsed::Foreign:
        result.state = HttpResult::State::NotHttp;
        break;
    case Parsed::Malformed:
        result.state = HttpResult::State::Truncated;
        x.connection.observe(QStringLiteral("malformed"), true);
        break;
    case Parsed::TooLong:
        result.state = HttpResult::State::Truncated;
        stopAtLimit(x);
        break;
    case Parsed::NeedMore:
        result.state = x.reader.begun() ? HttpResult::State::Truncated : HttpResult::State::NoAnswer;
        break;
    }
}

Task<> joinWriter(Exchange& x)
{
    while (!x.writerDone) {
        Waiter waiter;
        waiter.stoppable = false; // the writer itself is stopped, and then says that it is done
        co_await x.connection.impl().net.scheduler.wait(waiter, &x.waiting, native::never);
    }
    if (x.writerError)
        std::rethrow_exception(x.writerError);
}

} // namespace

Task<HttpResult> exchange(Connection& connection, HttpRequest request)
{
    Exchange x(connection, request);
    Connection::Impl& d = connection.impl();
    x.deadline = deadlineAfter(request.timeout);
    connection.enter(d.exchanges++ == 0 ? Phase::FirstRequest : Phase::Request);
    boost::asio::co_spawn(d.net.io, writeRequest(x, request), [&x](std::exception_ptr error) {
        x.writerError = error;
        x.writerDone = true;
        x.connection.impl().net.scheduler.wakeAllSoon(x.waiting, Wake::Ready);
    });
    co_await readResponse(x);
    co_await joinWriter(x);
    judge(x, request);
    co_return std::move(x.result);
}

} // namespace doctor::net
