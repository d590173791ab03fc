// SPDX-License-Identifier: GPL-3.0-or-later
// The full report: answer, causes, fixes, charts, every attempt, environment, limits.
#include "app/core/model/names.h"
#include "app/knowledge/platforms.h"
#include "app/report/document/parts.h"
#include "app/report/evidence_request.h"
#include "app/report/words.h"

#include <QCoreApplication>
#include <QLocale>
#include <utility>

namespace doctor::report
{

namespace
{

constexpr std::size_t MostCauses = 5;
/// Causes below this share are named in the ranking chart's table only.
constexpr double SmallestShown = 0.01;
/// Fixes are spelled out for causes from this share on.
constexpr double SmallestFixed = 0.05;

/// Tests with more attempts show so many; the rest is in the archive's table and in the JSON form.
constexpr std::size_t MostAttempts = 200;

void addEvidence(Section& section, const core::Session& session, const core::RankedCause& cause,
                 const knowledge::Knowledge& knowledge)
{
    QStringList items;
    QStringList targets;
    const auto add = [&](const QString& title) {
        section.blocks.emplace_back(Paragraph{title});
        if (items.isEmpty()) {
            items << QCoreApplication::translate("report", "nothing");
        }
        section.blocks.emplace_back(List{std::exchange(items, {}), false, std::exchange(targets, {})});
    };
    const auto collect = [&](const std::vector<core::Evidence>& list) {
        for (const core::Evidence& evidence : list) {
            items << evidenceLine(evidence, knowledge);
            targets << logAnchor(session, evidence.source);
        }
    };
    collect(cause.evidenceFor);
    add(QCoreApplication::translate("report", "Evidence for (weight in decibans):"));
    collect(cause.evidenceAgainst);
    add(QCoreApplication::translate("report", "Evidence against:"));
    for (const core::MissingEvidence& missing : cause.evidenceMissing) {
        items << missingLine(missing, knowledge);
    }
    add(QCoreApplication::translate("report", "Not tested:"));
}

/// The special forms of a cause by what would show them; their cures stand in the program.
void addVariants(Section& section, const core::RankedCause& cause, const knowledge::Knowledge& knowledge)
{
    const auto* page = knowledge.page(cause.id);
    if (page == nullptr || page->variants.empty() || cause.probability < SmallestFixed) {
        return;
    }
    QStringList items;
    for (const auto& variant : page->variants) {
        //: %1 a special form of a cause, %2 signs of it
        items << QCoreApplication::translate("report", "%1: %2")
                     .arg(knowledge.fill(variant.title, {}), knowledge.fill(variant.signs.join(u' '), {}).remove(u'`'));
    }
    section.blocks.emplace_back(
        Paragraph{QCoreApplication::translate("report", "Special forms of it, and their signs:")});
    section.blocks.emplace_back(List{items});
}

Section causesSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section section{u"causes"_qs, QCoreApplication::translate("report", "Likely causes"), {}};
    std::size_t rank = 0;
    for (const core::RankedCause& cause : session.diagnosis.causes) {
        if (rank == MostCauses || (rank > 0 && cause.probability < SmallestShown)) {
            break;
        }
        section.blocks.emplace_back(Heading{QCoreApplication::translate("report", "%1. %2: %3")
                                                .arg(++rank)
                                                .arg(cause.title, likelihood(cause.probability, knowledge))});
        addEvidence(section, session, cause, knowledge);
        addVariants(section, cause, knowledge);
    }
    if (const auto& next = session.diagnosis.nextTest) {
        section.blocks.emplace_back(Heading{QCoreApplication::translate("report", "What would settle it")});
        const QString form =
            knowledge::isForPeople(knowledge, next->id)
                ? QCoreApplication::translate("report", "“%1”, about %2 s. %3", "%1 what a person can do, %3 why")
                : QCoreApplication::translate("report", "The test “%1”, about %2 s. %3");
        section.blocks.emplace_back(Paragraph{form.arg(
            testTitle(next->id, knowledge), QLocale(knowledge.language()).toString(next->seconds, 'f', 0), next->why)});
    }
    return section;
}

void addFix(Section& section, const core::Fix& fix, const knowledge::Knowledge& knowledge)
{
    const QString place = textOr(knowledge, u"place."_qs + fix.place, fix.place);
    const QString where =
        fix.platform.isEmpty()
            ? place
            //: %1 "On the server", %2 a product such as nginx
            : QCoreApplication::translate("report", "%1, %2").arg(place, knowledge::platformName(fix.platform));
    section.blocks.emplace_back(
        Heading{where.isEmpty() ? fix.title : QCoreApplication::translate("report", "%1: %2").arg(where, fix.title)});
    if (!fix.steps.isEmpty()) {
        section.blocks.emplace_back(List{fix.steps, true});
    }
    if (!fix.snippet.isEmpty()) {
        section.blocks.emplace_back(Snippet{fix.snippet});
    }
    if (!fix.risk.isEmpty()) {
        section.blocks.emplace_back(Paragraph{QCoreApplication::translate("report", "Risk: %1").arg(fix.risk)});
    }
}

Section fixesSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section section{u"fixes"_qs, QCoreApplication::translate("report", "What you can do"), {}};
    for (const core::RankedCause& cause : session.diagnosis.causes) {
        if (cause.probability < SmallestFixed || cause.fixes.empty()) {
            continue;
        }
        section.blocks.emplace_back(Paragraph{QCoreApplication::translate("report", "If it is “%1” (%2):")
                                                  .arg(cause.title, likelihood(cause.probability, knowledge))});
        for (const core::Fix& fix : cause.fixes) {
            addFix(section, fix, knowledge);
        }
    }
    return section;
}

Section productsSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section section{
        u"products"_qs, QCoreApplication::translate("report", "Products that come with this idle limit"), {}};
    figures::Table table = productTable(session, knowledge);
    if (!table.rows.empty()) {
        section.blocks.emplace_back(Paragraph{QCoreApplication::translate(
            "report",
            "The measured limit matches these defaults. That alone does not prove that one of these products is "
            "in use: limits can be changed, and several products share a figure.")});
        section.blocks.emplace_back(std::move(table));
    }
    return section;
}

Section chartsSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section section{u"charts"_qs, QCoreApplication::translate("report", "Charts"), {}};
    for (figures::Figure& figure : figures::allFigures(session, knowledge)) {
        section.blocks.emplace_back(std::move(figure));
    }
    return section;
}

Section logSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section section{u"log"_qs, QCoreApplication::translate("report", "Every attempt"), {}};
    for (const core::TestRecord& test : session.tests) {
        if (!test.attempts.empty()) {
            section.blocks.emplace_back(
                Heading{testTitle(test.id, knowledge), logAnchor(session, u"test:"_qs + test.id)});
            if (test.attempts.size() > MostAttempts) {
                section.blocks.emplace_back(Paragraph{
                    QCoreApplication::translate("report",
                                                "%1 of %2 attempts are shown, failed ones first; the data in JSON and "
                                                "the archive's table hold all of them.")
                        .arg(MostAttempts)
                        .arg(test.attempts.size())});
            }
            section.blocks.emplace_back(attemptLog(test, knowledge, MostAttempts));
        }
    }
    return section;
}

Section attributionSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section section{u"attribution"_qs,
                    QCoreApplication::translate("report", "Who ended the connections"),
                    {Paragraph{attribution(session, knowledge)}}};
    if (const auto [test, attempt] = decisiveAttempt(session); attempt != nullptr) {
        section.blocks.emplace_back(
            Heading{QCoreApplication::translate("report", "The decisive connection, step by step")});
        section.blocks.emplace_back(ladderOf(*attempt, knowledge));
        section.blocks.emplace_back(List{{QCoreApplication::translate("report", "One attempt of the test “%1”.")
                                              .arg(testTitle(test->id, knowledge))},
                                         false,
                                         {logAnchor(session, u"test:"_qs + test->id)}});
    }
    return section;
}

/// Evidence that does not come from tests of our own. What was not given is said, so that nobody takes it for sound.
Section materialSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section section{u"material"_qs, QCoreApplication::translate("report", "Captures and logs"), {}};
    const auto add = [&](core::SourceKind kind, const QString& title, const QString& none) {
        const QStringList lines = findingsFrom(kind, session, knowledge);
        section.blocks.emplace_back(Heading{title, {}});
        if (lines.isEmpty()) {
            section.blocks.emplace_back(Paragraph{none});
        } else {
            section.blocks.emplace_back(List{lines});
        }
    };
    add(core::SourceKind::Capture, QCoreApplication::translate("report", "Packets and the quality of the capture"),
        QCoreApplication::translate("report", "Not tested: no capture of packets was part of this run."));
    add(core::SourceKind::Log, QCoreApplication::translate("report", "Logs"),
        QCoreApplication::translate("report", "Not tested: no log was part of this run."));
    return section;
}

void addFact(Facts& facts, const QString& name, const QString& value)
{
    if (!value.isEmpty()) {
        facts.rows.emplace_back(name, value);
    }
}

Section environmentSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const core::Target& target = session.target;
    Facts facts;
    addFact(facts, QCoreApplication::translate("report", "Target"), core::displayName(target));
    addFact(facts, QCoreApplication::translate("report", "Protocol"), core::toWord(target.protocol));
    addFact(facts, QCoreApplication::translate("report", "Path"), target.path);
    addFact(facts, QCoreApplication::translate("report", "TLS name"), target.serverName);
    addFact(facts, QCoreApplication::translate("report", "Proxy"), target.proxy);
    addFact(facts, QCoreApplication::translate("report", "Address family"), core::toWord(target.family));
    addFact(facts, QCoreApplication::translate("report", "Addresses"), target.addresses.join(u", "_qs));
    addFact(facts, QCoreApplication::translate("report", "Started (local time)"),
            session.startedAt.toString(Qt::ISODateWithMs));
    addFact(facts, QCoreApplication::translate("report", "Started (UTC)"),
            session.startedAt.isValid() ? utcMoment(session.startedAt.toMSecsSinceEpoch()) : QString());
    addFact(facts, QCoreApplication::translate("report", "Version"), session.toolVersion);
    addFact(facts, QCoreApplication::translate("report", "Measured on"), flat(session.environment));
    if (session.practice) {
        addFact(facts, QCoreApplication::translate("report", "Practice fault"),
                textOr(knowledge, u"fault."_qs + session.practiceFault, session.practiceFault));
    }
    for (auto it = session.symptoms.begin(); it != session.symptoms.end(); ++it) {
        addFact(facts, textOr(knowledge, u"symptom."_qs + it.key(), it.key()),
                textOr(knowledge, u"symptom."_qs + it.key() + u'.' + it.value(), it.value()));
    }
    addFact(facts, QCoreApplication::translate("report", "Error text as pasted"), session.errorText);
    return {
        u"environment"_qs, QCoreApplication::translate("report", "What was tested, and with what"), {std::move(facts)}};
}

} // namespace

Document fullDocument(const core::Session& session, const knowledge::Knowledge& knowledge, bool redacted)
{
    Document document{
        knowledge.language(), titleOf(session), subtitleOf(session, knowledge), answerOf(session, knowledge), {}};
    document.sections = {
        causesSection(session, knowledge),
        attributionSection(session, knowledge),
        {u"profile"_qs,
         QCoreApplication::translate("report", "How often it fails"),
         {failureProfile(session, knowledge)}},
        {u"scope"_qs,
         QCoreApplication::translate("report", "Where it fails and where not"),
         {scopeMatrix(session, knowledge)}},
        fixesSection(session, knowledge),
        productsSection(session, knowledge),
        {u"request"_qs,
         QCoreApplication::translate("report", "Message to whoever runs the server or the network"),
         {Snippet{evidenceRequest(session, knowledge)}}},
        chartsSection(session, knowledge),
        {u"tests"_qs, QCoreApplication::translate("report", "Tests"), {testTable(session, knowledge)}},
        logSection(session, knowledge),
        materialSection(session, knowledge),
        environmentSection(session, knowledge),
        {u"limits"_qs,
         QCoreApplication::translate("report", "Limits"),
         {Paragraph{limits(session)}, Paragraph{redactionStatement(redacted)}}},
    };
    document.glance = glanceOf(session, knowledge);
    document.madeAt =
        session.startedAt.isValid() ? session.startedAt.toUTC().toString(Qt::ISODate) : u"1970-01-01T00:00:00Z"_qs;
    if (const QString unknown = strangers(session, knowledge); !unknown.isEmpty()) {
        document.sections.back().blocks.emplace_back(Paragraph{unknown});
    }
    std::erase_if(document.sections, [](const Section& section) { return section.blocks.empty(); });
    return document;
}

} // namespace doctor::report
