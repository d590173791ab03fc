// SPDX-License-Identifier: GPL-3.0-or-later
// Requests on new connections and several on one, to what became of them.
#include "app/diagnosis/detectors/exchange.h"

#include <QMap>
#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;
using core::How;

namespace
{

const QString Test = u"exchange"_s;
const QString Answered = u"answered"_s;
constexpr double SlowMs = 2000;
/// Whoever ends sooner did not wait for an answer.
constexpr double WaitedMs = 900;

int statusOf(const core::Attempt& attempt)
{
    return attempt.observations.value(u"status").toInt();
}

/// Words in which servers turn away a caller for where it comes from (redis, PostgreSQL, MySQL, mail servers).
bool saysNotYou(const core::Attempt& attempt)
{
    static const QStringList words{u"-DENIED"_s, u"no pg_hba.conf entry"_s, u"is not allowed to connect"_s,
                                   u"is blocked because"_s, u"554 5.7.1"_s};
    const auto said = observed(attempt, u"answerStart") + observed(attempt, u"greeting");
    return std::any_of(words.begin(), words.end(), [&](const auto& word) { return said.contains(word); });
}

/// A database that refuses a login hangs up over whatever else was sent; it did answer.
bool refusesLogin(const core::Attempt& attempt)
{
    return observed(attempt, u"answerStart").contains(u"FATAL");
}

QString outcomeOfAnswer(const core::Attempt& attempt)
{
    if (attempt.observations.value(u"turnedAway").toBool()) {
        return u"full-answer"_s;
    }
    if (statusOf(attempt) == 429) {
        return u"rate-answer"_s;
    }
    if (statusOf(attempt) == 503) {
        return u"overload-answer"_s;
    }
    const bool waited = attempt.timings.firstByteMs.value_or(0) >= WaitedMs;
    if (waited && (statusOf(attempt) == 408 || statusOf(attempt) == 504)) {
        return u"timeout-answer"_s;
    }
    if (statusOf(attempt) == 502 || statusOf(attempt) == 504) {
        return u"gateway-answer"_s;
    }
    if (saysNotYou(attempt)) {
        return u"refused-in-words"_s;
    }
    return isReset(attempt) && !refusesLogin(attempt) ? u"answered-then-reset"_s : Answered;
}

/// An answer that went on until we had heard enough, as a stream of events does.
bool isEndless(const core::Attempt& attempt)
{
    constexpr qint64 Lately = 3'000; // milliseconds
    return observed(attempt, u"state") == u"truncated" && isSilence(attempt) && attempt.tcp &&
           attempt.tcp->lastDataReceivedMs && *attempt.tcp->lastDataReceivedMs < Lately;
}

/// Answer word of one exchange; empty when the request was never made or said nothing.
QString outcomeOf(const core::Attempt& attempt)
{
    const auto state = observed(attempt, u"state");
    if (state == Answered || isEndless(attempt)) {
        return outcomeOfAnswer(attempt);
    }
    if (state == u"not-understood") {
        return u"not-understood"_s;
    }
    if (neverOpened(attempt) || attempt.ending.phase == core::Phase::TlsHandshake) {
        return {};
    }
    const bool inside = state == u"truncated";
    if (isReset(attempt)) {
        return inside ? u"reset-inside-answer"_s : u"reset-before-answer"_s;
    }
    if (isFin(attempt)) {
        return inside ? u"fin-inside-answer"_s : u"fin-before-answer"_s;
    }
    return isSilence(attempt) ? u"silence"_s : QString();
}

/// Milliseconds that the request had been waiting for its answer when the connection ended, or when the answer came.
double waitedMs(const core::Attempt& attempt)
{
    const auto& timings = attempt.timings;
    if (timings.firstByteMs) {
        return *timings.firstByteMs;
    }
    return timings.totalMs.value_or(0) - timings.connectMs.value_or(0) - timings.tlsMs.value_or(0);
}

/// How sure it is that a limit on the wait ended these before the answer; 0 when it does not look like one.
double limitOnWait(const Sightings& ended, bool inOrder)
{
    // A program that fails does so at once; whose wait is ended in order after so long has waited too long for
    // somebody.
    constexpr double LongMs = 2'000;
    std::vector<double> waits;
    for (const auto& one : ended) {
        waits.push_back(waitedMs(*one.attempt));
    }
    if (waits.size() < 2) {
        return 0;
    }
    const auto [least, most] = std::minmax_element(waits.begin(), waits.end());
    const bool oneAge = *least >= WaitedMs && *most - *least <= std::max(200.0, *least * 0.1);
    return oneAge ? 1 : inOrder && *least >= LongMs ? 0.85 : 0;
}

bool isFailed(const core::Attempt& attempt)
{
    return outcomeOf(attempt) != Answered;
}

QString protocolOf(const core::Session& session)
{
    const auto* service = core::findTest(session, u"service"_s);
    return service == nullptr ? QString() : service->facts.value(u"protocol").toString();
}

std::optional<core::Finding> firstExchange(const core::Session& session)
{
    const auto question = u"first-exchange"_s;
    const auto tried = usable(session, Test, u"fresh"_s);
    const auto told = filtered(tried, [](const auto& attempt) { return !outcomeOf(attempt).isEmpty(); });
    if (told.empty()) {
        return std::nullopt;
    }
    QMap<QString, Sightings> groups;
    for (const auto& one : told) {
        groups[outcomeOf(*one.attempt)].push_back(one);
    }
    // Tries that did not even get a connection are failures of the request all the same, if others were served.
    Sightings failures = filtered(tried, isFailed);
    const auto total = static_cast<qsizetype>(tried.size());
    // Between good answers only such as say "not so much": they tell the reason themselves.
    const auto worded = groups.contains(u"rate-answer"_s)   ? u"rate-answer"_s
                        : groups.contains(u"full-answer"_s) ? u"full-answer"_s
                                                            : u"overload-answer"_s;
    core::Finding finding;
    if (groups.contains(Answered) && groups.value(worded).size() == failures.size() && !failures.empty()) {
        finding = makeFinding(question, worded, Test, failures, total);
        finding.confidence = failures.size() == 1 ? 0.8 : 0.95;
    } else if (groups.contains(Answered) && !failures.empty()) {
        finding = makeFinding(question, u"intermittent"_s, Test, failures, total);
        finding.confidence = failures.size() == 1 ? 0.85 : 0.95;
    } else {
        const auto most = std::max_element(groups.cbegin(), groups.cend(),
                                           [](const auto& a, const auto& b) { return a.size() < b.size(); });
        const bool unanswered = most.key() == u"reset-before-answer" || most.key() == u"fin-before-answer";
        const double limited = unanswered ? limitOnWait(most.value(), most.key() == u"fin-before-answer") : 0;
        finding = makeFinding(question, limited > 0 ? u"cut-while-waiting"_s : most.key(), Test, most.value(),
                              static_cast<qsizetype>(told.size()));
        finding.confidence *= limited > 0 ? limited : 1;
        finding.values.insert(u"waitedSeconds"_s, rounded(waitedMs(*most.value().front().attempt) / 1000));
    }
    if (const int status = statusOf(*told.front().attempt); status > 0) {
        finding.values.insert(u"status"_s, status);
    }
    finding.values.insert(u"protocol"_s, protocolOf(session));
    const bool unasked = std::all_of(
        told.begin(), told.end(), [](const Seen& one) { return one.attempt->observations.value(u"quiet").toBool(); });
    finding.confidence *= unasked ? 0.5 : 1; // that nothing was said to nothing is half an answer
    return finding;
}

/// Ends every connection in order right after its only answer, though it does not say so beforehand.
bool closesEach(const core::Session& session)
{
    const auto fresh = filtered(usable(session, Test, u"fresh"_s),
                                [](const auto& attempt) { return observed(attempt, u"state") == Answered; });
    return fresh.size() >= 2 && std::all_of(fresh.begin(), fresh.end(), [](const Seen& one) {
               return one.attempt->ending.how == How::Fin && one.attempt->ending.who == core::Who::Peer;
           });
}

/// Connections that were kept in use at another pace.
Sightings heldInUse(const core::Session& session)
{
    Sightings all = usable(session, Test, u"busy"_s);
    const Sightings more = usable(session, u"idle-survival"_s, u"busy"_s);
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

/// One of them was cut as well.
bool othersEnded(const core::Session& session)
{
    const auto busy = heldInUse(session);
    return std::any_of(busy.begin(), busy.end(),
                       [](const Seen& one) { return observed(*one.attempt, u"ended") == u"cut"; });
}

/// They ended after as many requests.
bool othersEndedAfter(const core::Session& session, qsizetype requests)
{
    const auto busy = heldInUse(session);
    const auto ended = filtered(busy, [&](const auto& attempt) {
        return observed(attempt, u"ended") == u"cut" && attempt.observations.value(u"requests").toInt() == requests;
    });
    return !ended.empty() && ended.size() == busy.size();
}

bool anotherOutlived(const core::Session& session, qsizetype requests)
{
    const auto busy = heldInUse(session);
    return std::any_of(busy.begin(), busy.end(), [&](const Seen& one) {
        return one.attempt->observations.value(u"requests").toInt() > requests;
    });
}

std::optional<core::Finding> reuse(const core::Session& session)
{
    const auto all = usable(session, Test, u"reused"_s);
    const auto answered = filtered(all, [](const auto& attempt) { return observed(attempt, u"state") == Answered; });
    if (answered.empty()) {
        return std::nullopt; // what never began tells nothing about going on
    }
    const auto& last = *all.back().attempt;
    const auto keeps = answered.back().attempt->observations.value(u"keepsAlive");
    const bool lastAnswered = all.back().index == answered.back().index;
    if (saysNotYou(*answered.front().attempt)) {
        return std::nullopt; // who is turned away has nothing to go on with
    }
    QString answer;
    if (answered.size() == 1 && !lastAnswered && isFin(last) && closesEach(session)) {
        answer = u"closed-as-announced"_s; // by closing each in order, at once: nothing is lost
    } else if (keeps.isBool() && !keeps.toBool()) {
        answer = answered.size() > 1 ? u"limited-announced"_s : u"closed-as-announced"_s;
    } else if (isReset(last)) {
        answer = u"cut-by-reset"_s;
    } else if (!lastAnswered && isFin(last)) {
        answer = u"cut-by-fin"_s;
    } else if (lastAnswered && answered.size() >= 2) {
        answer = u"works"_s;
    } else {
        return std::nullopt;
    }
    const bool cut = answer.startsWith(u"cut");
    auto finding = makeFinding(u"reuse"_s, answer, Test, cut ? Sightings{all.back()} : answered,
                               static_cast<qsizetype>(all.size()));
    // One connection alone may have been cut by chance; a second one after as many requests was not.
    const bool again = cut && othersEndedAfter(session, countOf(answered));
    const bool doubtful = cut && !again && (othersEnded(session) || anotherOutlived(session, countOf(answered)));
    if (again && answered.size() > 1) {
        finding.answer = u"cut-at-count"_s;
    }
    finding.confidence = !cut ? 0.97 : again ? 0.99 : doubtful ? 0.55 : 0.85;
    finding.values.insert(u"requests"_s, static_cast<qint64>(answered.size()));
    return finding;
}

std::optional<core::Finding> expectContinue(const core::Session& session)
{
    const auto tried = usable(session, Test, u"expect-continue"_s);
    if (tried.empty()) {
        return std::nullopt;
    }
    const auto& attempt = *tried.front().attempt;
    const bool answered = observed(attempt, u"state") == Answered;
    QString answer;
    if (answered && attempt.observations.value(u"continued").toBool()) {
        answer = u"works"_s;
    } else if (answered) {
        answer = statusOf(attempt) == 417 || statusOf(attempt) == 400 ? u"refused"_s : u"ignored"_s;
    } else if (isReset(attempt) || isFin(attempt)) {
        answer = u"cut"_s;
    } else {
        return std::nullopt;
    }
    auto finding = makeFinding(u"expect-continue"_s, answer, Test, tried, static_cast<qsizetype>(tried.size()));
    if (statusOf(attempt) > 0) {
        finding.values.insert(u"status"_s, statusOf(attempt));
    }
    return finding;
}

std::optional<core::Finding> responseTime(const core::Session& session)
{
    const auto timed = filtered(usable(session, Test), [](const auto& attempt) {
        return attempt.timings.firstByteMs && observed(attempt, u"state") == Answered;
    });
    if (timed.empty()) {
        return std::nullopt;
    }
    std::vector<double> times;
    for (const auto& one : timed) {
        times.push_back(*one.attempt->timings.firstByteMs);
    }
    const double middle = median(times);
    auto finding = makeFinding(u"response-time"_s, middle > SlowMs ? u"slow"_s : u"quick"_s, Test, timed,
                               static_cast<qsizetype>(timed.size()));
    finding.values.insert(u"medianMs"_s, rounded(middle));
    finding.values.insert(u"slowestMs"_s, rounded(*std::max_element(times.begin(), times.end())));
    return finding;
}

} // namespace

Findings detectExchange(const core::Session& session)
{
    Findings findings;
    for (const auto& finding :
         {firstExchange(session), reuse(session), responseTime(session), expectContinue(session)}) {
        if (finding) {
            findings.push_back(*finding);
        }
    }
    return findings;
}

} // namespace doctor::diagnosis
