// SPDX-License-Identifier: GPL-3.0-or-later
// Our own errors: a stable code to test by and one sentence to show. A failed connection is never one of these.
#pragma once

#include <QString>
#include <tl/expected.hpp>

namespace doctor::core
{

enum class ErrorCode {
    InvalidInput, ///< what the user gave cannot be understood
    Unreadable,   ///< a file cannot be opened or read
    Malformed,    ///< a file was read and is not what it should be
    TooNew,       ///< written by a newer version with another schema
    Unwritable,   ///< a file cannot be written
    Unavailable,  ///< this machine lacks something (a right, a port, a resource)
    Internal,     ///< our own data is inconsistent
};

/// What went wrong on our side. `message` is one translated sentence that says what was expected.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString message;
    bool operator==(const Error&) const = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(ErrorCode code, QString message)
{
    return tl::unexpected<Error>(Error{code, std::move(message)});
}

} // namespace doctor::core
