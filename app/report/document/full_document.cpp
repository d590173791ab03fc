// SPDX-License-Identifier: GPL-3.0-or-later
// The full report: answer, causes, fixes, charts, every attempt, environment, limits.
#include "app/core/base/spoken.h"
#include "app/core/model/names.h"
#include "app/report/document/log_excerpts.h"
#include "app/report/document/parts.h"
#include "app/report/evidence_request.h"
#include "app/report/words.h"

#include <algorithm>
#include <utility>

namespace doctor::report
{

namespace
{

/// Pictures in which something went wrong; the others only show what was fine.
bool showsFailure(const figures::Figure& figure)
{
    using figures::Mark;
    return std::any_of(figure.points.begin(), figure.points.end(), [](const figures::Point& point) {
        return point.mark != Mark::Worked && point.mark != Mark::Other && point.mark != Mark::Reference;
    });
}

/// What the tests have drawn, in two parts: what failed for everybody, the rest to look up.
std::pair<Section, Section> chartsSections(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section telling{u"charts"_qs, core::translate("report", "What was measured"), {}};
    Section others{u"more-charts"_qs, core::translate("report", "Further charts"), {}, true};
    for (figures::Figure& figure : figures::allFigures(session, knowledge)) {
        const bool repeats = figure.id == u"attempt-strip"; // the same as the time line, in another order
        Section& section = showsFailure(figure) && !repeats ? telling : others;
        section.blocks.emplace_back(std::move(figure));
    }
    return {std::move(telling), std::move(others)};
}

Section logSection(const core::Session& session, const knowledge::Knowledge& knowledge, std::size_t most)
{
    Section section{u"log"_qs, core::translate("report", "Every attempt"), {}, true};
    for (const core::TestRecord& test : session.tests) {
        if (test.attempts.empty()) {
            continue;
        }
        section.blocks.emplace_back(Heading{testTitle(test.id, knowledge), logAnchor(session, u"test:"_qs + test.id)});
        QString common;
        figures::Table table = condensedLog(test, knowledge, most, common);
        if (test.attempts.size() > most) {
            section.blocks.emplace_back(Paragraph{
                core::translate("report", "%1 of %2 attempts are shown, failed ones first; the data in JSON and "
                                          "the archive's table hold all of them.")
                    .arg(most)
                    .arg(test.attempts.size())});
        }
        if (!common.isEmpty()) {
            //: %1 "Address: 192.0.2.1:443; Phase: …"
            section.blocks.emplace_back(Paragraph{core::translate("report", "In all rows: %1").arg(common)});
        }
        section.blocks.emplace_back(std::move(table));
    }
    return section;
}

Section attributionSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section section{u"attribution"_qs, whoTitle(session), {Paragraph{attribution(session, knowledge)}}};
    if (figures::Figure path = figures::resetPath(session, knowledge); !path.isEmpty()) {
        section.blocks.emplace_back(std::move(path));
    }
    if (const auto [test, attempt] = decisiveAttempt(session); attempt != nullptr) {
        figures::Figure ladder = figures::connectionLadder(session, knowledge, *test, *attempt);
        if (!ladder.isEmpty()) {
            section.blocks.emplace_back(std::move(ladder));
            section.blocks.emplace_back(List{{core::translate("report", "All attempts of this test:")},
                                             false,
                                             {logAnchor(session, u"test:"_qs + test->id)}});
        }
    }
    return section;
}

/// Packets that others recorded. What was not given is said, so that nobody takes it for sound.
Section materialSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section section{u"material"_qs, core::translate("report", "Packets and the quality of the capture"), {}};
    const QStringList lines = findingsFrom(core::SourceKind::Capture, session, knowledge);
    if (lines.isEmpty()) {
        section.blocks.emplace_back(
            Paragraph{core::translate("report", "Not tested: no capture of packets was part of this run.")});
    } else {
        section.blocks.emplace_back(List{lines});
    }
    return section;
}

Section profileSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section section{u"profile"_qs, core::translate("report", "How often it fails"), {}};
    QStringList notTested;
    for (const core::TestRecord& test : session.tests) {
        if (test.attempts.empty() && test.state != core::TestState::Done) { // some tests look and attempt nothing
            notTested << testTitle(test.id, knowledge);
        }
    }
    figures::Table table = failureProfile(session, knowledge);
    if (!table.rows.empty()) {
        section.blocks.emplace_back(std::move(table));
    }
    if (!notTested.isEmpty()) {
        //: %1 names of tests
        section.blocks.emplace_back(
            Paragraph{core::translate("report", "Not tested: %1.").arg(notTested.join(u"; "_qs))});
    }
    return section;
}

Section testsSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    constexpr qsizetype MostSigns = 160; // of what a test has to say as a whole; the data hold all of it
    figures::Table table = testTable(session, knowledge);
    for (QStringList& row : table.rows) {
        if (QString& facts = row.last(); facts.size() > MostSigns) {
            facts = facts.left(MostSigns - 1) + u'…';
        }
    }
    return {u"tests"_qs, core::translate("report", "Tests"), {std::move(table)}, true};
}

Section requestSection(const core::Session& session, const knowledge::Knowledge& knowledge, bool redacted)
{
    Section section{
        u"request"_qs, core::translate("report", "Message to whoever runs the server or the network"), {}, true};
    if (redacted) {
        section.blocks.emplace_back(Paragraph{core::translate(
            "report", "Names and addresses are pseudonyms here. Put in the real ones before the commands are run.")});
    }
    section.blocks.emplace_back(Snippet{evidenceRequest(session, knowledge)});
    return section;
}

void addFact(Facts& facts, const QString& name, const QString& value)
{
    if (!value.isEmpty()) {
        facts.rows.emplace_back(name, value);
    }
}

QString proxyText(const core::Target& target)
{
    if (!target.systemProxy)
        return target.proxy;
    return target.proxy.isEmpty() ? core::translate("report", "by the system's settings: none for this target")
                                  //: %1 a proxy's URL
                                  : core::translate("report", "by the system's settings: %1").arg(target.proxy);
}

Section environmentSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const core::Target& target = session.target;
    Facts facts;
    addFact(facts, core::translate("report", "Target"), core::displayName(target));
    addFact(facts, core::translate("report", "Protocol"), core::toWord(target.protocol));
    addFact(facts, core::translate("report", "Path"), target.path);
    addFact(facts, core::translate("report", "TLS name"), target.serverName);
    addFact(facts, core::translate("report", "Proxy"), proxyText(target));
    addFact(facts, core::translate("report", "Source address"), target.sourceAddress);
    addFact(facts, core::translate("report", "Address family"), core::toWord(target.family));
    addFact(facts, core::translate("report", "Addresses"), target.addresses.join(u", "_qs));
    addFact(facts, core::translate("report", "Started (local time)"), session.startedAt.toString(Qt::ISODateWithMs));
    addFact(facts, core::translate("report", "Started (UTC)"),
            session.startedAt.isValid() ? utcMoment(session.startedAt.toMSecsSinceEpoch()) : QString());
    addFact(facts, core::translate("report", "Version"), session.toolVersion);
    addFact(facts, core::translate("report", "Measured on"), flat(session.environment));
    if (session.practice) {
        addFact(facts, core::translate("report", "Practice fault"),
                textOr(knowledge, u"fault."_qs + session.practiceFault, session.practiceFault));
    }
    for (auto it = session.symptoms.begin(); it != session.symptoms.end(); ++it) {
        addFact(facts, textOr(knowledge, u"symptom."_qs + it.key(), it.key()),
                textOr(knowledge, u"symptom."_qs + it.key() + u'.' + it.value(), it.value()));
    }
    return {u"environment"_qs, core::translate("report", "What was tested, and with what"), {std::move(facts)}, true};
}

} // namespace

Document fullDocument(const core::Session& session, const knowledge::Knowledge& knowledge, bool redacted,
                      std::size_t mostAttempts, const core::Session* before)
{
    Document document{
        knowledge.language(), titleOf(session), subtitleOf(session, knowledge), answerOf(session, knowledge), {}};
    auto [telling, others] = chartsSections(session, knowledge);
    Section limitsSection{u"limits"_qs,
                          core::translate("report", "Limits"),
                          {Paragraph{limits(session)}, Paragraph{redactionStatement(redacted)}}};
    if (const QString leftOut = core::leftOutSentence(session); !leftOut.isEmpty()) {
        limitsSection.blocks.emplace_back(Paragraph{leftOut});
    }
    if (const QString unknown = strangers(session, knowledge); !unknown.isEmpty()) {
        limitsSection.blocks.emplace_back(Paragraph{unknown});
    }
    document.sections = {
        before ? beforeAfterSection(*before, session, knowledge) : Section{},
        attributionSection(session, knowledge),
        causesSection(session, knowledge),
        fixesSection(session, knowledge),
        std::move(telling),
        profileSection(session, knowledge),
        {u"scope"_qs, core::translate("report", "Where it fails and where not"), {scopeMatrix(session, knowledge)}},
        materialSection(session, knowledge),
        logExcerptsSection(session, knowledge),
        std::move(limitsSection),
        requestSection(session, knowledge, redacted),
        onProductsSection(session, knowledge),
        std::move(others),
        environmentSection(session, knowledge),
        testsSection(session, knowledge),
        logSection(session, knowledge, mostAttempts),
    };
    document.glance = glanceOf(session, knowledge);
    if (redacted && !document.glance.rows.empty()) { // whoever reads the pseudonyms has to ask somebody
        document.glance.rows.emplace_back(core::translate("report", "Sent by"), u"________________"_qs);
    }
    document.madeAt =
        session.startedAt.isValid() ? session.startedAt.toUTC().toString(Qt::ISODate) : u"1970-01-01T00:00:00Z"_qs;
    std::erase_if(document.sections, [](const Section& section) { return section.blocks.empty(); });
    return document;
}

} // namespace doctor::report
