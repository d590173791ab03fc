// SPDX-License-Identifier: GPL-3.0-or-later
// Replays the measured endings under other habits: repeating, speaking up in the quiet, giving up old connections.
#include "app/diagnosis/prevention.h"

#include "app/diagnosis/detectors/attempts.h"
#include "app/knowledge/template_values.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::diagnosis
{

namespace
{

using core::Attempt;
using core::PolicyOutcome;

/// Waits before each repetition, in seconds. The waits of "retry-backoff" double; jitter counts with its mean.
const std::vector<double> RetryOnce{0};
const std::vector<double> RetryBackoff{0.2, 0.4, 0.8};

/// An attempt of a test whose attempts are what programs do, too; variations made to find a difference are not.
struct Event {
    const Attempt* attempt = nullptr;
    QString test;
    double startSeconds = 0;
    double endSeconds = 0;
};

bool isIdleTest(const QString& test)
{
    return test == u"idle-survival";
}

bool isOrdinary(const QString& test, const Attempt& attempt)
{
    static const QStringList tests{u"connect"_s,   u"exchange"_s,      u"request-time"_s, u"payload-size"_s,
                                   u"load-ramp"_s, u"idle-survival"_s, u"stability"_s};
    return tests.contains(test) && attempt.purpose != u"idle-keepalive";
}

std::vector<Event> ordinaryEvents(const core::Session& session)
{
    std::vector<Event> events;
    for (const auto& record : session.tests) {
        for (const Attempt& attempt : record.attempts) {
            if (isUsable(attempt) && isOrdinary(record.id, attempt)) {
                const double start = startMoment(attempt);
                events.push_back({&attempt, record.id, start, endMoment(attempt).value_or(start)});
            }
        }
    }
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.startSeconds < b.startSeconds; });
    return events;
}

bool isFailure(const Event& event)
{
    return !event.attempt->succeeded && event.attempt->ending.isFailure();
}

double idleSeconds(const Event& event)
{
    return isIdleTest(event.test) ? parameter(*event.attempt, u"idleSeconds") : 0;
}

/// A request of its own on a new connection, with nothing unusual about it.
bool isFreshRequest(const Event& event)
{
    return (event.test == u"connect" || event.test == u"exchange" || event.test == u"stability" ||
            event.attempt->purpose == u"canary") &&
           event.attempt->parameters.value(u"request"_s).toInt(1) == 1;
}

/// What would have come of doing the failed thing again: measured, so only attempts that ask the same count.
bool asksTheSame(const Event& failed, const Event& other)
{
    if (isIdleTest(failed.test)) {
        return isFreshRequest(other); // repeated on a new connection, it was not quiet before
    }
    if (other.attempt->address != failed.attempt->address) {
        return false;
    }
    for (const auto* varied : {u"sizeBytes", u"heldSeconds"}) {
        if (failed.attempt->parameters.contains(QString::fromUtf16(varied))) {
            return other.test == failed.test && parameter(*other.attempt, varied) >= parameter(*failed.attempt, varied);
        }
    }
    return isFreshRequest(other) || (other.test == failed.test && other.attempt->purpose == failed.attempt->purpose);
}

/// The measured attempt that stands for a repetition begun at that moment: the first one after it.
const Event* repetitionAt(double moment, const Event& failed, const std::vector<Event>& events)
{
    for (const Event& other : events) {
        if (other.attempt != failed.attempt && other.startSeconds >= moment && asksTheSame(failed, other)) {
            return &other;
        }
    }
    return nullptr;
}

double milliseconds(const Event& event)
{
    return (event.endSeconds - event.startSeconds) * 1000;
}

/// Time to a new connection that is ready to use.
double openingMs(const std::vector<Event>& events)
{
    std::vector<double> values;
    for (const Event& event : events) {
        const auto& timings = event.attempt->timings;
        if (event.attempt->succeeded && timings.connectMs) {
            values.push_back(*timings.connectMs + timings.tlsMs.value_or(0));
        }
    }
    return values.empty() ? 0 : median(std::move(values));
}

/// The request had left when the connection ended without an answer: whether it was carried out cannot be known.
bool mayHaveBeenCarriedOut(const Attempt& attempt)
{
    const bool asked = attempt.ending.phase == core::Phase::FirstRequest ||
                       attempt.ending.phase == core::Phase::Request || attempt.ending.phase == core::Phase::Response;
    return asked && attempt.bytesSent.value_or(0) > 0;
}

/// Collects what one policy does to the failures.
class Replay
{
public:
    Replay(QString policy, const std::vector<Event>& events) : m_all(static_cast<double>(events.size()))
    {
        m_outcome.policy = std::move(policy);
    }
    void failure() { ++m_outcome.failures; }
    void hides(const Event& failed, double addedMs, bool repeats)
    {
        ++m_outcome.hidden;
        m_outcome.unsafe += repeats && mayHaveBeenCarriedOut(*failed.attempt);
        m_added.push_back(addedMs);
    }
    void opens() { ++m_opened; }
    [[nodiscard]] PolicyOutcome outcome(const QJsonObject& values = {})
    {
        if (!m_added.empty()) {
            m_outcome.addedMs = rounded(median(m_added));
        }
        m_outcome.extraConnections = rounded(100 * m_opened / std::max(1.0, m_all));
        m_outcome.values = values;
        return m_outcome;
    }

private:
    PolicyOutcome m_outcome;
    std::vector<double> m_added;
    double m_opened = 0;
    double m_all = 0;
};

void repeatAfter(Replay& replay, const Event& failed, const std::vector<double>& waits,
                 const std::vector<Event>& events)
{
    double moment = failed.endSeconds;
    double added = 0;
    for (const double wait : waits) {
        moment += wait;
        const Event* again = repetitionAt(moment, failed, events);
        if (again == nullptr) {
            return;
        }
        replay.opens();
        added +=
            wait * 1000 + again->attempt->timings.connectMs.value_or(0) + again->attempt->timings.tlsMs.value_or(0);
        if (again->attempt->succeeded) {
            replay.hides(failed, added, true);
            return;
        }
        added += milliseconds(*again);
        moment += milliseconds(*again) / 1000;
    }
}

PolicyOutcome retrying(const QString& policy, const std::vector<double>& waits, const std::vector<Event>& events)
{
    Replay replay(policy, events);
    for (const Event& event : events) {
        if (isFailure(event)) {
            replay.failure();
            repeatAfter(replay, event, waits, events);
        }
    }
    return replay.outcome({{u"tries"_s, static_cast<int>(waits.size())}});
}

/// Was a connection that was quiet for at least this long alive, under the given purpose?
bool survived(double seconds, const QString& purpose, const core::Session& session)
{
    const auto seen = usable(session, u"idle-survival"_s, purpose);
    return std::any_of(seen.begin(), seen.end(), [&](const Seen& one) {
        return one.attempt->succeeded && parameter(*one.attempt, u"idleSeconds") >= seconds;
    });
}

/// Failures after a quiet time that a policy keeps from happening.
template <typename Prevents>
PolicyOutcome preventing(const QString& policy, const QJsonObject& values, const std::vector<Event>& events,
                         double addedMs, bool opensAnew, Prevents prevents)
{
    Replay replay(policy, events);
    for (const Event& event : events) {
        if (!isFailure(event)) {
            continue;
        }
        replay.failure();
        if (idleSeconds(event) > 0 && prevents(event)) {
            replay.hides(event, addedMs, false);
            if (opensAnew) {
                replay.opens();
            }
        }
    }
    return replay.outcome(values);
}

} // namespace

std::vector<PolicyOutcome> prevention(const core::Session& session, const std::vector<core::Finding>& findings)
{
    const auto events = ordinaryEvents(session);
    if (std::none_of(events.begin(), events.end(), isFailure)) {
        return {};
    }
    std::vector<PolicyOutcome> outcomes{retrying(u"retry-once"_s, RetryOnce, events),
                                        retrying(u"retry-backoff"_s, RetryBackoff, events)};
    if (std::none_of(events.begin(), events.end(),
                     [](const Event& event) { return isFailure(event) && idleSeconds(event) > 0; })) {
        return outcomes;
    }
    const QJsonObject advice = knowledge::templateValues(session.target, findings);
    const double interval = advice.value(u"keepAliveSeconds").toDouble();
    const double poolLimit = advice.value(u"poolSeconds").toDouble();
    if (interval > 0) {
        const QJsonObject values{{u"keepAliveSeconds"_s, interval}};
        outcomes.push_back(preventing(u"keep-alive-traffic"_s, values, events, 0, false,
                                      [&](const Event&) { return survived(interval, u"idle"_s, session); }));
        if (!usable(session, u"idle-survival"_s, u"idle-keepalive"_s).empty()) {
            outcomes.push_back(preventing(u"tcp-keep-alive"_s, values, events, 0, false, [&](const Event& event) {
                return survived(idleSeconds(event), u"idle-keepalive"_s, session);
            }));
        }
    }
    if (poolLimit > 0) {
        const bool freshWorks = std::any_of(events.begin(), events.end(), [](const Event& event) {
            return isFreshRequest(event) && event.attempt->succeeded;
        });
        outcomes.push_back(
            preventing(u"pool-idle"_s, {{u"poolSeconds"_s, poolLimit}}, events, rounded(openingMs(events)), true,
                       [&](const Event& event) { return freshWorks && idleSeconds(event) > poolLimit; }));
    }
    return outcomes;
}

} // namespace doctor::diagnosis
