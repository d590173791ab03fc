// SPDX-License-Identifier: GPL-3.0-or-later
// Beast's parser with a body that is counted instead of kept.
#include "app/net/http_response.h"

#include <boost/beast/http.hpp>
#include <optional>

namespace doctor::net
{

namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace
{

constexpr std::uint32_t headerLimit = 64 * 1024;
constexpr std::uint64_t bodyLimit = 8 * 1024 * 1024;
constexpr qsizetype bodyStartLimit = 1024;

/// A body of which only the length and the first bytes are kept.
struct CountedBody {
    struct value_type {
        qint64 bytes = 0;
        QByteArray start;
    };

    class reader
    {
    public:
        template <bool isRequest, class Fields>
        reader(http::header<isRequest, Fields>&, value_type& value) : m_value(value)
        {
        }

        void init(const boost::optional<std::uint64_t>&, beast::error_code& error) { error = {}; }

        template <class Buffers>
        std::size_t put(const Buffers& buffers, beast::error_code& error)
        {
            error = {};
            std::size_t taken = 0;
            for (const auto buffer : beast::buffers_range_ref(buffers)) {
                const auto size = static_cast<qsizetype>(buffer.size());
                const qsizetype room = std::min(bodyStartLimit - m_value.start.size(), size);
                if (room > 0)
                    m_value.start.append(static_cast<const char*>(buffer.data()), room);
                m_value.bytes += size;
                taken += buffer.size();
            }
            return taken;
        }

        void finish(beast::error_code& error) { error = {}; }

    private:
        value_type& m_value;
    };
};

using Parser = http::response_parser<CountedBody>;

QString text(beast::string_view bytes)
{
    return QString::fromLatin1(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

} // namespace

struct HttpResponseReader::Impl {
    bool head = false;
    std::optional<Parser> parser;
    QByteArray pending; ///< of a header not yet complete; bounded by the header limit
    bool sawContinue = false;
    bool sawBytes = false;

    void restart()
    {
        parser.emplace();
        parser->header_limit(headerLimit);
        parser->body_limit(bodyLimit);
        parser->skip(head);
        parser->eager(true);
        sawBytes = false;
    }
    State stateOf(const beast::error_code& error) const;
};

HttpResponseReader::State HttpResponseReader::Impl::stateOf(const beast::error_code& error) const
{
    if (error == http::error::need_more || !error)
        return State::NeedMore;
    if (error == http::error::header_limit || error == http::error::body_limit || error == http::error::buffer_overflow)
        return State::TooLong;
    return parser->is_header_done() ? State::Malformed : State::Foreign;
}

HttpResponseReader::HttpResponseReader(bool headRequest) : m_impl(std::make_unique<Impl>())
{
    m_impl->head = headRequest;
    m_impl->restart();
}

HttpResponseReader::~HttpResponseReader() = default;

HttpResponseReader::State HttpResponseReader::feed(QByteArray bytes)
{
    Impl& d = *m_impl;
    d.pending.append(bytes);
    while (!d.pending.isEmpty()) {
        d.sawBytes = true;
        beast::error_code error;
        const std::size_t used = d.parser->put(
            boost::asio::buffer(d.pending.constData(), static_cast<std::size_t>(d.pending.size())), error);
        d.pending.remove(0, static_cast<qsizetype>(used));
        if (const State state = d.stateOf(error); error && state != State::NeedMore)
            return state;
        if (d.parser->is_done()) {
            if (d.parser->get().result_int() / 100 != 1 || d.parser->get().result_int() == 101)
                return State::Complete;
            d.sawContinue = d.sawContinue || d.parser->get().result_int() == 100;
            d.restart();
        } else if (used == 0) {
            if (!d.parser->is_header_done() && d.pending.size() > static_cast<qsizetype>(headerLimit))
                return State::TooLong;
            break;
        }
    }
    return State::NeedMore;
}

bool HttpResponseReader::feedEnd()
{
    Impl& d = *m_impl;
    if (!d.parser->is_header_done() || d.parser->is_done())
        return d.parser->is_done();
    beast::error_code error;
    d.parser->put_eof(error);
    return !error && d.parser->is_done();
}

bool HttpResponseReader::continueSeen() const
{
    return m_impl->sawContinue;
}

bool HttpResponseReader::begun() const
{
    return m_impl->sawBytes;
}

void HttpResponseReader::describe(HttpResult& result) const
{
    if (!m_impl->parser->is_header_done())
        return;
    const auto& message = m_impl->parser->get();
    result.status = static_cast<int>(message.result_int());
    result.reason = text(message.reason());
    for (const auto& field : message) {
        const QString name = text(field.name_string()).toLower();
        const QString before = result.headers.value(name);
        result.headers.insert(name, before.isEmpty() ? text(field.value())
                                                     : before + QStringLiteral(", ") + text(field.value()));
    }
    result.bodyBytes = message.body().bytes;
    result.bodyStart = message.body().start;
}

bool HttpResponseReader::keepsAlive() const
{
    return m_impl->parser->is_done() && m_impl->parser->keep_alive();
}

} // namespace doctor::net
