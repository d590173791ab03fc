// SPDX-License-Identifier: GPL-3.0-or-later
// A request reader just good enough for honest clients and harmless under hostile ones.
#include "app/practice/http_reader.h"

#include "app/net/segments.h"

#include <QList>
#include <algorithm>

namespace doctor::practice
{

namespace
{

using State = net::ReadResult::State;

bool isMethodByte(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

/// "GET / HTTP/1.1"
bool parseRequestLine(const QByteArray& line, RequestHead& head)
{
    const QList<QByteArray> words = line.split(' ');
    if (words.size() != 3 || words[1].isEmpty() || !words[2].startsWith("HTTP/1."))
        return false;
    head.method = words[0];
    head.keepAlive = words[2] != "HTTP/1.0";
    return !head.method.isEmpty() && std::all_of(head.method.begin(), head.method.end(), isMethodByte);
}

bool parseField(const QByteArray& line, RequestHead& head)
{
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0)
        return false;
    const QByteArray name = line.left(colon).toLower();
    const QByteArray value = line.mid(colon + 1).trimmed();
    if (name == "content-length") {
        bool isNumber = false;
        head.bodyBytes = value.toLongLong(&isNumber);
        return isNumber && head.bodyBytes >= 0;
    }
    if (name == "transfer-encoding")
        head.chunked = true;
    if (name == "expect")
        head.expectsContinue = value.toLower() == "100-continue";
    if (name == "connection") {
        const QByteArray wish = value.toLower();
        if (wish.contains("close"))
            head.keepAlive = false;
        else if (wish.contains("keep-alive"))
            head.keepAlive = true;
    }
    return true;
}

} // namespace

core::Milliseconds HttpReader::timeLeft() const
{
    return core::Milliseconds{std::max<qint64>(0, (m_deadlineUs - m_net.nowUs()) / 1000)};
}

Heard HttpReader::parse()
{
    const qsizetype end = m_buffer.indexOf("\r\n\r\n");
    const QList<QByteArray> lines = m_buffer.left(end).split('\n');
    m_head = {};
    if (!parseRequestLine(lines.front().trimmed(), m_head))
        return Heard::NotHttp;
    for (qsizetype i = 1; i < lines.size(); ++i)
        if (!parseField(lines[i].trimmed(), m_head))
            return Heard::NotHttp;
    m_buffer.remove(0, end + 4);
    return Heard::All;
}

net::Task<net::ReadResult> HttpReader::firstOfNext(Patience patience)
{
    constexpr core::Milliseconds Look{50};
    if (!patience.seesKeepAlive) {
        net::ReadResult got = co_await m_connection.read(patience.quiet);
        co_return got;
    }
    std::optional<qint64> segments = net::segmentsReceived(m_connection);
    qint64 quietSince = m_net.nowUs();
    for (;;) {
        const core::Milliseconds quiet{(m_net.nowUs() - quietSince) / 1000};
        net::ReadResult got =
            co_await m_connection.read(std::clamp(patience.quiet - quiet, core::Milliseconds{1}, Look));
        const bool over = core::Milliseconds{(m_net.nowUs() - quietSince) / 1000} >= patience.quiet;
        if (got.state != State::Quiet || over)
            co_return got;
        if (const auto seen = net::segmentsReceived(m_connection); seen != segments) {
            segments = seen;
            quietSince = m_net.nowUs();
        }
    }
}

net::Task<Heard> HttpReader::readHead(Patience patience)
{
    if (m_buffer.isEmpty()) {
        const net::ReadResult first = co_await firstOfNext(patience);
        if (first.state != State::Data)
            co_return first.state == State::Quiet ? Heard::Quiet : Heard::Ended;
        m_buffer = first.bytes;
    }
    m_deadlineUs = m_net.nowUs() + qint64{patience.request.count()} * 1000;
    while (!m_buffer.contains("\r\n\r\n")) {
        // A TLS hello or another protocol's greeting never ends like a header: answer it now, not at the time limit.
        const qsizetype lineEnd = m_buffer.indexOf('\n');
        RequestHead ignored;
        if (!isMethodByte(m_buffer.front()) ||
            (lineEnd >= 0 && !parseRequestLine(m_buffer.left(lineEnd).trimmed(), ignored)))
            co_return Heard::NotHttp;
        if (m_buffer.size() > MaxHeaderBytes)
            co_return Heard::TooBig;
        const net::ReadResult more = co_await m_connection.read(timeLeft());
        if (more.state != State::Data)
            co_return more.state == State::Quiet ? Heard::TooSlow : Heard::Ended;
        m_buffer += more.bytes;
    }
    co_return m_buffer.indexOf("\r\n\r\n") > MaxHeaderBytes ? Heard::TooBig : parse();
}

net::Task<Heard> HttpReader::dropBody()
{
    qint64 missing = m_head.bodyBytes;
    const qsizetype here = static_cast<qsizetype>(std::min<qint64>(missing, m_buffer.size()));
    m_buffer.remove(0, here);
    missing -= here;
    while (missing > 0) {
        constexpr qint64 Piece = 64 * 1024;
        const net::ReadResult more =
            co_await m_connection.read(timeLeft(), static_cast<qsizetype>(std::min(missing, Piece)));
        if (more.state != State::Data)
            co_return more.state == State::Quiet ? Heard::TooSlow : Heard::Ended;
        missing -= more.bytes.size();
    }
    co_return Heard::All;
}

} // namespace doctor::practice
