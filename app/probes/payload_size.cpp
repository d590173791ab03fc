// SPDX-License-Identifier: GPL-3.0-or-later
// Sends rising bodies and stops at the first harm, which it confirms once.
#include "app/probes/payload_size.h"

#include "app/probes/ladder.h"
#include "app/probes/protocols.h"
#include "app/probes/segment_size.h"
#include "app/probes/series.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

constexpr core::Milliseconds AfterLook{150};
constexpr core::Milliseconds UploadWait{10'000};
constexpr core::Milliseconds SmallUploadWait{2'500}; ///< on any line, so little has arrived by then
constexpr core::Milliseconds BriskUploadWait{1'500}; ///< suspicion is enough, the comparison of packets makes it sure
constexpr qint64 SmallUpload = 65'536;
constexpr int ConnectionsNeeded = 3;
constexpr int SearchSteps = 4;
/// What fits between them is looked for only when one does not. Some servers answer a large one before they have taken
/// it, so a path that swallows full packets shows at the middle one only.
const std::vector<qint64> BriskSizes{1'024, 16'384, 262'144};

class Ladder
{
public:
    explicit Ladder(ProbeContext& context) : m_context(context) {}
    /// Sends one size. True when it was taken without objection.
    net::Task<bool> send(qint64 bytes);
    net::Task<> end();
    /// The last size got stuck, as opposed to being refused or cut.
    [[nodiscard]] bool stuck() const { return m_stuck; }

private:
    net::Task<Answer> sent(qint64 bytes);
    ProbeContext& m_context;
    std::unique_ptr<net::Connection> m_connection;
    bool m_stuck = false;
    int m_usualStatus = 0; ///< of the smallest size: a server may answer every body with, say, 405
};

net::Task<Answer> Ladder::sent(qint64 bytes)
{
    net::HttpRequest request = httpRequest(m_context.situation.target);
    request.headers.emplace_back(u"Content-Type"_s, u"application/octet-stream"_s);
    request.body = QByteArray(static_cast<qsizetype>(bytes), 'x');
    const core::Milliseconds small = m_context.limits.brisk ? BriskUploadWait : SmallUploadWait;
    request.timeout = patience(m_context, bytes <= SmallUpload ? small : UploadWait);
    m_connection->enter(core::Phase::Request);
    const net::HttpResult result = co_await net::exchange(*m_connection, std::move(request));
    if (m_connection->isOpen())
        co_await m_connection->read(within(m_context, AfterLook)); // the reset that follows an early refusal
    co_return toAnswer(result);
}

net::Task<bool> Ladder::send(qint64 bytes)
{
    if (!m_connection || !m_connection->isOpen()) {
        Opening opening;
        opening.purpose = u"size"_s;
        m_connection = co_await openReady(m_context, std::move(opening));
    }
    if (!m_connection)
        co_return false;
    Series series(m_context, *m_connection);
    series.begin();
    Answer answer;
    if (m_connection->isOpen())
        answer = co_await sent(bytes);
    if (m_connection->isOpen() && (answer.keepsAlive != true || answer.state != Answer::State::Answered))
        co_await leave(m_context, *m_connection);
    core::Attempt attempt = series.end(answer);
    attempt.parameters.insert(u"sizeBytes"_s, bytes);
    if (m_usualStatus == 0)
        m_usualStatus = answer.status;
    const bool refused = answer.status >= 400 && answer.status != m_usualStatus;
    attempt.succeeded = attempt.succeeded && !refused;
    m_stuck = attempt.ending.how == core::How::Silence;
    m_context.recorder.attempt(attempt);
    co_return attempt.succeeded;
}

net::Task<> Ladder::end()
{
    if (m_connection)
        co_await leave(m_context, *m_connection);
    m_connection.reset();
}

/// Between what was taken and what was not, by halving the ratio.
net::Task<> narrow(ProbeContext& context, Ladder& ladder, qint64 taken, qint64 refused)
{
    for (int step = 0; step < SearchSteps && refused > taken + taken / 8 && !tooLateToAsk(context); ++step) {
        const double middle = std::sqrt(static_cast<double>(taken) * static_cast<double>(refused));
        const auto size = static_cast<qint64>(middle);
        const bool fits = co_await ladder.send(size);
        (fits ? taken : refused) = size;
    }
}

/// What to do about the first size that was not taken.
net::Task<> lookCloser(ProbeContext& context, Ladder& ladder, qint64 taken, qint64 refused)
{
    const bool stuck = ladder.stuck();
    co_await ladder.end();
    if (stuck && taken > 0) {
        const Words words{.kind = Words::Kind::Upload, .bytes = refused};
        co_await compareSegments(context, words);
        co_return;
    }
    if (!tooLateToAsk(context))
        co_await ladder.send(refused);
    if (taken > 0)
        co_await narrow(context, ladder, taken, refused);
}

net::Task<> climb(ProbeContext& context)
{
    const std::vector<qint64> sizes = context.limits.brisk ? BriskSizes : sizeLadder(context.limits.thorough);
    Ladder ladder(context);
    qint64 largestTaken = 0;
    int done = 0;
    for (const qint64 size : sizes) {
        if (tooLateToAsk(context))
            break;
        const bool taken = co_await ladder.send(size);
        context.recorder.progress(static_cast<double>(++done) / static_cast<double>(sizes.size()), {},
                                  {{u"k"_s, done}, {u"n"_s, static_cast<int>(sizes.size())}, {u"sizeBytes"_s, size}});
        if (!taken) {
            co_await lookCloser(context, ladder, largestTaken, size);
            break;
        }
        largestTaken = size;
    }
    co_await ladder.end();
}

} // namespace

QString PayloadSize::id() const
{
    return u"payload-size"_s;
}

QStringList PayloadSize::questions() const
{
    return {u"payload-size"_s, u"segment-size"_s};
}

Cost PayloadSize::cost(const Situation& situation, const Limits& limits) const
{
    QString reason;
    if (!situation.addresses.isEmpty() && !situation.unheard.isEmpty())
        return {.seconds = 9, .connections = 7, .consent = Consent::Gentle, .applicable = true, .reason = {}};
    if (situation.addresses.isEmpty())
        reason = u"no-address"_s;
    else if (!isHttp(situation.protocol))
        reason = u"no-http"_s;
    else if (!situation.healthyExchange)
        reason = u"no-exchange"_s;
    const std::size_t steps = limits.brisk ? BriskSizes.size() : sizeLadder(limits.thorough).size();
    const double answers = static_cast<double>(steps) * situation.slowestAnswerMs / 1000;
    return {.seconds = (limits.brisk ? 0.9 : 2.5) + answers,
            .connections = situation.keepsAlive == false ? static_cast<int>(steps) + 1 : ConnectionsNeeded,
            .consent = Consent::Gentle,
            .applicable = reason.isEmpty(),
            .reason = reason};
}

net::Task<> PayloadSize::run(ProbeContext& context) const
{
    const QString& unheard = context.situation.unheard;
    if (unheard.isEmpty()) {
        co_await climb(context);
        co_return;
    }
    const Words words{.kind = unheard == u"tls-hello" ? Words::Kind::TlsHello : Words::Kind::Request, .bytes = 0};
    co_await compareSegments(context, words);
}

} // namespace doctor::probes
