// SPDX-License-Identifier: GPL-3.0-or-later
// A small web server's conversation on one connection, with the places where a fault may step in.
#pragma once

#include "app/practice/http_reader.h"
#include "app/practice/stage.h"

#include <QByteArray>
#include <functional>

namespace doctor::practice
{

/// How one fault differs from a healthy web server. The defaults are the healthy one.
struct HttpHabits {
    core::Milliseconds quiet = std::chrono::hours{2};     ///< allowed before and between requests
    bool seesKeepAlive = false;                           ///< TCP keep-alive probes count as no quiet
    core::Milliseconds request = std::chrono::minutes{1}; ///< allowed for one whole request
    core::Milliseconds thinking{0};                       ///< before the answer
    core::Milliseconds age = std::chrono::hours{48};      ///< of a connection, in use or not
    int requests = 0;                                     ///< answered on one connection; 0: any number
    qint64 maxBodyBytes = 64LL * 1024 * 1024;
    bool closesAfterAnswer = false; ///< announces it with Connection: close
    /// What happens when the quiet time is over; absent: closes in order.
    std::function<net::Task<>(net::Connection&)> whenQuiet;
    /// What happens at that age, or after so many requests; absent: closes in order, without having said so.
    std::function<net::Task<>(net::Connection&)> whenSpent;
    /// What happens instead of an answer.
    std::function<net::Task<>(net::Connection&)> insteadOfAnswer;
    /// What happens when a request is not complete in time; absent: answers 408 and closes in order.
    std::function<net::Task<>(net::Connection&)> whenTooSlow;
    /// What happens after 413 was sent to a request with a bigger body; absent: takes the rest, then closes in order.
    std::function<void(net::Connection&)> whenTooLarge;
};

/// Header and body of a complete answer.
[[nodiscard]] QByteArray httpAnswer(int status, const QByteArray& body, bool keepAlive, bool withBody = true);
/// The body that every healthy answer carries; names the fault.
[[nodiscard]] QByteArray practiceBody(const Stage& stage);

/// Longest that a client may take to accept an answer.
inline constexpr core::Milliseconds WriteTimeout{10'000};

/// Speaks HTTP until the connection ends or the habits end it. No default for the habits: g++ 12 destroys temporaries
/// of an awaited call's arguments twice.
net::Task<> serveHttp(Stage& stage, net::Connection& connection, HttpHabits habits);

} // namespace doctor::practice
