// SPDX-License-Identifier: GPL-3.0-or-later
// Picks the telling attempts and writes them so that somebody with a log can find them.
#include "app/report/document/ended_connections.h"

#include "app/core/base/spoken.h"
#include "app/core/model/ip_address.h"
#include "app/report/document/parts.h"
#include "app/report/redact/private_words.h"
#include "app/report/words.h"

#include <QRegularExpression>
#include <QSet>
#include <algorithm>

namespace doctor::report
{

namespace
{

constexpr std::size_t MostMoments = 4;
constexpr std::size_t MostPorts = 3; ///< of one moment

qint64 endOf(const core::Attempt& attempt)
{
    return attempt.startedAt.wallMs + static_cast<qint64>(attempt.timings.totalMs.value_or(0));
}

bool against(const core::Attempt& attempt)
{
    return !attempt.succeeded && attempt.ending.isFailure();
}

/// What a test provoked on purpose (another protocol, another version) is nobody's fault and would only distract.
bool isTelling(const core::Attempt& attempt)
{
    using core::How;
    const auto how = attempt.ending.how;
    return against(attempt) && how != How::ProtocolError && how != How::TlsAlert && how != How::LocalFailure &&
           how != How::NameNotFound && how != How::NameLookupFailed;
}

/// Addresses that nobody outside of our own network can see (RFC 1918, 6598, 3927, 4193, loopback), also by the name
/// that stands for such a one.
bool isPrivate(const QString& text)
{
    const auto address = core::parseIpAddress(text);
    if (!address) {
        return text.startsWith(u"ip-private-");
    }
    return address->isLoopback() || address->isUnspecified() || isPrivateAddress(*address);
}

/// An address, or what stands for one in a redacted report; nothing else may get into a command.
bool isAddress(const QString& text)
{
    static const QRegularExpression standIn(u"^ip-(?:private|public)-[A-Z]{1,4}[0-9]{1,6}$"_qs);
    return core::parseIpAddress(text).has_value() || standIn.match(text).hasMatch();
}

/// When to look: an attempt without an answer left its trace when it began.
qint64 momentOf(const EndedConnection& ended)
{
    const core::Ending& ending = ended.attempt->ending;
    const bool unanswered =
        ending.phase == core::Phase::Connect && (ending.how == core::How::Silence || ending.how == core::How::TimedOut);
    return unanswered ? ended.attempt->startedAt.wallMs : ended.endMs;
}

QString clockTime(qint64 wallMs, const QString& format)
{
    return QDateTime::fromMSecsSinceEpoch(wallMs, Qt::UTC).toString(format);
}

int portOf(const EndedConnection& ended)
{
    return ended.attempt->localPort.value_or(0);
}

/// By time and port; the one that the page draws is named in any case.
void sortForLogs(std::vector<EndedConnection>& connections, const core::Attempt* drawn)
{
    std::sort(connections.begin(), connections.end(), [](const auto& a, const auto& b) {
        return std::pair(momentOf(a), portOf(a)) < std::pair(momentOf(b), portOf(b));
    });
    const auto first =
        std::find_if(connections.begin(), connections.end(), [drawn](const auto& one) { return one.attempt == drawn; });
    if (first != connections.end()) {
        std::rotate(connections.begin(), first, first + 1);
    }
}

/// "08:00:20 (port 40123); 08:00:41 (ports 40150, 40152)", by second.
QString momentsOf(const std::vector<EndedConnection>& connections, bool sameDay)
{
    const std::size_t all = connections.size();
    const QString format = sameDay ? u"HH:mm:ss"_qs : u"yyyy-MM-dd HH:mm:ss"_qs;
    std::vector<std::pair<QString, std::vector<int>>> moments;
    std::size_t shown = 0;
    std::size_t withoutPort = 0;
    for (const EndedConnection& ended : connections) {
        const QString moment = clockTime(momentOf(ended), format);
        const auto known =
            std::find_if(moments.begin(), moments.end(), [&](const auto& one) { return one.first == moment; });
        if (known == moments.end() && moments.size() == MostMoments) {
            continue;
        }
        auto& ports = (known == moments.end() ? moments.emplace_back(moment, std::vector<int>()) : *known).second;
        if (ports.size() < MostPorts) {
            ports.push_back(portOf(ended));
            withoutPort += portOf(ended) == 0 ? 1U : 0U;
            ++shown;
        }
    }
    std::sort(moments.begin(), moments.end());
    QStringList parts;
    for (auto& [moment, ports] : moments) {
        std::sort(ports.begin(), ports.end());
        QStringList numbers;
        for (auto port = ports.begin(); port != ports.end();) {
            const auto next = std::upper_bound(port, ports.end(), *port);
            const auto times = next - port; // several requests on one connection
            if (*port > 0) {
                numbers << QString::number(*port) + (times > 1 ? u" ×%1"_qs.arg(times) : QString());
            }
            port = next;
        }
        parts << (numbers.isEmpty() ? moment
                  //: %1 a clock time, %2 port numbers
                  : numbers.size() == 1
                      ? core::translate("report", "%1 (port %2)").arg(moment, numbers.front())
                      : core::translate("report", "%1 (ports %2)").arg(moment, numbers.join(u", "_qs)));
    }
    QString text = parts.join(u"; "_qs);
    if (shown < all) {
        //: %1 moments, %2 how many are not named
        text = core::translate("report", "%1; and %2 more").arg(text).arg(all - shown);
    }
    if (withoutPort > 0 && withoutPort < shown) {
        //: %1 moments, %2 how many connections
        text = core::translate("report", "%1 (%2 had no port yet)").arg(text).arg(withoutPort);
    }
    return text;
}

/// "ip-private-A1 to ip-public-A1:443": as far as the first connection tells it.
QString ways(const core::Session& session, const core::Attempt* attempt)
{
    const QString target = attempt != nullptr && !attempt->address.isEmpty() ? attempt->address : session.target.host;
    const int port = attempt != nullptr && attempt->port > 0 ? attempt->port : session.target.port;
    const QString shown = target.contains(u':') ? u'[' + target + u']' : target;
    const QString to = oneLine(port > 0 ? shown + u':' + QString::number(port) : shown);
    return attempt == nullptr || attempt->localAddress.isEmpty()
               ? core::translate("report", "to %1").arg(to)
               //: %1 our address, %2 address and port of the target
               : core::translate("report", "from %1 to %2").arg(oneLine(attempt->localAddress), to);
}

/// What shows the leading cause and failed without being cut: answers that came too late or said no.
std::vector<EndedConnection> failedForTheLeader(const core::Session& session)
{
    std::vector<EndedConnection> found;
    if (session.diagnosis.causes.empty()) {
        return found;
    }
    for (const core::Evidence& evidence : session.diagnosis.causes.front().evidenceFor) {
        const auto* test = core::findTest(session, evidence.source.section(u':', 1));
        for (const int index : evidence.attempts) {
            if (test == nullptr || index < 0 || static_cast<std::size_t>(index) >= test->attempts.size()) {
                continue;
            }
            const core::Attempt* attempt = &test->attempts[static_cast<std::size_t>(index)];
            const bool known =
                std::any_of(found.begin(), found.end(), [attempt](const auto& one) { return one.attempt == attempt; });
            if (!attempt->succeeded && !showsNothing(*attempt) && !known) {
                found.push_back({attempt, endOf(*attempt)});
            }
        }
    }
    return found;
}

/// Any attempt that shows our own address.
const core::Attempt* anyAttempt(const core::Session& session)
{
    const core::Attempt* some = nullptr;
    for (const core::TestRecord& test : session.tests) {
        for (const core::Attempt& attempt : test.attempts) {
            if (!attempt.localAddress.isEmpty()) {
                return &attempt;
            }
            some = attempt.address.isEmpty() ? some : &attempt;
        }
    }
    return some;
}

/// Of the test that the page counts ("4 of 5 failed"): exactly those that it counts.
std::vector<EndedConnection> countedFailures(const core::TestRecord& test)
{
    std::vector<EndedConnection> failed;
    for (const core::Attempt& attempt : test.attempts) {
        if (!attempt.succeeded && !showsNothing(attempt)) {
            failed.push_back({&attempt, endOf(attempt)});
        }
    }
    return failed;
}

/// Those that the finding "turned away" counts.
std::vector<EndedConnection> neverOpened(const std::vector<EndedConnection>& connections)
{
    std::vector<EndedConnection> found;
    std::copy_if(connections.begin(), connections.end(), std::back_inserter(found),
                 [](const auto& one) { return one.attempt->ending.phase == core::Phase::Connect; });
    return found;
}

void addNew(std::vector<EndedConnection>& to, const std::vector<EndedConnection>& more)
{
    for (const EndedConnection& ended : more) {
        const bool known =
            std::any_of(to.begin(), to.end(), [&ended](const auto& one) { return one.attempt == ended.attempt; });
        if (!known) {
            to.push_back(ended);
        }
    }
}

/// What to search logs for, and how many failures of other tests stand only in the appendix.
std::pair<std::vector<EndedConnection>, std::size_t> sought(const core::Session& session)
{
    std::vector<EndedConnection> all = failedForTheLeader(session);
    addNew(all, endedConnections(session));
    const auto [test, drawn] = decisiveAttempt(session);
    std::vector<EndedConnection> counted;
    if (test != nullptr) {
        counted = countedFailures(*test);
    }
    if (counted.empty()) {
        sortForLogs(all, drawn);
        const auto odd = misfit(session);
        const auto kept = odd != nullptr && odd->question == u"turned-away" ? neverOpened(all) : all;
        return {kept, all.size() - kept.size()};
    }
    std::vector<EndedConnection> both = counted;
    addNew(both, all);
    sortForLogs(counted, drawn);
    return {std::move(counted), both.size() - counted.size()};
}

/// From where to where and when, or the time of all tests.
QString searchedFor(const core::Session& session)
{
    const auto [connections, others] = sought(session);
    const bool noFault = !session.diagnosis.causes.empty() &&
                         session.diagnosis.causes.front().id == u"no-fault-found" && misfit(session) == nullptr;
    if (connections.empty() || noFault) {
        const core::Attempt* some = anyAttempt(session);
        if (some == nullptr || !session.startedAt.isValid()) {
            return {};
        }
        const qint64 begin = session.startedAt.toMSecsSinceEpoch();
        const auto end = begin + static_cast<qint64>(session.durationSeconds * 1000);
        //: %1 "from ip-private-A1 to ip-public-A1:443", %2 a date, %3 and %4 clock times
        return core::translate("report", "The tests went %1, on %2 between %3 and %4 UTC.")
            .arg(ways(session, some), clockTime(begin, u"yyyy-MM-dd"_qs), clockTime(begin, u"HH:mm:ss"_qs),
                 clockTime(end, u"HH:mm:ss"_qs));
    }
    const QString day = clockTime(momentOf(connections.front()), u"yyyy-MM-dd"_qs);
    const bool sameDay = std::all_of(connections.begin(), connections.end(), [&day](const auto& one) {
        return clockTime(momentOf(one), u"yyyy-MM-dd"_qs) == day;
    });
    const QString way = ways(session, connections.front().attempt);
    QString moments = momentsOf(connections, sameDay);
    if (others > 0) {
        moments = decisiveAttempt(session).first != nullptr
                      //: %1 moments, %2 how many connections
                      ? core::translate("report", "%1; besides, %2 in other tests").arg(moments).arg(others)
                      //: %1 moments, %2 how many connections
                      : core::translate("report", "%1; besides, %2 opened and got no answer").arg(moments).arg(others);
    }
    QString text = sameDay
                       //: %1 "from ip-private-A1 to ip-public-A1:443", %2 a date, %3 clock times with our ports
                       ? core::translate("report", "Failed %1, on %2 (UTC) at %3.").arg(way, day, moments)
                       //: %1 "from ip-private-A1 to ip-public-A1:443", %2 moments with our ports
                       : core::translate("report", "Failed %1, at (UTC) %2.").arg(way, moments);
    if (!endsOf(session, connections).hidden.isEmpty()) {
        //: %1 the sentence before
        text = core::translate("report",
                               "%1 The client's address is a private one: address translation on the way may show "
                               "another one and another port there.")
                   .arg(text);
    }
    return text;
}

} // namespace

std::vector<EndedConnection> endedConnections(const core::Session& session)
{
    std::vector<EndedConnection> all;
    QSet<const core::Attempt*> taken;
    const auto take = [&](const core::Attempt& attempt) {
        if (against(attempt) && !taken.contains(&attempt)) {
            taken.insert(&attempt);
            all.push_back({&attempt, endOf(attempt)});
        }
    };
    for (const core::RankedCause& cause : session.diagnosis.causes) {
        for (const core::Evidence& evidence : cause.evidenceFor) {
            const auto* test = core::findTest(session, evidence.source.section(u':', 1));
            for (const int index : evidence.attempts) {
                if (test != nullptr && index >= 0 && static_cast<size_t>(index) < test->attempts.size() &&
                    cause.probability >= WorthAsking) {
                    take(test->attempts[static_cast<size_t>(index)]);
                }
            }
        }
    }
    if (!all.empty()) {
        return all;
    }
    for (const core::TestRecord& test : session.tests) {
        for (const core::Attempt& attempt : test.attempts) {
            if (isTelling(attempt)) {
                take(attempt);
            }
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.endMs < b.endMs; });
    return all;
}

Ends endsOf(const core::Session& session, const std::vector<EndedConnection>& connections)
{
    Ends ends;
    ends.port = session.target.port;
    for (const EndedConnection& ended : connections) {
        const QString bare = ended.attempt->localAddress.section(u'%', 0, 0);
        const QString server = ended.attempt->address.section(u'%', 0, 0);
        if (!isAddress(bare)) {
            continue;
        }
        // In one network both ends are private, and each sees the other as it is.
        if (isPrivate(bare) && !isPrivate(server)) {
            ends.hidden = bare;
        } else if (!ends.clients.contains(bare)) {
            ends.clients.append(bare);
        }
    }
    return ends;
}

QString whereInLogs(const core::Session& session)
{
    static const QRegularExpression standIn(u"\\b(?:ip-(?:private|public)-[A-Z]+[0-9]+|host-[0-9]+)\\b"_qs);
    const QString text = searchedFor(session);
    const auto match = standIn.match(text);
    return match.hasMatch()
               //: %1 the sentence before, %2 a stand-in such as ip-private-A1
               ? core::translate("report", "%1 The sender knows the real addresses behind %2 and the like.")
                     .arg(text, match.captured())
               : text;
}

} // namespace doctor::report
