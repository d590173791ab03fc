// SPDX-License-Identifier: GPL-3.0-or-later
// Listens first, then asks in one protocol's words per connection.
#include "app/probes/survey.h"

#include "app/core/model/names.h"
#include "app/probes/database_words.h"
#include "app/probes/protocols.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

using core::Phase;
using core::Protocol;

constexpr core::Milliseconds GreetingWait{1'000};
constexpr core::Milliseconds LongGreetingWait{4'000}; ///< some mail servers make strangers wait
constexpr core::Milliseconds AnswerWait{4'000};
constexpr core::Milliseconds StrangerWait{1'500};
constexpr core::Milliseconds StrangerHelloWait{2'500};
constexpr core::Milliseconds HurriedWait{2'500};
constexpr core::Milliseconds AfterLook{200}; ///< a reset may follow the answer
constexpr core::Milliseconds InnerLook{200};

bool wantsTls(Protocol wanted)
{
    return wanted == Protocol::Tls || wanted == Protocol::Https;
}

} // namespace

QString Survey::protocol() const
{
    const Protocol wanted = m_context.situation.target.protocol;
    if (m_word != u"unknown")
        return m_word;
    return wanted == Protocol::Tcp ? u"tcp"_s : m_word;
}

net::Task<> Survey::ask(Question question)
{
    switch (question) {
    case Question::Greeting:
        co_await listen();
        break;
    case Question::TlsHello:
        co_await sayTlsHello();
        break;
    case Question::HttpRequest:
        co_await requestHttp();
        break;
    case Question::PlainBytes:
        co_await sayWords(u"plain-bytes"_s, m_hint);
        break;
    case Question::PostgresWords:
        co_await sayWords(u"postgres-words"_s, Protocol::Postgres);
        break;
    case Question::SqlServerWords:
        co_await sayWords(u"sqlserver-words"_s, Protocol::SqlServer);
        break;
    }
}

net::Task<std::unique_ptr<net::Connection>> Survey::opened(QString purpose)
{
    Opening opening;
    opening.purpose = std::move(purpose);
    auto connection = co_await open(m_context, std::move(opening));
    // A reset for the mere connection must not be taken for one that our words brought about: it needs a round trip.
    if (connection && connection->isOpen()) {
        const double roundTrip = connection->timings().connectMs.value_or(0);
        const core::Milliseconds wait{std::min<qint64>(20 + static_cast<qint64>(roundTrip * 1.5), 400)};
        co_await connection->holdIdle(within(m_context, wait));
    }
    co_return connection;
}

QString Survey::wordFor(const QByteArray& bytes, Protocol asked) const
{
    // Web servers say 400 to plain words on their TLS port, which is no proof that TLS is not spoken there.
    const bool tlsPort = wantsTls(m_context.situation.target.protocol);
    const bool badRequest = bytes.startsWith("HTTP/1.1 400") || bytes.startsWith("HTTP/1.0 400");
    return tlsPort && badRequest ? u"unknown"_s : looksLike(bytes, asked);
}

void Survey::learn(net::Connection& connection, const QByteArray& bytes, Protocol asked)
{
    const QString word = wordFor(bytes, asked);
    connection.observe(u"looksLike"_s, word);
    if (word != u"unknown" || m_hint == Protocol::Tcp)
        connection.markSucceeded();
    if (word == u"unknown")
        return;
    m_word = word;
    m_tls |= word == u"tls";
    m_settled = true;
}

/// Ends and records; `spoke`: the peer said something.
net::Task<> Survey::end(net::Connection& connection, bool spoke)
{
    const core::Ending ending = connection.ending();
    const bool cut = !spoke && ending.who == core::Who::Peer && ending.phase != Phase::Connect;
    m_cutOff |= cut;
    m_wordsCutOff |= cut && ending.phase != Phase::TlsHandshake;
    co_await finish(m_context, connection);
}

net::Task<> Survey::listen()
{
    const auto connection = co_await opened(u"greeting"_s);
    if (!connection)
        co_return;
    const core::Milliseconds wait = within(m_context, greets(m_hint) ? LongGreetingWait : GreetingWait);
    net::ReadResult got;
    if (connection->isOpen())
        got = co_await connection->read(wait);
    if (got.state == net::ReadResult::State::Data) {
        connection->observe(u"greeting"_s, printable(got.bytes));
        learn(*connection, got.bytes, m_hint);
        // Whoever speaks first in words of its own will not be understood better by being asked in others'.
        m_settled = m_settled || m_context.situation.target.protocol == Protocol::Auto;
        co_await askForExtras(*connection, got.bytes);
    }
    co_await finish(m_context, *connection);
}

/// Mail and file servers tell in one more answer whether they would turn to TLS; MySQL has told already.
net::Task<> Survey::askForExtras(net::Connection& connection, const QByteArray& greeting)
{
    m_upgrade = m_word == u"mysql" && mysqlOffersTls(greeting);
    const bool mail = m_word == u"smtp";
    if ((!mail && m_word != u"ftp") || !greeting.startsWith("220") || !connection.isOpen())
        co_return;
    const Protocol protocol = mail ? Protocol::Smtp : Protocol::Ftp;
    QByteArray words = mail ? openingWords(Protocol::Smtp) : QByteArray("FEAT\r\n");
    const core::Milliseconds wait = within(m_context, AnswerWait);
    const Answer answer = co_await said(m_context, connection, std::move(words), Phase::FirstRequest, wait, protocol);
    if (!answer.start.isEmpty())
        connection.observe(u"answer"_s, answer.start);
    m_upgrade = answer.bytes.toUpper().contains(mail ? "STARTTLS" : "AUTH TLS");
}

/// What the service says inside TLS, first unasked, then to the words that suit what we take it for.
net::Task<QByteArray> Survey::wordsInsideTls(net::Connection& connection)
{
    const core::Milliseconds look = greets(m_hint) ? GreetingWait : InnerLook;
    const net::ReadResult unasked = co_await connection.read(within(m_context, look));
    if (unasked.state == net::ReadResult::State::Data) {
        connection.observe(u"greeting"_s, printable(unasked.bytes));
        co_return unasked.bytes;
    }
    QByteArray words = isHttp(m_hint) ? QByteArray() : openingWords(m_hint);
    if (!words.isEmpty()) {
        const core::Milliseconds wait = within(m_context, AnswerWait);
        const Answer answer = co_await said(m_context, connection, std::move(words), Phase::FirstRequest, wait, m_hint);
        if (!answer.start.isEmpty())
            connection.observe(u"answer"_s, answer.start);
        co_return answer.bytes;
    }
    net::HttpRequest request = httpRequest(m_context.situation.target);
    request.timeout = within(m_context, AnswerWait);
    connection.enter(Phase::FirstRequest);
    const net::HttpResult result = co_await net::exchange(connection, std::move(request));
    if (!result.firstBytes.isEmpty())
        connection.observe(u"answer"_s, printable(result.firstBytes));
    co_return result.firstBytes;
}

net::Task<> Survey::lookInsideTls(net::Connection& connection)
{
    const Protocol wanted = m_context.situation.target.protocol;
    if (wantsTls(wanted)) {
        m_word = core::toWord(wanted);
        co_return;
    }
    const QByteArray words = co_await wordsInsideTls(connection);
    const QString inside = looksLike(words, m_hint);
    if (inside == u"http" || (inside == u"unknown" && m_hint == Protocol::Https))
        m_word = u"https"_s;
    else
        m_word = inside == u"unknown" ? u"tls"_s : inside;
}

net::Task<> Survey::sayTlsHello()
{
    const auto connection = co_await opened(u"tls-hello"_s);
    if (!connection)
        co_return;
    net::TlsClientOptions options = usualTls(m_context);
    // Anything goes: the question is whether TLS is spoken at all, not how well.
    options.minimum = net::TlsVersion::V1_0;
    options.allowWeak = true;
    if (m_hint != Protocol::Tls && m_hint != Protocol::Https) // those who wait for the end of a line never answer
        options.timeout = within(m_context, StrangerHelloWait);
    bool completed = false;
    if (connection->isOpen())
        completed = co_await connection->startTls(std::move(options));
    const QJsonObject facts = connection->tls().toJson();
    for (auto fact = facts.begin(); fact != facts.end(); ++fact)
        connection->observe(fact.key(), fact.value());
    const bool spoken = completed || !connection->tls().alertReceived.isEmpty();
    const QString otherWords = connection->attempt().observations.value(u"answerStart"_s).toString();
    if (spoken) {
        m_tls = true;
        m_settled = true;
        connection->observe(u"looksLike"_s, u"tls"_s);
        connection->markSucceeded();
        const Protocol wanted = m_context.situation.target.protocol;
        m_word = wanted == Protocol::Https || m_hint == Protocol::Https ? u"https"_s : u"tls"_s;
        if (completed)
            co_await lookInsideTls(*connection);
    } else if (!otherWords.isEmpty()) {
        const QByteArray bytes = otherWords.toLatin1();
        connection->observe(u"answer"_s, printable(bytes));
        learn(*connection, bytes, m_hint);
    }
    co_await end(*connection, spoken || !otherWords.isEmpty());
}

net::Task<> Survey::requestHttp()
{
    const auto connection = co_await opened(u"http-request"_s);
    if (!connection)
        co_return;
    net::HttpResult result;
    if (connection->isOpen()) {
        net::HttpRequest request = httpRequest(m_context.situation.target);
        request.timeout = within(m_context, m_hurried ? HurriedWait : AnswerWait);
        connection->enter(Phase::FirstRequest);
        result = co_await net::exchange(*connection, std::move(request));
    }
    if (!result.firstBytes.isEmpty()) {
        connection->observe(u"answer"_s, printable(result.firstBytes));
        learn(*connection, result.firstBytes, m_hint);
        if (connection->isOpen() && !m_settled)
            co_await connection->read(within(m_context, AfterLook));
    }
    // Web servers answer plain requests on their TLS port with 400, or with an alert: ask in TLS before believing it.
    if (result.status == 400 || m_word == u"tls")
        m_settled = false;
    if (result.status > 0)
        connection->observe(u"status"_s, result.status);
    co_await end(*connection, !result.firstBytes.isEmpty());
}

net::Task<> Survey::sayWords(QString purpose, Protocol protocol)
{
    const auto connection = co_await opened(std::move(purpose));
    if (!connection)
        co_return;
    QByteArray words = openingWords(protocol);
    if (words.isEmpty())
        words = protocol == Protocol::Tcp ? "\r\n" : "PING\r\n"; // two protocols answer PING, none is hurt by it
    connection->setParameter(u"words"_s, printable(words));
    net::ReadResult got;
    if (connection->isOpen()) {
        connection->enter(Phase::FirstRequest);
        co_await connection->write(std::move(words), within(m_context, StrangerWait));
        got = co_await connection->read(within(m_context, StrangerWait));
    }
    const bool spoke = got.state == net::ReadResult::State::Data;
    if (spoke) {
        connection->observe(u"answer"_s, printable(got.bytes));
        learn(*connection, got.bytes, protocol);
        m_upgrade |= m_word == u"postgres" && got.bytes == "S";
        if (m_word == u"tls") // an alert to plain words: what is behind it is asked in TLS
            m_settled = false;
        if (connection->isOpen())
            co_await connection->read(within(m_context, AfterLook));
    }
    co_await end(*connection, spoke);
}

} // namespace doctor::probes
