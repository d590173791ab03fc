// SPDX-License-Identifier: GPL-3.0-or-later
// Finds out what speaks at the target by listening first and asking one question per connection.
#include "app/probes/service.h"

#include "app/core/model/names.h"
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
constexpr core::Milliseconds AfterLook{200}; ///< a reset may follow the answer

/// What has been learnt so far, and the questions that teach it.
class Survey
{
public:
    Survey(ProbeContext& context, Protocol hint) : m_context(context), m_hint(hint) {}

    net::Task<> ask(Question question);
    [[nodiscard]] bool isSettled() const { return m_settled; }
    [[nodiscard]] QString protocol() const;
    [[nodiscard]] bool tls() const { return m_tls; }

private:
    net::Task<std::unique_ptr<net::Connection>> opened(QString purpose);
    net::Task<> listen();
    net::Task<> sayTlsHello();
    net::Task<> lookInsideTls(net::Connection& connection);
    net::Task<> requestHttp();
    net::Task<> sayPlainBytes();
    void learn(net::Connection& connection, const QString& word);
    [[nodiscard]] QString wordFor(const QByteArray& bytes) const;

    ProbeContext& m_context;
    Protocol m_hint;
    QString m_word = u"unknown"_s;
    bool m_tls = false;
    bool m_settled = false;
};

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
        co_await sayPlainBytes();
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

QString Survey::wordFor(const QByteArray& bytes) const
{
    // Web servers say 400 to plain words on their TLS port, which is no proof that TLS is not spoken there.
    const Protocol wanted = m_context.situation.target.protocol;
    const bool tlsPort = wanted == Protocol::Https || wanted == Protocol::Tls;
    const bool badRequest = bytes.startsWith("HTTP/1.1 400") || bytes.startsWith("HTTP/1.0 400");
    return tlsPort && badRequest ? u"unknown"_s : looksLike(bytes, m_hint);
}

void Survey::learn(net::Connection& connection, const QString& word)
{
    connection.observe(u"looksLike"_s, word);
    if (word != u"unknown" || m_hint == Protocol::Tcp)
        connection.markSucceeded();
    if (word == u"unknown")
        return;
    m_word = word;
    m_tls |= word == u"tls";
    m_settled = true;
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
        learn(*connection, looksLike(got.bytes, m_hint));
        // Whoever speaks first in words of its own will not be understood better by being asked in others'.
        m_settled = m_settled || m_context.situation.target.protocol == Protocol::Auto;
    }
    co_await finish(m_context, *connection);
}

net::Task<> Survey::lookInsideTls(net::Connection& connection)
{
    const Protocol wanted = m_context.situation.target.protocol;
    if (wanted == Protocol::Tls || wanted == Protocol::Https) {
        m_word = core::toWord(wanted);
        co_return;
    }
    const net::ReadResult got = co_await connection.read(within(m_context, core::Milliseconds{200}));
    if (got.state == net::ReadResult::State::Data) {
        connection.observe(u"greeting"_s, printable(got.bytes));
        const QString inside = looksLike(got.bytes, m_hint);
        m_word = inside == u"unknown" ? u"tls"_s : inside;
        co_return;
    }
    net::HttpRequest request = httpRequest(m_context.situation.target);
    request.timeout = within(m_context, AnswerWait);
    connection.enter(Phase::FirstRequest);
    const net::HttpResult result = co_await net::exchange(connection, std::move(request));
    if (!result.firstBytes.isEmpty())
        connection.observe(u"answer"_s, printable(result.firstBytes));
    const bool http = result.firstBytes.startsWith("HTTP/") || m_hint == Protocol::Https;
    m_word = http ? u"https"_s : u"tls"_s;
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
    bool completed = false;
    if (connection->isOpen())
        completed = co_await connection->startTls(std::move(options));
    const QJsonObject facts = connection->tls().toJson();
    for (auto fact = facts.begin(); fact != facts.end(); ++fact)
        connection->observe(fact.key(), fact.value());
    const bool spoken = completed || !connection->tls().alertReceived.isEmpty();
    if (spoken) {
        m_tls = true;
        m_settled = true;
        connection->observe(u"looksLike"_s, u"tls"_s);
        connection->markSucceeded();
        const Protocol wanted = m_context.situation.target.protocol;
        m_word = wanted == Protocol::Https || m_hint == Protocol::Https ? u"https"_s : u"tls"_s;
        if (completed)
            co_await lookInsideTls(*connection);
    }
    co_await finish(m_context, *connection);
}

net::Task<> Survey::requestHttp()
{
    const auto connection = co_await opened(u"http-request"_s);
    if (!connection)
        co_return;
    net::HttpResult result;
    if (connection->isOpen()) {
        net::HttpRequest request = httpRequest(m_context.situation.target);
        request.timeout = within(m_context, AnswerWait);
        connection->enter(Phase::FirstRequest);
        result = co_await net::exchange(*connection, std::move(request));
    }
    if (!result.firstBytes.isEmpty()) {
        connection->observe(u"answer"_s, printable(result.firstBytes));
        learn(*connection, wordFor(result.firstBytes));
        if (connection->isOpen() && !m_settled)
            co_await connection->read(within(m_context, AfterLook));
    }
    // Web servers answer plain requests on their TLS port with 400: ask in TLS before believing it.
    if (result.status == 400)
        m_settled = false;
    if (result.status > 0)
        connection->observe(u"status"_s, result.status);
    co_await finish(m_context, *connection);
}

net::Task<> Survey::sayPlainBytes()
{
    const auto connection = co_await opened(u"plain-bytes"_s);
    if (!connection)
        co_return;
    QByteArray words = openingWords(m_hint);
    if (words.isEmpty())
        words = m_hint == Protocol::Tcp ? "\r\n" : "PING\r\n"; // two protocols answer PING, none is hurt by it
    connection->setParameter(u"words"_s, printable(words));
    net::ReadResult got;
    if (connection->isOpen()) {
        connection->enter(Phase::FirstRequest);
        co_await connection->write(std::move(words), within(m_context, StrangerWait));
        got = co_await connection->read(within(m_context, StrangerWait));
    }
    if (got.state == net::ReadResult::State::Data) {
        connection->observe(u"answer"_s, printable(got.bytes));
        learn(*connection, wordFor(got.bytes));
        if (connection->isOpen())
            co_await connection->read(within(m_context, AfterLook));
    }
    co_await finish(m_context, *connection);
}

} // namespace

std::vector<Question> questionsFor(Protocol asked, Protocol portHint, bool greetingHeard)
{
    const Protocol hint = asked == Protocol::Auto ? portHint : asked;
    std::vector<Question> questions;
    if (greetingHeard)
        questions.push_back(Question::Greeting);
    const auto add = [&](std::initializer_list<Question> more) {
        for (const Question question : more)
            if (std::find(questions.begin(), questions.end(), question) == questions.end())
                questions.push_back(question);
    };
    if (hint == Protocol::Tcp)
        add({Question::Greeting, Question::PlainBytes});
    else if (isHttp(hint) && hint != Protocol::Https)
        add({Question::HttpRequest, Question::TlsHello, Question::PlainBytes});
    else if (hint == Protocol::Https || hint == Protocol::Tls)
        add({Question::TlsHello, Question::HttpRequest, Question::PlainBytes});
    else if (hint == Protocol::Auto)
        add({Question::Greeting, Question::TlsHello, Question::HttpRequest, Question::PlainBytes});
    else if (greets(hint))
        add({Question::Greeting, Question::TlsHello, Question::PlainBytes});
    else
        add({Question::PlainBytes, Question::TlsHello, Question::HttpRequest});
    return questions;
}

QString Service::id() const
{
    return u"service"_s;
}

QStringList Service::questions() const
{
    return {u"spoken-protocol"_s, u"tls-spoken"_s, u"reset-trigger"_s};
}

Cost Service::cost(const Situation& situation, const Limits&) const
{
    return {.seconds = 3,
            .connections = 3,
            .consent = Consent::Gentle,
            .applicable = !situation.addresses.isEmpty(),
            .reason = situation.addresses.isEmpty() ? u"no-address"_s : QString()};
}

net::Task<> Service::run(ProbeContext& context) const
{
    const core::Target& target = context.situation.target;
    const Protocol portHint = core::protocolOfPort(target.port);
    const Protocol hint = target.protocol == Protocol::Auto ? portHint : target.protocol;
    const std::vector<Question> questions =
        questionsFor(target.protocol, portHint, !context.situation.greeting.isEmpty());
    Survey survey(context, hint);
    double asked = 0;
    for (const Question question : questions) {
        if (survey.isSettled() || outOfTime(context))
            break;
        co_await survey.ask(question);
        context.recorder.progress(++asked / static_cast<double>(questions.size()));
    }
    context.recorder.fact(u"protocol"_s, survey.protocol());
    context.recorder.fact(u"tls"_s, survey.tls());
    context.recorder.fact(u"asked"_s, core::toWord(target.protocol));
}

} // namespace doctor::probes
