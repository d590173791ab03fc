// SPDX-License-Identifier: GPL-3.0-or-later
// The harmless exchange of each protocol, as an ordinary client would begin it.
#include "app/probes/protocols.h"

#include "app/core/model/names.h"
#include "app/probes/database_words.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

using core::Phase;
using core::Protocol;
using net::ReadResult;
using State = Answer::State;

constexpr qsizetype MostAnswerBytes = 4096;
/// What a quiet protocol gets to say something or to end the connection.
constexpr core::Milliseconds QuietLook{300};

/// An answer is whole when its protocol says so: one packet, or the last line of a reply.
bool isWhole(const QByteArray& bytes, Protocol protocol)
{
    if (protocol == Protocol::Postgres)
        return isWholePostgres(bytes);
    if (protocol == Protocol::SqlServer)
        return isWholeTds(bytes);
    if (protocol == Protocol::Mysql)
        return isWholeMysql(bytes);
    if (protocol == Protocol::Ssh)
        return bytes.contains('\n') || bytes.size() >= 6;
    if (!bytes.endsWith('\n'))
        return false;
    if (protocol != Protocol::Smtp && protocol != Protocol::Ftp)
        return true;
    const qsizetype lastLine = bytes.lastIndexOf('\n', bytes.size() - 2) + 1;
    return bytes.size() - lastLine > 3 && bytes[lastLine + 3] == ' ';
}

bool fits(const QByteArray& bytes, Protocol protocol, bool afterGreeting)
{
    switch (protocol) {
    case Protocol::Redis:
        return bytes.startsWith('+') || bytes.startsWith('-');
    case Protocol::Ssh:
        return afterGreeting || bytes.startsWith("SSH-");
    case Protocol::Postgres:
        return looksLikePostgres(bytes);
    case Protocol::Tcp:
    case Protocol::Tls:
    case Protocol::Auto:
        return true;
    default:
        return looksLike(bytes, protocol) == core::toWord(protocol);
    }
}

int statusOf(const QByteArray& bytes, Protocol protocol)
{
    return protocol == Protocol::Smtp || protocol == Protocol::Ftp ? bytes.left(3).toInt() : 0;
}

QString errorCodeOf(const QByteArray& bytes, Protocol protocol)
{
    if (protocol == Protocol::Postgres)
        return postgresErrorCode(bytes);
    const int number = protocol == Protocol::Mysql ? mysqlErrorCode(bytes) : 0;
    return number > 0 ? QString::number(number) : QString();
}

/// Servers' own words for "too many connections": Redis, Memcached, MySQL errors 1040 and 1203, PostgreSQL's class 53
/// and "cannot connect now", and code 421 of SMTP and FTP (RFC 5321 §4.2.2, RFC 959 §4.2.1), whose greeting it may be
/// the whole of before anybody knows which of the two is spoken.
bool saysTooMany(const QByteArray& bytes, int status, Protocol protocol)
{
    switch (protocol) {
    case Protocol::Redis:
        return bytes.startsWith("-ERR max number of clients");
    case Protocol::Memcached:
        return bytes.contains("Too many open connections");
    case Protocol::Mysql:
        return bytes.contains("Too many connections") || mysqlErrorCode(bytes) == 1203;
    case Protocol::Postgres:
        return postgresErrorCode(bytes).startsWith(u"53") || postgresErrorCode(bytes) == u"57P03";
    case Protocol::Smtp:
    case Protocol::Ftp:
        return status == 421;
    case Protocol::Auto:
    case Protocol::Tcp:
        return bytes.startsWith("421 ") || bytes.startsWith("421-");
    default:
        return false;
    }
}

/// Reads until the answer is whole, the connection ends, or nothing comes any more.
net::Task<Answer> heard(net::Connection& connection, core::Milliseconds wait, Protocol protocol, bool afterGreeting,
                        const net::Net& net)
{
    const qint64 begin = net.nowUs();
    QByteArray bytes;
    Answer answer;
    bool whole = false;
    while (!whole && bytes.size() < MostAnswerBytes) {
        const core::Milliseconds left = wait - core::Milliseconds{(net.nowUs() - begin) / 1000};
        const ReadResult got = co_await connection.read(std::max(left, core::Milliseconds{1}));
        if (got.state != ReadResult::State::Data)
            break;
        if (bytes.isEmpty() && !connection.timings().firstByteMs)
            connection.timings().firstByteMs = static_cast<double>(net.nowUs() - begin) / 1000.0;
        bytes += got.bytes;
        whole = isWhole(bytes, protocol);
    }
    answer.start = printable(bytes);
    answer.status = statusOf(bytes, protocol);
    answer.turnedAway = saysTooMany(bytes, answer.status, protocol);
    answer.code = errorCodeOf(bytes, protocol);
    answer.bytes = bytes;
    if (bytes.isEmpty())
        answer.state = State::NoAnswer;
    else if (!fits(bytes, protocol, afterGreeting))
        answer.state = State::NotUnderstood;
    else
        answer.state = whole ? State::Answered : State::Truncated;
    co_return answer;
}

net::Task<Answer> askedHttp(ProbeContext& context, net::Connection& connection, Phase phase, core::Milliseconds wait)
{
    net::HttpRequest request = httpRequest(context.situation.target);
    request.timeout = wait;
    connection.enter(phase);
    const net::HttpResult result = co_await net::exchange(connection, std::move(request));
    co_return toAnswer(result);
}

/// Nothing to ask: a healthy connection stays open or says something of its own.
net::Task<Answer> looked(ProbeContext& context, net::Connection& connection)
{
    Answer answer;
    const ReadResult got = co_await connection.read(within(context, QuietLook));
    answer.start = printable(got.bytes);
    answer.turnedAway = saysTooMany(got.bytes, 0, Protocol::Tcp);
    answer.quiet = got.state == ReadResult::State::Quiet;
    answer.state = got.state == ReadResult::State::Ended ? State::NoAnswer : State::Answered;
    co_return answer;
}

} // namespace

QByteArray openingWords(Protocol protocol)
{
    switch (protocol) {
    case Protocol::Redis:
        return "PING\r\n";
    case Protocol::Memcached:
        return "version\r\n";
    case Protocol::Smtp: // RFC 2606 reserves .invalid; a greeting name need not be anybody's
        return "EHLO connection-doctor.invalid\r\n";
    case Protocol::Ftp:
        return "NOOP\r\n";
    case Protocol::Ssh:
        return "SSH-2.0-ConnectionDoctor\r\n";
    case Protocol::Postgres:
        return postgresTlsRequest();
    case Protocol::SqlServer:
        return sqlServerPrelogin();
    default:
        return {};
    }
}

QByteArray farewellOf(Protocol protocol)
{
    return protocol == Protocol::Smtp || protocol == Protocol::Ftp ? QByteArray("QUIT\r\n") : QByteArray();
}

QString hostHeader(const core::Target& target)
{
    QString host = target.serverName.isEmpty() ? target.host.section(u'%', 0, 0) : target.serverName;
    if (host.contains(u':'))
        host = u'[' + host + u']';
    const bool usual = target.port == core::defaultPort(target.protocol);
    return usual ? host : host + u':' + QString::number(target.port);
}

net::HttpRequest httpRequest(const core::Target& target)
{
    net::HttpRequest request;
    request.host = hostHeader(target);
    request.path = target.path.isEmpty() ? u"/"_s : target.path;
    request.headers.emplace_back(u"User-Agent"_s, u"ConnectionDoctor/" DOCTOR_VERSION ""_s);
    request.headers.emplace_back(u"Accept"_s, u"*/*"_s);
    return request;
}

QString toWord(Answer::State state)
{
    switch (state) {
    case State::Answered:
        return u"answered"_s;
    case State::Truncated:
        return u"truncated"_s;
    case State::NoAnswer:
        return u"no-answer"_s;
    case State::NotUnderstood:
        return u"not-understood"_s;
    }
    return {};
}

namespace
{

/// Value of one parameter of a Keep-Alive header (RFC 2068 §19.7.1.1): "timeout=5, max=100".
std::optional<int> keepAliveParameter(const QString& header, QLatin1StringView name)
{
    for (const QString& part : header.split(u',')) {
        bool number = false;
        const int value = part.section(u'=', 1).trimmed().toInt(&number);
        if (number && value >= 0 && part.section(u'=', 0, 0).trimmed().compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return std::nullopt;
}

} // namespace

Answer toAnswer(const net::HttpResult& result)
{
    Answer answer;
    const QString keepAlive = result.headers.value(u"keep-alive"_s);
    answer.announcedIdleSeconds = keepAliveParameter(keepAlive, "timeout"_L1);
    answer.announcedRequests = keepAliveParameter(keepAlive, "max"_L1);
    answer.status = result.status;
    answer.early = result.early;
    answer.start = printable(result.firstBytes);
    switch (result.state) {
    case net::HttpResult::State::Answered:
        answer.state = State::Answered;
        answer.keepsAlive = result.keepsAlive;
        break;
    case net::HttpResult::State::Truncated:
        answer.state = State::Truncated;
        break;
    case net::HttpResult::State::NoAnswer:
        answer.state = State::NoAnswer;
        break;
    case net::HttpResult::State::NotHttp:
        answer.state = State::NotUnderstood;
        break;
    }
    return answer;
}

net::Task<Answer> heardReply(ProbeContext& context, net::Connection& connection, core::Milliseconds wait,
                             Protocol protocol)
{
    Answer answer = co_await heard(connection, wait, protocol, true, context.net);
    co_return answer;
}

net::Task<Answer> greeted(ProbeContext& context, net::Connection& connection, core::Milliseconds wait)
{
    const Protocol protocol = context.situation.protocol;
    Answer answer = co_await heard(connection, wait, protocol, false, context.net);
    if (answer.state == State::NoAnswer && connection.isOpen())
        connection.giveUp();
    co_return answer;
}

net::Task<Answer> said(ProbeContext& context, net::Connection& connection, QByteArray words, Phase phase,
                       core::Milliseconds wait, Protocol protocol)
{
    connection.enter(phase);
    connection.timings().firstByteMs.reset();
    const bool written = co_await connection.write(std::move(words), wait);
    if (!written)
        co_return Answer{};
    connection.enter(Phase::Response);
    Answer answer = co_await heard(connection, wait, protocol, true, context.net);
    co_return answer;
}

net::Task<Answer> asked(ProbeContext& context, net::Connection& connection, Phase phase, core::Milliseconds wait)
{
    const Protocol protocol = context.situation.protocol;
    Answer answer;
    if (isHttp(protocol)) {
        answer = co_await askedHttp(context, connection, phase, wait);
    } else if (QByteArray words = openingWords(protocol); !words.isEmpty()) {
        answer = co_await said(context, connection, std::move(words), phase, wait, protocol);
    } else {
        answer = co_await looked(context, connection);
        co_return answer;
    }
    if (answer.state == State::NoAnswer && connection.isOpen())
        connection.giveUp();
    co_return answer;
}

/// The first word about a login, which is where PostgreSQL says that it is full, starting up or not for us.
net::Task<Answer> startedPostgres(ProbeContext& context, net::Connection& connection, core::Milliseconds wait)
{
    Answer answer = co_await asked(context, connection, Phase::FirstRequest, wait);
    if (answer.state != State::Answered || !connection.isOpen())
        co_return answer;
    bool ready = true;
    if (answer.bytes == "S") {
        net::TlsClientOptions tls = usualTls(context);
        tls.allowWeak = true; // nothing secret is said; what TLS refuses is another test's matter
        ready = co_await connection.startTls(std::move(tls));
    }
    if (!ready)
        co_return Answer{};
    QByteArray words = postgresStartup();
    answer = co_await said(context, connection, std::move(words), Phase::Request, wait, Protocol::Postgres);
    if (answer.state == State::Answered && answer.code.isEmpty()) {
        QByteArray farewell = postgresTerminate();
        co_await connection.write(std::move(farewell), wait);
    }
    co_return answer;
}

net::Task<Answer> exchanged(ProbeContext& context, net::Connection& connection, core::Milliseconds wait)
{
    Answer answer;
    if (greets(context.situation.protocol)) {
        answer = co_await greeted(context, connection, wait);
        if (answer.state != State::Answered || !connection.isOpen())
            co_return answer;
    }
    if (context.situation.protocol == Protocol::Mysql)
        co_return answer; // the next word would be a login
    if (context.situation.protocol == Protocol::Postgres && !context.situation.tls) {
        answer = co_await startedPostgres(context, connection, wait);
        co_return answer;
    }
    answer = co_await asked(context, connection, Phase::FirstRequest, wait);
    co_return answer;
}

QJsonObject observationsOf(const Answer& answer)
{
    QJsonObject seen{{u"state"_s, toWord(answer.state)}};
    if (answer.status > 0)
        seen.insert(u"status"_s, answer.status);
    if (answer.keepsAlive)
        seen.insert(u"keepsAlive"_s, *answer.keepsAlive);
    if (answer.announcedIdleSeconds)
        seen.insert(u"announcedIdleSeconds"_s, *answer.announcedIdleSeconds);
    if (answer.announcedRequests)
        seen.insert(u"announcedRequests"_s, *answer.announcedRequests);
    if (answer.early)
        seen.insert(u"early"_s, true);
    if (answer.quiet)
        seen.insert(u"quiet"_s, true);
    if (answer.turnedAway)
        seen.insert(u"turnedAway"_s, true);
    if (!answer.start.isEmpty())
        seen.insert(u"answerStart"_s, answer.start);
    if (!answer.code.isEmpty())
        seen.insert(u"code"_s, answer.code);
    return seen;
}

void observe(net::Connection& connection, const Answer& answer)
{
    const QJsonObject seen = observationsOf(answer);
    for (auto it = seen.begin(); it != seen.end(); ++it)
        connection.observe(it.key(), it.value());
}

bool isHealthy(const Answer& answer)
{
    return answer.state == State::Answered && answer.status != 429 && answer.status != 503 && !answer.turnedAway;
}

} // namespace doctor::probes
