// SPDX-License-Identifier: GPL-3.0-or-later
// Test service: what speaks here. Asks in the order in which an answer is likely, and stops at the first clear one.
//   purposes      greeting, tls-hello, http-request, plain-bytes, and for those who cut all that off postgres-words and
//                 sqlserver-words; each a connection of its own
//   parameters    words (what was sent, printable)
//   observations  greeting / answer (printable, at most 128), looksLike, tls-hello also TlsFacts
//   facts         protocol (word, or "unknown"), tls (spoken directly), asked (what the user said), tlsUpgrade (only
//   when
//                 true: the server turns to TLS on request)
//   succeeded     something that was recognised came back
#pragma once

#include "app/probes/probe.h"

namespace doctor::probes
{

class Service final : public Probe
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QStringList questions() const override;
    [[nodiscard]] Cost cost(const Situation& situation, const Limits& limits) const override;
    net::Task<> run(ProbeContext& context) const override;
};

enum class Question { Greeting, TlsHello, HttpRequest, PlainBytes, PostgresWords, SqlServerWords };
/// The questions to ask, likeliest first. `portHint` is the protocol that the port suggests.
[[nodiscard]] std::vector<Question> questionsFor(core::Protocol asked, core::Protocol portHint, bool greetingHeard);

} // namespace doctor::probes
