// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP/1.1 exchanges over a Connection. The response is read while the request is written, so that an early
// answer (413 and the like) is seen even if the server then cuts the connection.
#pragma once

#include "app/net/connection.h"

#include <QMap>
#include <utility>
#include <vector>

namespace doctor::net
{

struct HttpRequest {
    QString method = QStringLiteral("GET");
    QString host; ///< Host header
    QString path = QStringLiteral("/");
    std::vector<std::pair<QString, QString>> headers;
    QByteArray body; ///< sent with Content-Length
    bool keepAlive = true;
    bool expectContinue = false; ///< asks with Expect: 100-continue and waits up to 1 s before the body
    core::Milliseconds timeout{10'000};
};

struct HttpResult {
    enum class State {
        Answered,  ///< a complete response
        Truncated, ///< the response began and the connection ended before its end
        NoAnswer,  ///< the connection ended before the first byte, or silence
        NotHttp,   ///< bytes came that are no HTTP response
    };
    State state = State::NoAnswer;
    int status = 0;
    QString reason;
    QMap<QString, QString> headers; ///< names in lower case
    qint64 bodyBytes = 0;
    QByteArray bodyStart;    ///< at most 1 KiB
    bool early = false;      ///< the response began before the request was written whole
    bool keepsAlive = false; ///< the server means to keep the connection
    QByteArray firstBytes;   ///< at most 1024 bytes as they came
};

/// Never reads more than 8 MiB of body or 64 KiB of header; more is Truncated by us and said in the attempt.
Task<HttpResult> exchange(Connection& connection, HttpRequest request);

} // namespace doctor::net
