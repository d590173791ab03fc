// SPDX-License-Identifier: GPL-3.0-or-later
// What the records so far tell the tests that come later.
#include "app/core/model/ip_address.h"
#include "app/core/model/names.h"
#include "app/probes/probe.h"
#include "app/probes/protocols.h"

#include <QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

using core::Protocol;

/// The record of a test that measured something, or nullptr.
const core::TestRecord* measured(const core::Session& session, const QString& id)
{
    const core::TestRecord* record = core::findTest(session, id);
    return record && !record->attempts.empty() ? record : nullptr;
}

QStringList lookedUp(const core::Session& session)
{
    QStringList addresses = session.target.addresses;
    if (const auto* record = core::findTest(session, u"name-lookup"_s); record && addresses.isEmpty())
        for (const QJsonValue& address : record->facts.value(u"addresses"_s).toArray())
            addresses << address.toString();
    if (addresses.isEmpty() && isNumeric(session.target.host))
        addresses << session.target.host;
    if (session.target.family != core::Family::Any)
        addresses.removeIf([wantV6 = session.target.family == core::Family::V6](const QString& address) {
            return address.contains(u':') != wantV6;
        });
    return addresses;
}

/// No connection from the chosen source address reaches these (core::leftOutAddresses says so to the user).
void leaveOutOtherFamily(Situation& situation)
{
    situation.target.addresses.removeIf(
        [&](const QString& address) { return !core::isReachableFrom(situation.target.sourceAddress, address); });
}

/// Through a proxy, the address to connect to is the proxy's, and the target is named to the proxy.
void goThroughProxy(const core::Session& session, Situation& situation)
{
    const auto proxy = core::parseProxy(session.target.proxy);
    if (!proxy || !*proxy)
        return;
    situation.tunnel = net::Tunnel{.proxy = **proxy, .host = session.target.host, .port = session.target.port};
    QStringList addresses;
    if (isNumeric((*proxy)->host))
        addresses << (*proxy)->host;
    else if (const auto* record = core::findTest(session, u"name-lookup"_s))
        for (const QJsonValue& address : record->facts.value(u"proxyAddresses"_s).toArray())
            addresses << address.toString();
    situation.target.addresses = addresses;
}

/// A reset that came instead of an established connection still shows that somebody is there.
bool answered(const core::Attempt& attempt)
{
    return attempt.phaseReached != core::Phase::Connect || attempt.ending.how == core::How::Reset;
}

QStringList answering(const core::TestRecord& connect)
{
    QMap<QString, int> score;
    QStringList order;
    for (const core::Attempt& attempt : connect.attempts) {
        if (!answered(attempt))
            continue;
        if (!score.contains(attempt.address))
            order << attempt.address;
        score[attempt.address] += attempt.succeeded ? 100 : 1;
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](const QString& a, const QString& b) { return score.value(a) > score.value(b); });
    return order;
}

/// So soon after what was said that this was the reason; later, the age of the connection may have been.
bool cameSoon(const core::Attempt& attempt)
{
    constexpr double ThinkingMs = 1'000;
    const double connectMs = attempt.timings.connectMs.value_or(0);
    const double since = attempt.timings.totalMs.value_or(0) - connectMs - attempt.timings.tlsMs.value_or(0);
    return since <= ThinkingMs + 2 * connectMs;
}

void readService(const core::TestRecord& service, Situation& situation)
{
    const QString word = service.facts.value(u"protocol"_s).toString();
    if (const auto spoken = core::fromWord<Protocol>(word))
        situation.protocol = *spoken;
    situation.tls = service.facts.value(u"tls"_s).toBool();
    situation.tlsUpgrade = service.facts.value(u"tlsUpgrade"_s).toBool();
    bool helloCut = false;
    for (const core::Attempt& attempt : service.attempts) {
        // What was not let in was not cut for its words.
        const bool cut = attempt.ending.isFailure() && attempt.ending.how != core::How::Silence &&
                         attempt.ending.phase != core::Phase::Connect;
        const bool hello = attempt.purpose == u"tls-hello";
        helloCut |= hello && cut && attempt.ending.how != core::How::ProtocolError;
        situation.strangersCut |= attempt.purpose != u"greeting" && !hello && cut && cameSoon(attempt);
        if (hello && attempt.observations.value(u"tlsCompleted"_s).toBool())
            situation.tlsCompletes = true;
    }
    // A server that cuts whatever is said has nothing against TLS in particular.
    situation.tlsSuspected = helloCut && !situation.strangersCut;
}

/// A server that closes at once keeps nothing alive; one that closes after several requests does, up to a number.
void readKeeping(const core::Attempt& attempt, bool keeps, Situation& situation)
{
    const bool later = attempt.purpose == u"reused" && attempt.parameters.value(u"request"_s).toInt() > 1;
    if (!later)
        situation.keepsAlive = situation.keepsAlive.value_or(true) && keeps;
}

void readExchanges(const core::TestRecord& exchange, Situation& situation)
{
    situation.exchangeTried = true;
    situation.answersMissing =
        std::all_of(exchange.attempts.begin(), exchange.attempts.end(), [](const core::Attempt& attempt) {
            return attempt.ending.how == core::How::Silence && attempt.phaseReached == core::Phase::Response;
        });
    for (const core::Attempt& attempt : exchange.attempts) {
        situation.healthyExchange |= attempt.succeeded && attempt.purpose == u"fresh";
        situation.slowestAnswerMs = std::max(situation.slowestAnswerMs, attempt.timings.firstByteMs.value_or(0));
        if (attempt.purpose == u"expect-continue")
            continue; // an answer before the body ends the connection, which says nothing of others
        const QJsonValue keeps = attempt.observations.value(u"keepsAlive"_s);
        if (keeps.isBool())
            readKeeping(attempt, keeps.toBool(), situation);
        if (const QJsonValue seconds = attempt.observations.value(u"announcedIdleSeconds"_s); seconds.isDouble())
            situation.announcedIdleSeconds = seconds.toDouble();
    }
}

QString firstName(const core::Attempt& attempt)
{
    for (const QJsonValue& certificate : attempt.observations.value(u"chain"_s).toArray())
        for (const QJsonValue& name : certificate.toObject().value(u"names"_s).toArray())
            if (const QString word = name.toString(); !isNumeric(word) && !word.startsWith(u'*'))
                return word;
    return {};
}

TlsSeen readHandshakes(const core::TestRecord& record)
{
    TlsSeen seen;
    qsizetype notTls = 0;
    for (const core::Attempt& attempt : record.attempts) {
        if (attempt.purpose != u"default" || attempt.ending.how == core::How::Cancelled)
            continue;
        const QJsonObject& observed = attempt.observations;
        ++(attempt.succeeded ? seen.stayed : seen.failed);
        seen.completed |= observed.value(u"tlsCompleted"_s).toBool();
        seen.certificateRequested |= observed.value(u"clientCertificateRequested"_s).toBool();
        seen.refusedByUs |= attempt.ending.who == core::Who::Us && attempt.ending.how == core::How::TlsAlert;
        notTls += attempt.ending.how == core::How::ProtocolError ? 1 : 0;
        if (seen.alert.isEmpty())
            seen.alert = observed.value(u"alertReceived"_s).toString();
        if (seen.nameInCertificate.isEmpty())
            seen.nameInCertificate = firstName(attempt);
        seen.helloBytes = std::max(seen.helloBytes, observed.value(u"helloBytes"_s).toInt());
    }
    seen.notTls = notTls > 0 && notTls == seen.failed && seen.stayed == 0;
    return seen;
}

/// The lowest age at which a connection was ended in the quiet, if two at least were.
std::optional<double> endedInQuietAt(const core::TestRecord& idle)
{
    std::vector<double> ages;
    for (const core::Attempt& attempt : idle.attempts) {
        const QString seen = attempt.observations.value(u"inQuiet"_s).toString();
        if (attempt.purpose == u"idle" && attempt.timings.idleMs && (seen == u"fin" || seen == u"reset"))
            ages.push_back(*attempt.timings.idleMs / 1000);
    }
    return ages.size() < 2 ? std::nullopt : std::optional(*std::min_element(ages.begin(), ages.end()));
}

std::optional<double> shortestConnectMs(const core::TestRecord& connect)
{
    std::optional<double> shortest;
    for (const core::Attempt& attempt : connect.attempts)
        if (attempt.timings.connectMs && attempt.succeeded)
            shortest = std::min(shortest.value_or(*attempt.timings.connectMs), *attempt.timings.connectMs);
    return shortest;
}

/// The count at which two tries failed; a first connection that fails says nothing about how many there may be.
std::optional<int> openLimit(const core::TestRecord& ramp)
{
    QMap<int, int> failures;
    for (const core::Attempt& attempt : ramp.attempts)
        if (attempt.purpose == u"simultaneous" && !attempt.succeeded && attempt.ending.isFailure())
            ++failures[attempt.parameters.value(u"count"_s).toInt()];
    for (auto it = failures.begin(); it != failures.end(); ++it)
        if (it.key() > 1 && it.value() > 1)
            return it.key();
    return std::nullopt;
}

bool wasReset(const core::Attempt& attempt)
{
    return attempt.ending.who == core::Who::Peer && attempt.ending.how == core::How::Reset;
}

/// Refused at every try at one address, the first that is.
bool isRefused(const core::TestRecord& connect, const QString& address)
{
    int refused = 0;
    for (const core::Attempt& attempt : connect.attempts) {
        if (attempt.purpose != u"connect" || attempt.address != address)
            continue;
        if (attempt.ending.how != core::How::Refused)
            return false;
        ++refused;
    }
    return refused > 1;
}

/// What was said when the service test was cut: the first of its questions that was.
QString cutWord(const core::TestRecord& service)
{
    for (const core::Attempt& attempt : service.attempts)
        if (attempt.purpose != u"greeting" && wasReset(attempt))
            return attempt.purpose;
    return {};
}

bool mostReset(const core::TestRecord& record, QStringView purpose)
{
    int reset = 0;
    int all = 0;
    for (const core::Attempt& attempt : record.attempts) {
        if (attempt.purpose != purpose)
            continue;
        ++all;
        const bool unanswered = attempt.bytesReceived.value_or(0) == 0;
        const bool said =
            attempt.phaseReached != core::Phase::Connect && attempt.phaseReached != core::Phase::Established;
        reset += wasReset(attempt) && unanswered && said ? 1 : 0;
    }
    return reset > 0 && reset * 2 >= all;
}

/// The simplest thing that is answered with a reset, so that it can be repeated while one thing at a time is varied.
QString cutBy(const core::Session& session, const Situation& situation)
{
    const auto* connect = measured(session, u"connect"_s);
    if (connect && situation.addresses.isEmpty())
        return isRefused(*connect, situation.target.addresses.value(0)) ? u"connect"_s : QString();
    if (const auto* tls = measured(session, u"tls-handshake"_s); tls && mostReset(*tls, u"default"))
        return u"tls-hello"_s;
    if (const auto* exchange = measured(session, u"exchange"_s); exchange && mostReset(*exchange, u"fresh"))
        return isHttp(situation.protocol) && !situation.tls ? u"http-request"_s : u"request"_s;
    const auto* service = measured(session, u"service"_s);
    return service && !situation.healthyExchange ? cutWord(*service) : QString();
}

bool mostSilent(const core::TestRecord& record, QStringView purpose)
{
    int silent = 0;
    int all = 0;
    for (const core::Attempt& attempt : record.attempts) {
        if (attempt.purpose != purpose)
            continue;
        ++all;
        const bool said =
            attempt.phaseReached != core::Phase::Connect && attempt.phaseReached != core::Phase::Established;
        silent += said && attempt.ending.how == core::How::Silence ? 1 : 0;
    }
    return silent > 0 && silent * 2 >= all;
}

QString unheard(const core::Session& session, const Situation& situation)
{
    if (const auto* tls = measured(session, u"tls-handshake"_s); tls && mostSilent(*tls, u"default"))
        return u"tls-hello"_s;
    if (const auto* exchange = measured(session, u"exchange"_s); exchange && mostSilent(*exchange, u"fresh"))
        return isHttp(situation.protocol) && !situation.tls ? u"http-request"_s : u"request"_s;
    const auto* service = measured(session, u"service"_s);
    const bool tlsWanted = situation.target.protocol == Protocol::Tls || situation.target.protocol == Protocol::Https;
    return service && tlsWanted && mostSilent(*service, u"tls-hello") ? u"tls-hello"_s : QString();
}

bool lossSeen(const core::Session& session)
{
    constexpr double FirstRepetitionMs = 950; // of an unanswered connection request (RFC 6298: 1 s)
    double fastest = FirstRepetitionMs;
    double slowest = 0;
    for (const core::TestRecord& record : session.tests)
        for (const core::Attempt& attempt : record.attempts) {
            // A test that shortens ways or enlarges packets on purpose loses some on purpose.
            if (record.id == u"resetter-trace" || record.id == u"payload-size")
                continue;
            if (attempt.succeeded && attempt.tcp && attempt.tcp->retransmits.value_or(0) > 0)
                return true;
            const double took = attempt.timings.connectMs.value_or(FirstRepetitionMs / 2);
            fastest = std::min(fastest, took);
            slowest = std::max(slowest, took);
        }
    return slowest >= FirstRepetitionMs && fastest < FirstRepetitionMs / 2;
}

} // namespace

Situation situationFrom(const core::Session& session)
{
    Situation situation;
    situation.target = session.target;
    situation.target.addresses = lookedUp(session);
    goThroughProxy(session, situation);
    leaveOutOtherFamily(situation);
    situation.when = session.symptoms.value(u"when"_s);
    situation.protocol = session.target.protocol;
    const auto* connect = measured(session, u"connect"_s);
    situation.addresses = connect ? answering(*connect) : situation.target.addresses;
    if (connect)
        situation.rttMs = shortestConnectMs(*connect);
    if (connect)
        for (const core::Attempt& attempt : connect->attempts)
            if (situation.greeting.isEmpty())
                situation.greeting = attempt.observations.value(u"greeting"_s).toString();

    const bool wantsTls = situation.protocol == Protocol::Tls || situation.protocol == Protocol::Https;
    if (const auto* service = measured(session, u"service"_s)) {
        readService(*service, situation);
        // Nothing was understood: go on with what the user says is there.
        situation.tls |= wantsTls && situation.protocol == session.target.protocol;
        if (situation.protocol == Protocol::Auto)
            situation.protocol = situation.tls ? Protocol::Tls : Protocol::Tcp;
    } else {
        situation.tls = wantsTls;
    }
    situation.tlsSuspected |= situation.tls || wantsTls || situation.tlsUpgrade;
    if (const auto* tls = measured(session, u"tls-handshake"_s)) {
        situation.tlsSeen = readHandshakes(*tls);
        situation.tlsCompletes = situation.tlsSeen.stayed > 0;
    }
    if (const auto* exchange = measured(session, u"exchange"_s))
        readExchanges(*exchange, situation);
    if (const auto* idle = measured(session, u"idle-survival"_s))
        situation.measuredIdleSeconds = endedInQuietAt(*idle);
    if (const auto* ramp = measured(session, u"load-ramp"_s))
        situation.openLimit = openLimit(*ramp);
    situation.cutBy = cutBy(session, situation);
    situation.unheard = unheard(session, situation);
    situation.lossSeen = lossSeen(session);
    return situation;
}

} // namespace doctor::probes
