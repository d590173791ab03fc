// SPDX-License-Identifier: GPL-3.0-or-later
// Reads HTTP/1.1 requests off a connection with bounded memory: bodies are counted and dropped.
#pragma once

#include "app/net/connection.h"
#include "app/net/net.h"

#include <QByteArray>

namespace doctor::practice
{

struct RequestHead {
    QByteArray method;
    bool keepAlive = true;
    bool expectsContinue = false;
    bool chunked = false;
    qint64 bodyBytes = 0;
};

enum class Heard {
    All,     ///< what was asked for is there
    Quiet,   ///< not a byte of a next request within the quiet time
    TooSlow, ///< begun, and not complete in time
    TooBig,  ///< the header is longer than any sane one
    NotHttp, ///< bytes that are no HTTP request
    Ended,   ///< the connection ended
};

struct Patience {
    core::Milliseconds quiet{0};   ///< for the first byte of the next request
    core::Milliseconds request{0}; ///< from its first byte to the last byte of its body
    bool seesKeepAlive = false;    ///< TCP keep-alive probes begin the quiet time anew, as in a device on the path
};

/// One per connection; bytes that belong to the next request wait in it.
class HttpReader
{
public:
    static constexpr qsizetype MaxHeaderBytes = 16 * 1024;

    HttpReader(net::Net& net, net::Connection& connection) : m_net(net), m_connection(connection) {}

    /// Waits for the next request's header.
    net::Task<Heard> readHead(Patience patience);
    /// The header that readHead() found.
    [[nodiscard]] const RequestHead& head() const { return m_head; }
    /// Reads the body of that request and drops it, in the time that is left to the request.
    net::Task<Heard> dropBody();

private:
    net::Task<net::ReadResult> firstOfNext(Patience patience);
    [[nodiscard]] core::Milliseconds timeLeft() const;
    [[nodiscard]] Heard parse();

    net::Net& m_net;
    net::Connection& m_connection;
    QByteArray m_buffer;
    RequestHead m_head;
    qint64 m_deadlineUs = 0;
};

} // namespace doctor::practice
