// SPDX-License-Identifier: GPL-3.0-or-later
// The questions that tell what speaks at a target, one connection each, and what their answers taught.
#pragma once

#include "app/probes/conversation.h"
#include "app/probes/service.h"

namespace doctor::probes
{

class Survey
{
public:
    Survey(ProbeContext& context, core::Protocol hint) : m_context(context), m_hint(hint) {}

    net::Task<> ask(Question question);
    /// A clear answer has come.
    [[nodiscard]] bool isSettled() const { return m_settled; }
    /// The word of what speaks; "unknown", or "tcp" when that was asked for.
    [[nodiscard]] QString protocol() const;
    /// TLS from the first byte.
    [[nodiscard]] bool tls() const { return m_tls; }
    /// The protocol turns to TLS on request, and this server says that it would.
    [[nodiscard]] bool offersUpgrade() const { return m_upgrade; }
    /// Somebody ended a connection without a word: another protocol's words may suit him better.
    [[nodiscard]] bool wasCutOff() const { return m_cutOff; }
    /// Somebody ended one that had spoken plain words: what minds strangers only, and not TLS alone, is worth other
    /// words.
    [[nodiscard]] bool wereWordsCutOff() const { return m_wordsCutOff; }
    /// From now on questions run side by side and the last silence holds up everything: waits for it are short.
    void hurry() { m_hurried = true; }

private:
    net::Task<std::unique_ptr<net::Connection>> opened(QString purpose);
    net::Task<> listen();
    net::Task<> askForExtras(net::Connection& connection, const QByteArray& greeting);
    net::Task<> sayTlsHello();
    net::Task<> lookInsideTls(net::Connection& connection);
    net::Task<QByteArray> wordsInsideTls(net::Connection& connection);
    net::Task<> requestHttp();
    net::Task<> sayWords(QString purpose, core::Protocol protocol);
    [[nodiscard]] QString wordFor(const QByteArray& bytes, core::Protocol asked) const;
    void learn(net::Connection& connection, const QByteArray& bytes, core::Protocol asked);
    net::Task<> end(net::Connection& connection, bool spoke);

    ProbeContext& m_context;
    core::Protocol m_hint;
    QString m_word = QStringLiteral("unknown");
    bool m_tls = false;
    bool m_upgrade = false;
    bool m_settled = false;
    bool m_cutOff = false;
    bool m_wordsCutOff = false;
    bool m_hurried = false;
};

} // namespace doctor::probes
