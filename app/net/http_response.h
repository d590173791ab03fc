// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the bytes of HTTP responses as they come, within fixed limits of memory. For net's .cpp files.
#pragma once

#include "app/net/http.h"

#include <memory>

namespace doctor::net
{

/// Parses one final response, skipping interim ones (1xx).
class HttpResponseReader
{
public:
    enum class State {
        NeedMore,
        Complete,
        Foreign,   ///< not HTTP
        Malformed, ///< HTTP at first, then not
        TooLong,   ///< a limit was reached
    };

    explicit HttpResponseReader(bool headRequest);
    ~HttpResponseReader();

    State feed(QByteArray bytes);
    /// The connection ended in order; true when the response is complete by that.
    bool feedEnd();
    /// True once a "100 Continue" has come.
    [[nodiscard]] bool continueSeen() const;
    /// True once the first byte of the final response has come.
    [[nodiscard]] bool begun() const;
    /// Puts status, headers and body facts into a result.
    void describe(HttpResult& result) const;
    /// The server means to keep the connection.
    [[nodiscard]] bool keepsAlive() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::net
