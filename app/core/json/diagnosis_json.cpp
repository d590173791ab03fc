// SPDX-License-Identifier: GPL-3.0-or-later
// Concluded parts in JSON: findings, verdict, ranked causes with evidence and fixes, and the next test.
#include "app/core/json/json_parts.h"

#include <QCoreApplication>
#include <limits>

namespace doctor::core
{

namespace
{

Source sourceFromJson(const JsonReader& reader)
{
    const auto source = fromWord<Source>(reader.text("source"));
    if (!source) {
        reader.report("source",
                      QCoreApplication::translate("core", "a source such as “test:connect” is expected there"));
    }
    return source.value_or(Source{});
}

QJsonObject evidenceToJson(const Evidence& evidence)
{
    QJsonObject object{{u"question"_qs, evidence.question},
                       {u"answer"_qs, evidence.answer},
                       {u"text"_qs, evidence.text},
                       {u"decibans"_qs, evidence.decibans},
                       {u"source"_qs, evidence.source}};
    if (!evidence.attempts.empty()) {
        object.insert(u"attempts"_qs, toArray(evidence.attempts));
    }
    return object;
}

Evidence evidenceFromJson(const JsonReader& reader)
{
    return {.question = reader.text("question"),
            .answer = reader.text("answer"),
            .text = reader.optionalText("text"),
            .decibans = reader.number("decibans"),
            .source = reader.optionalText("source"),
            .attempts = reader.indexes("attempts")};
}

QJsonObject missingToJson(const MissingEvidence& missing)
{
    return {{u"question"_qs, missing.question}, {u"text"_qs, missing.text}, {u"test"_qs, missing.test}};
}

MissingEvidence missingFromJson(const JsonReader& reader)
{
    return {
        .question = reader.text("question"), .text = reader.optionalText("text"), .test = reader.optionalText("test")};
}

QJsonObject fixToJson(const Fix& fix)
{
    QJsonObject object{{u"title"_qs, fix.title}, {u"steps"_qs, QJsonArray::fromStringList(fix.steps)}};
    put(object, "place", fix.place);
    put(object, "snippet", fix.snippet);
    put(object, "platform", fix.platform);
    put(object, "risk", fix.risk);
    return object;
}

Fix fixFromJson(const JsonReader& reader)
{
    return {.place = reader.optionalText("place"),
            .title = reader.text("title"),
            .steps = reader.texts("steps"),
            .snippet = reader.optionalText("snippet"),
            .platform = reader.optionalText("platform"),
            .risk = reader.optionalText("risk")};
}

} // namespace

QJsonObject findingToJson(const Finding& finding)
{
    QJsonObject object{{u"question"_qs, finding.question},
                       {u"answer"_qs, finding.answer},
                       {u"source"_qs, toWord(finding.source)},
                       {u"confidence"_qs, finding.confidence}};
    put(object, "values", finding.values);
    if (!finding.attempts.empty()) {
        object.insert(u"attempts"_qs, toArray(finding.attempts));
    }
    return object;
}

Finding findingFromJson(const JsonReader& reader)
{
    return {.question = reader.text("question"),
            .answer = reader.text("answer"),
            .source = sourceFromJson(reader),
            .confidence = reader.has("confidence") ? reader.number("confidence", 0, 1) : 1.0,
            .values = reader.object("values"),
            .attempts = reader.indexes("attempts")};
}

QJsonObject verdictToJson(const Verdict& verdict)
{
    QJsonObject object{{u"closedBy"_qs, toWord(verdict.closedBy)},
                       {u"summary"_qs, verdict.summary},
                       {u"probability"_qs, verdict.probability}};
    put(object, "phase", verdict.phase ? toWord(*verdict.phase) : QString());
    put(object, "how", verdict.how ? toWord(*verdict.how) : QString());
    return object;
}

Verdict verdictFromJson(const JsonReader& reader)
{
    Verdict verdict;
    verdict.closedBy = reader.word<ClosedBy>("closedBy");
    if (reader.has("phase")) {
        verdict.phase = reader.word<Phase>("phase");
    }
    if (reader.has("how")) {
        verdict.how = reader.word<How>("how");
    }
    verdict.summary = reader.optionalText("summary");
    verdict.probability = reader.number("probability", 0, 1);
    return verdict;
}

QJsonObject causeToJson(const RankedCause& cause)
{
    const QJsonObject evidence{{u"for"_qs, toArray(cause.evidenceFor, evidenceToJson)},
                               {u"against"_qs, toArray(cause.evidenceAgainst, evidenceToJson)},
                               {u"missing"_qs, toArray(cause.evidenceMissing, missingToJson)}};
    return {{u"id"_qs, cause.id},
            {u"title"_qs, cause.title},
            {u"family"_qs, cause.family},
            {u"probability"_qs, cause.probability},
            {u"priorDecibans"_qs, cause.priorDecibans},
            {u"evidence"_qs, evidence},
            {u"fixes"_qs, toArray(cause.fixes, fixToJson)}};
}

RankedCause causeFromJson(const JsonReader& reader)
{
    RankedCause cause;
    cause.id = reader.text("id");
    cause.title = reader.optionalText("title");
    cause.family = reader.optionalText("family");
    cause.probability = reader.number("probability", 0, 1);
    cause.priorDecibans = reader.optionalNumber("priorDecibans").value_or(0);
    if (reader.has("evidence")) {
        const JsonReader evidence = reader.child("evidence");
        cause.evidenceFor = evidence.list("for", evidenceFromJson);
        cause.evidenceAgainst = evidence.list("against", evidenceFromJson);
        cause.evidenceMissing = evidence.list("missing", missingFromJson);
    }
    cause.fixes = reader.list("fixes", fixFromJson);
    return cause;
}

QJsonObject nextTestToJson(const NextTest& test)
{
    return {{u"id"_qs, test.id}, {u"why"_qs, test.why}, {u"seconds"_qs, test.seconds}};
}

NextTest nextTestFromJson(const JsonReader& reader)
{
    return {.id = reader.text("id"), .why = reader.optionalText("why"), .seconds = reader.number("seconds")};
}

QJsonObject policyToJson(const PolicyOutcome& policy)
{
    QJsonObject object{{u"policy"_qs, policy.policy},
                       {u"failures"_qs, policy.failures},
                       {u"hidden"_qs, policy.hidden},
                       {u"unsafe"_qs, policy.unsafe},
                       {u"extraConnections"_qs, policy.extraConnections}};
    put(object, "addedMs", policy.addedMs);
    put(object, "values", policy.values);
    return object;
}

PolicyOutcome policyFromJson(const JsonReader& reader)
{
    constexpr int Most = std::numeric_limits<int>::max();
    return {.policy = reader.text("policy"),
            .failures = static_cast<int>(reader.integer("failures", 0, Most)),
            .hidden = static_cast<int>(reader.integer("hidden", 0, Most)),
            .unsafe = static_cast<int>(reader.integer("unsafe", 0, Most)),
            .addedMs = reader.optionalNumber("addedMs"),
            .extraConnections = reader.number("extraConnections"),
            .values = reader.object("values")};
}

} // namespace doctor::core
