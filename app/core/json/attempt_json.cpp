// SPDX-License-Identifier: GPL-3.0-or-later
// Measured parts in JSON: attempts with their endings, timings and TCP facts, and the tests that hold them.
#include "app/core/json/json_parts.h"

#include <QCoreApplication>

namespace doctor::core
{

namespace
{

// Wall clocks outside the years 1 to 9999 cannot be written as ISO 8601.
constexpr qint64 FirstWallMs = -62135596800000LL;
constexpr qint64 LastWallMs = 253402300799999LL;

QJsonObject endingToJson(const Ending& ending)
{
    QJsonObject object{
        {u"who"_qs, toWord(ending.who)}, {u"how"_qs, toWord(ending.how)}, {u"phase"_qs, toWord(ending.phase)}};
    put(object, "nativeCode", ending.nativeCode);
    put(object, "detail", ending.detail);
    return object;
}

Ending endingFromJson(const JsonReader& reader)
{
    return {.who = reader.word<Who>("who"),
            .how = reader.word<How>("how"),
            .phase = reader.word<Phase>("phase"),
            .nativeCode = reader.optionalInt("nativeCode"),
            .detail = reader.optionalText("detail")};
}

QJsonObject timingsToJson(const Timings& timings)
{
    QJsonObject object;
    put(object, "lookupMs", timings.lookupMs);
    put(object, "connectMs", timings.connectMs);
    put(object, "tlsMs", timings.tlsMs);
    put(object, "firstByteMs", timings.firstByteMs);
    put(object, "idleMs", timings.idleMs);
    put(object, "totalMs", timings.totalMs);
    return object;
}

Timings timingsFromJson(const JsonReader& reader)
{
    return {.lookupMs = reader.optionalNumber("lookupMs"),
            .connectMs = reader.optionalNumber("connectMs"),
            .tlsMs = reader.optionalNumber("tlsMs"),
            .firstByteMs = reader.optionalNumber("firstByteMs"),
            .idleMs = reader.optionalNumber("idleMs"),
            .totalMs = reader.optionalNumber("totalMs")};
}

QJsonObject tcpToJson(const TcpInfo& tcp)
{
    QJsonObject object;
    put(object, "rttMs", tcp.rttMs);
    put(object, "rttVarMs", tcp.rttVarMs);
    put(object, "retransmits", tcp.retransmits);
    put(object, "mss", tcp.mss);
    put(object, "pmtu", tcp.pmtu);
    put(object, "unacked", tcp.unacked);
    put(object, "lost", tcp.lost);
    put(object, "backoff", tcp.backoff);
    put(object, "lastDataSentMs", tcp.lastDataSentMs);
    put(object, "lastDataReceivedMs", tcp.lastDataReceivedMs);
    put(object, "lastAckReceivedMs", tcp.lastAckReceivedMs);
    put(object, "bytesAcked", tcp.bytesAcked);
    put(object, "bytesReceived", tcp.bytesReceived);
    return object;
}

TcpInfo tcpFromJson(const JsonReader& reader)
{
    return {.rttMs = reader.optionalNumber("rttMs"),
            .rttVarMs = reader.optionalNumber("rttVarMs"),
            .retransmits = reader.optionalInt("retransmits"),
            .mss = reader.optionalInt("mss"),
            .pmtu = reader.optionalInt("pmtu"),
            .unacked = reader.optionalInt("unacked"),
            .lost = reader.optionalInt("lost"),
            .backoff = reader.optionalInt("backoff"),
            .lastDataSentMs = reader.optionalInteger("lastDataSentMs"),
            .lastDataReceivedMs = reader.optionalInteger("lastDataReceivedMs"),
            .lastAckReceivedMs = reader.optionalInteger("lastAckReceivedMs"),
            .bytesAcked = reader.optionalInteger("bytesAcked"),
            .bytesReceived = reader.optionalInteger("bytesReceived")};
}

qint64 wallFromJson(const JsonReader& reader)
{
    const QDateTime moment = QDateTime::fromString(reader.text("startedAt"), Qt::ISODateWithMs);
    if (!moment.isValid()) {
        reader.report("startedAt", QCoreApplication::translate("core", "a date and time is expected there"));
        return 0;
    }
    return moment.toMSecsSinceEpoch();
}

} // namespace

QString utcText(qint64 wallMs)
{
    const qint64 clamped = qBound(FirstWallMs, wallMs, LastWallMs);
    return QDateTime::fromMSecsSinceEpoch(clamped, Qt::UTC).toString(Qt::ISODateWithMs);
}

QJsonObject attemptToJson(const Attempt& attempt)
{
    QJsonObject object{{u"purpose"_qs, attempt.purpose},
                       {u"startedAt"_qs, utcText(attempt.startedAt.wallMs)},
                       {u"monotonicUs"_qs, attempt.startedAt.monotonicUs},
                       {u"address"_qs, attempt.address},
                       {u"port"_qs, attempt.port},
                       {u"phaseReached"_qs, toWord(attempt.phaseReached)},
                       {u"ending"_qs, endingToJson(attempt.ending)},
                       {u"succeeded"_qs, attempt.succeeded}};
    put(object, "localAddress", attempt.localAddress);
    put(object, "localPort", attempt.localPort);
    put(object, "bytesSent", attempt.bytesSent);
    put(object, "bytesReceived", attempt.bytesReceived);
    put(object, "timings", timingsToJson(attempt.timings));
    if (attempt.tcp) {
        object.insert(u"tcp"_qs, tcpToJson(*attempt.tcp));
    }
    put(object, "parameters", attempt.parameters);
    put(object, "observations", attempt.observations);
    return object;
}

Attempt attemptFromJson(const JsonReader& reader)
{
    Attempt attempt;
    attempt.purpose = reader.text("purpose");
    attempt.startedAt = {wallFromJson(reader), reader.optionalInteger("monotonicUs").value_or(0)};
    attempt.address = reader.optionalText("address");
    attempt.port = static_cast<int>(reader.integer("port", 0, 65535));
    attempt.localAddress = reader.optionalText("localAddress");
    attempt.localPort = reader.optionalInt("localPort");
    attempt.phaseReached = reader.word<Phase>("phaseReached");
    attempt.ending = endingFromJson(reader.child("ending"));
    attempt.succeeded = reader.optionalBool("succeeded");
    attempt.bytesSent = reader.optionalInteger("bytesSent");
    attempt.bytesReceived = reader.optionalInteger("bytesReceived");
    if (reader.has("timings")) {
        attempt.timings = timingsFromJson(reader.child("timings"));
    }
    if (reader.has("tcp")) {
        attempt.tcp = tcpFromJson(reader.child("tcp"));
    }
    attempt.parameters = reader.object("parameters");
    attempt.observations = reader.object("observations");
    return attempt;
}

QJsonObject testToJson(const TestRecord& test)
{
    QJsonObject object{{u"id"_qs, test.id},
                       {u"state"_qs, toWord(test.state)},
                       {u"attempts"_qs, toArray(test.attempts, attemptToJson)}};
    put(object, "reason", test.reason);
    put(object, "startedSeconds", test.startedSeconds);
    put(object, "durationSeconds", test.durationSeconds);
    put(object, "facts", test.facts);
    return object;
}

TestRecord testFromJson(const JsonReader& reader)
{
    return {.id = reader.text("id"),
            .state = reader.word<TestState>("state"),
            .reason = reader.optionalText("reason"),
            .startedSeconds = reader.optionalNumber("startedSeconds"),
            .durationSeconds = reader.optionalNumber("durationSeconds"),
            .facts = reader.object("facts"),
            .attempts = reader.list("attempts", attemptFromJson)};
}

} // namespace doctor::core
