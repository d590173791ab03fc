// SPDX-License-Identifier: GPL-3.0-or-later
// Many tries to connect become one outcome, one statement about the addresses and one about the time.
#include "app/diagnosis/detectors/connect.h"

#include "app/diagnosis/detectors/refusals.h"

#include <QJsonArray>
#include <QMap>
#include <QSet>
#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;
using core::How;

namespace
{

const QString Test = u"connect"_s;

/// Answer word of a failed try; empty when it worked.
QString failureOf(const core::Attempt& attempt)
{
    const auto& ending = attempt.ending;
    // Whoever says a word and closes in order has served us; what the word meant is the exchange's matter.
    const bool spoke = !observed(attempt, u"greeting").isEmpty();
    if (attempt.succeeded || !ending.isFailure() || (spoke && isFin(attempt))) {
        return {};
    }
    switch (ending.how) {
    case How::Refused:
        return u"refused"_s;
    case How::Unreachable:
        return ending.detail.endsWith(u"prohibited") || ending.detail == u"port-unreachable" ? u"rejected"_s
                                                                                             : u"unreachable"_s;
    case How::Reset:
        return u"reset-at-once"_s;
    case How::Fin:
    case How::FinThenReset:
        return u"fin-at-once"_s;
    default:
        return u"no-answer"_s;
    }
}

bool failed(const core::Attempt& attempt)
{
    return !failureOf(attempt).isEmpty();
}

/// A computer without a way into one family is no fault of anybody: programs fall back at once.
bool isMissingFamily(const core::Attempt& attempt)
{
    return attempt.ending.how == How::Unreachable && attempt.ending.detail == u"net-unreachable" &&
           attempt.timings.totalMs.value_or(0) < 100;
}

Sightings withoutMissingFamily(const Sightings& all)
{
    const auto rest = filtered(all, [](const auto& attempt) { return !isMissingFamily(attempt); });
    const bool anyWorked = std::any_of(rest.begin(), rest.end(), [](const Seen& one) { return !failed(*one.attempt); });
    return anyWorked ? rest : all;
}

/// The commonest answer word among failures.
QString commonest(const Sightings& failures)
{
    QMap<QString, int> counts;
    for (const auto& one : failures) {
        ++counts[failureOf(*one.attempt)];
    }
    QString word;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        word = word.isEmpty() || it.value() > counts.value(word) ? it.key() : word;
    }
    return word;
}

/// The first ones worked and then none at all: what took them in is full, or has had enough of us.
std::optional<core::Finding> wentSilent(Sightings tries, const Sightings& later)
{
    constexpr size_t FewestSilent = 2;
    tries.insert(tries.end(), later.begin(), later.end());
    std::stable_sort(tries.begin(), tries.end(),
                     [](const Seen& a, const Seen& b) { return startMoment(*a.attempt) < startMoment(*b.attempt); });
    const auto silent = filtered(tries, [](const auto& attempt) { return failureOf(attempt) == u"no-answer"; });
    const auto failures = filtered(tries, failed);
    const auto tail = tries.size() - silent.size();
    const bool oneAddress = std::all_of(tries.begin(), tries.end(), [&](const Seen& one) {
        return one.attempt->address == tries.front().attempt->address;
    });
    if (!oneAddress || silent.size() < FewestSilent || failures.size() != silent.size() || tail == 0 ||
        silent.front().index != tries[tail].index) {
        return std::nullopt;
    }
    auto finding =
        makeFinding(u"connect-outcome"_s, u"went-silent"_s, Test, silent, static_cast<qsizetype>(tries.size()));
    finding.confidence = confidence(static_cast<qsizetype>(silent.size()), static_cast<qsizetype>(silent.size()));
    return finding;
}

core::Finding outcome(const Sightings& all)
{
    const auto question = u"connect-outcome"_s;
    const auto total = static_cast<qsizetype>(all.size());
    const auto failures = filtered(all, failed);
    if (failures.empty()) {
        return makeFinding(question, u"all-connected"_s, Test, all, total);
    }
    if (failures.size() < all.size()) {
        auto finding = makeFinding(question, u"intermittent"_s, Test, failures, total);
        finding.confidence = failures.size() == 1 ? 0.8 : 0.95;
        return finding;
    }
    const auto word = commonest(failures);
    const auto same = filtered(failures, [&](const auto& attempt) { return failureOf(attempt) == word; });
    return makeFinding(question, word, Test, same, total);
}

std::optional<core::Finding> localFailure(const core::Session& session)
{
    const auto* record = core::findTest(session, Test);
    Sightings local;
    qsizetype total = 0;
    int index = 0;
    for (const auto& attempt : record->attempts) {
        const bool counts = attempt.purpose == Test && attempt.ending.how != How::Cancelled;
        total += counts ? 1 : 0;
        if (counts && attempt.ending.how == How::LocalFailure) {
            local.push_back({index, &attempt});
        }
        ++index;
    }
    if (local.empty()) {
        return std::nullopt;
    }
    return makeFinding(u"connect-outcome"_s, u"local-failure"_s, Test, local, total);
}

struct ByAddress {
    QStringList good;
    QStringList bad;
    Sightings badTries;
    bool mixed = false;
};

ByAddress byAddress(const Sightings& all)
{
    QMap<QString, Sightings> groups;
    for (const auto& one : all) {
        groups[one.attempt->address].push_back(one);
    }
    ByAddress result;
    for (auto it = groups.cbegin(); it != groups.cend(); ++it) {
        const auto failures = filtered(it.value(), failed);
        if (failures.empty()) {
            result.good.append(it.key());
        } else if (failures.size() == it.value().size()) {
            result.bad.append(it.key());
            result.badTries.insert(result.badTries.end(), failures.begin(), failures.end());
        } else {
            result.mixed = true;
        }
    }
    return result;
}

bool allOfFamily(const QStringList& addresses, bool v6)
{
    return std::all_of(addresses.begin(), addresses.end(), [&](const auto& a) { return a.contains(u':') == v6; });
}

/// Addresses that take connections and then serve nobody, while another one serves: only exchanges can tell.
ByAddress byService(const core::Session& session)
{
    QMap<QString, Sightings> groups;
    for (const auto& one : usable(session, u"exchange"_s, u"fresh"_s)) {
        groups[one.attempt->address].push_back(one);
    }
    ByAddress result;
    for (auto it = groups.cbegin(); it != groups.cend(); ++it) {
        const auto bad = filtered(it.value(), [](const auto& attempt) { return !attempt.succeeded; });
        if (bad.empty()) {
            result.good.append(it.key());
        } else if (bad.size() == it.value().size() && bad.size() >= 2) {
            result.bad.append(it.key());
            result.badTries.insert(result.badTries.end(), bad.begin(), bad.end());
        }
    }
    return result;
}

std::optional<core::Finding> addressDifference(const core::Session& session, const Sightings& all)
{
    const auto question = u"address-difference"_s;
    const auto connected = byAddress(all);
    const auto served = byService(session);
    const bool differs = connected.bad.isEmpty() && !served.good.isEmpty() && !served.bad.isEmpty();
    const auto& split = differs ? served : connected;
    const auto test = differs ? u"exchange"_s : Test;
    if (split.good.size() + split.bad.size() + (split.mixed ? 1 : 0) <= 1) {
        auto finding = makeFinding(question, u"single-address"_s, Test, all, static_cast<qsizetype>(all.size()));
        finding.confidence = 1;
        return finding;
    }
    if (split.good.isEmpty() || split.bad.isEmpty()) {
        return makeFinding(question, u"same"_s, Test, all, static_cast<qsizetype>(all.size()));
    }
    const bool badIsV6 = split.bad.first().contains(u':');
    const bool family = allOfFamily(split.bad, badIsV6) && allOfFamily(split.good, !badIsV6);
    auto finding = makeFinding(question, family ? u"one-family-fails"_s : u"some-addresses-fail"_s, test,
                               split.badTries, static_cast<qsizetype>(split.badTries.size()));
    finding.values.insert(u"failedAddresses"_s, QJsonArray::fromStringList(split.bad));
    finding.values.insert(u"goodAddresses"_s, QJsonArray::fromStringList(split.good));
    finding.values.insert(u"family"_s, badIsV6 ? u"IPv6"_s : u"IPv4"_s);
    return finding;
}

/// New connections of one test, each once however many requests it carried.
Sightings newConnections(const core::Session& session, const QString& test)
{
    QSet<std::pair<QString, int>> known;
    return filtered(usable(session, test), [&](const auto& attempt) {
        if (!attempt.timings.connectMs || !attempt.localPort) {
            return attempt.timings.connectMs.has_value();
        }
        const std::pair end{attempt.address, *attempt.localPort};
        return !known.contains(end) && (known.insert(end), true);
    });
}

struct Steps {
    QString test = Test; ///< that shows most of them
    Sightings showing;
    qsizetype count = 0;
    qsizetype total = 0;
};

/// Openings that needed a repeated request. Tests that open many in quick succession are left to the load's detector:
/// there the haste may be what got lost.
Steps retransmissionSteps(const core::Session& session, const Sightings& connects, double fastest)
{
    constexpr double FarAway = 500;
    Steps steps;
    for (const auto& test : {Test, u"service"_s, u"tls-handshake"_s, u"exchange"_s, u"request-time"_s,
                             u"payload-size"_s, u"stability"_s}) {
        const auto timed = test == Test ? connects : newConnections(session, test);
        // A far-away server takes its time with every connection; only what the fastest did not need is waiting.
        const auto stepped = filtered(timed, [&](const auto& attempt) {
            return fastest < FarAway && isRetransmissionStep(*attempt.timings.connectMs);
        });
        steps.count += countOf(stepped);
        steps.total += countOf(timed);
        if (stepped.size() > steps.showing.size()) {
            steps.test = test;
            steps.showing = stepped;
        }
    }
    return steps;
}

std::optional<core::Finding> connectTime(const core::Session& session, const Sightings& all)
{
    const auto timed = filtered(all, [](const auto& attempt) { return attempt.timings.connectMs.has_value(); });
    if (timed.empty()) {
        return std::nullopt;
    }
    std::vector<double> times;
    for (const auto& one : timed) {
        times.push_back(*one.attempt->timings.connectMs);
    }
    const auto [fastest, slowest] = std::minmax_element(times.begin(), times.end());
    const auto steps = retransmissionSteps(session, timed, *fastest);
    auto finding = steps.count == 0 ? makeFinding(u"connect-time"_s, u"quick"_s, Test, timed, countOf(timed))
                                    : makeFinding(u"connect-time"_s, u"retransmission-steps"_s, steps.test,
                                                  steps.showing, steps.total);
    double slowestMs = *slowest;
    if (steps.count > 0) {
        finding.confidence = steps.count == 1 ? 0.7 : 0.95; // one may be a packet lost on the way
        finding.values.insert(u"k"_s, static_cast<qint64>(steps.count));
        for (const auto& one : steps.showing) {
            slowestMs = std::max(slowestMs, *one.attempt->timings.connectMs);
        }
    }
    finding.values.insert(u"medianMs"_s, rounded(median(times)));
    finding.values.insert(u"slowestMs"_s, rounded(slowestMs));
    return finding;
}

/// A program that has taken a connection up closes it when we do; a system whose queue nobody empties does not.
std::optional<core::Finding> goodbye(const Sightings& all)
{
    constexpr qsizetype FewestUnanswered = 3;
    const auto said = filtered(all, [](const auto& attempt) { return attempt.observations.contains(u"goodbye"); });
    const auto answered =
        filtered(said, [](const auto& attempt) { return observed(attempt, u"goodbye") == u"answered"; });
    if (!answered.empty()) {
        return makeFinding(u"goodbye"_s, u"answered"_s, Test, answered, countOf(said));
    }
    if (countOf(said) < FewestUnanswered) {
        return std::nullopt;
    }
    return makeFinding(u"goodbye"_s, u"unanswered"_s, Test, said, countOf(said));
}

} // namespace

Findings detectConnect(const core::Session& session)
{
    if (core::findTest(session, Test) == nullptr) {
        return {};
    }
    const auto reached = filtered(usable(session, Test, Test), [](const auto& one) { return !diedAtProxy(one); });
    const auto all = withoutMissingFamily(reached);
    Findings findings;
    if (all.empty()) {
        if (const auto local = localFailure(session)) {
            findings.push_back(*local);
        }
        return findings;
    }
    const auto silence = wentSilent(all, usable(session, Test, u"canary"_s));
    findings.push_back(silence ? *silence : outcome(all));
    if (const auto difference = addressDifference(session, all)) {
        findings.push_back(*difference);
    }
    if (const auto time = connectTime(session, all)) {
        findings.push_back(*time);
    }
    if (const auto closing = goodbye(all)) {
        findings.push_back(*closing);
    }
    return findings;
}

} // namespace doctor::diagnosis
