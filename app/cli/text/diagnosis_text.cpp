// SPDX-License-Identifier: GPL-3.0-or-later
// The order answers a sufferer's questions: what is it, why do you think so, what now.
#include "app/cli/text/diagnosis_text.h"

#include "app/cli/text/fix_text.h"
#include "app/cli/text/table.h"
#include "app/core/model/names.h"
#include "app/core/model/proxy.h"
#include "app/figures/figure.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

constexpr double WorthListing = 0.01;
constexpr double WorthExplaining = 0.05;
constexpr size_t MostCauses = 6;
constexpr size_t MostEvidence = 4;
constexpr size_t MostFixes = 2;

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::cli::DiagnosisText)
};

QString percent(double probability)
{
    if (probability >= 0.995)
        return Messages::tr("> 99 %");
    if (probability < 0.01)
        return Messages::tr("< 1 %");
    return Messages::tr("%1 %").arg(QLocale().toString(probability * 100, 'f', 0));
}

QString heading(const QString& title, const Style& style)
{
    return u'\n' + style.paint(Tone::Strong, title) + u'\n';
}

QString stateOf(const core::TestRecord& test, const knowledge::Knowledge& knowledge)
{
    const QString state = knowledge.text(u"state."_s + core::toWord(test.state));
    if (test.reason.isEmpty())
        return state;
    return Messages::tr("%1: %2", "state of a test: reason").arg(state, knowledge.text(u"reason."_s + test.reason));
}

QString summary(const core::Session& session, const Style& style, int width)
{
    const auto& causes = session.diagnosis.causes;
    const bool healthy = !causes.empty() && causes.front().id == u"no-fault-found";
    const QString sentence = paragraph(session.diagnosis.verdict.summary, width);
    QString text;
    for (const QString& line : sentence.chopped(1).split(u'\n'))
        text += style.paint(healthy ? Tone::Good : Tone::Bad, line) + u'\n';
    if (!session.complete) {
        const auto made = std::count_if(session.tests.begin(), session.tests.end(), [](const core::TestRecord& test) {
            return test.state == core::TestState::Done;
        });
        text += paragraph(Messages::tr("Stopped early, after %1 of %2 tests; the rest could change the picture.")
                              .arg(made)
                              .arg(session.tests.size()),
                          width);
    }
    return text;
}

QString about(const core::Session& session, int width, const Style& style)
{
    Table table({{{}, false, false}, {{}, false, true}});
    QString target = core::displayName(session.target);
    if (!session.target.addresses.isEmpty() && session.target.addresses != QStringList{session.target.host})
        target = Messages::tr("%1, at %2", "target, at addresses").arg(target, session.target.addresses.join(u", "_s));
    table.add({{Messages::tr("Target"), Tone::Dim}, {target}});
    table.add({{Messages::tr("Protocol"), Tone::Dim}, {core::toWord(session.target.protocol)}});
    if (!session.target.sourceAddress.isEmpty())
        table.add({{Messages::tr("From"), Tone::Dim}, {session.target.sourceAddress}});
    if (const auto proxy = core::parseProxy(session.target.proxy); proxy && *proxy)
        table.add({{Messages::tr("Proxy"), Tone::Dim}, {core::displayName(**proxy)}});
    else if (session.target.systemProxy)
        table.add({{Messages::tr("Proxy"), Tone::Dim}, {Messages::tr("none, by the system's settings")}});
    table.add({{Messages::tr("Measured"), Tone::Dim},
               {Messages::tr("%1, for %2 s", "date and time, duration")
                    .arg(session.startedAt.toString(u"yyyy-MM-dd HH:mm:ss"_s),
                         QLocale().toString(session.durationSeconds, 'f', 1))}});
    return u'\n' + table.render(width, style);
}

void addEvidence(Table& table, const std::vector<core::Evidence>& evidence, const QString& sign, Tone tone)
{
    for (std::size_t i = 0; i < std::min(evidence.size(), MostEvidence); ++i)
        table.add(
            {{}, {sign, tone}, {evidence[i].text}, {QLocale().toString(evidence[i].decibans, 'f', 1), Tone::Dim}});
}

QString causes(const core::Session& session, const Style& style, int width)
{
    Table table({{Messages::tr("Likelihood"), true, false},
                 {{}, false, false},
                 {Messages::tr("Cause and what speaks for (+) and against it (-)"), false, true},
                 {Messages::tr("Weight (dB)"), true, false}});
    std::size_t listed = 0;
    for (const core::RankedCause& cause : session.diagnosis.causes) {
        if (listed == MostCauses || (listed > 0 && cause.probability < WorthListing))
            break;
        ++listed;
        table.add({{percent(cause.probability), Tone::Strong},
                   {},
                   {Messages::tr("%1 [%2]", "title of a cause [id]").arg(cause.title, cause.id), Tone::Strong}});
        if (listed > 1 && cause.probability < WorthExplaining)
            continue;
        addEvidence(table, cause.evidenceFor, u"+"_s, Tone::Good);
        addEvidence(table, cause.evidenceAgainst, u"-"_s, Tone::Bad);
    }
    return heading(Messages::tr("Causes, likeliest first"), style) + table.render(width, style);
}

QString next(const core::Session& session, const knowledge::Knowledge& knowledge, const Style& style, int width)
{
    QString text;
    if (const auto& test = session.diagnosis.nextTest) {
        const QString title = knowledge.text(u"test."_s + test->id + u".title"_s);
        text += paragraph(Messages::tr("%1 [%2], about %3 s: %4", "title of a test [id], duration, why")
                              .arg(title, test->id, QLocale().toString(test->seconds, 'f', 0), test->why),
                          width, 2, 2);
    }
    if (!session.diagnosis.causes.empty()) {
        const auto& missing = session.diagnosis.causes.front().evidenceMissing;
        for (std::size_t i = 0; i < std::min(missing.size(), MostEvidence); ++i)
            text += paragraph(Messages::tr("Not known yet: %1").arg(missing[i].text), width, 2, 2);
    }
    return text.isEmpty() ? text : heading(Messages::tr("What would settle it"), style) + text;
}

QString fixes(const core::Session& session, const knowledge::Knowledge& knowledge, const Style& style, int width)
{
    if (session.diagnosis.causes.empty() || session.diagnosis.causes.front().fixes.empty())
        return {};
    std::vector<core::Fix> first = session.diagnosis.causes.front().fixes;
    first.resize(std::min(first.size(), MostFixes));
    return heading(Messages::tr("What to do first"), style) + fixesText(first, knowledge, style, width);
}

QString figures(const core::Session& session, const knowledge::Knowledge& knowledge, const Style& style, int width)
{
    QString text;
    const QStringList saidAbove{u"evidence"_s, u"ranking"_s};
    for (const figures::Figure& figure : figures::allFigures(session, knowledge))
        if (!figure.answer.isEmpty() && !saidAbove.contains(figure.id))
            text += paragraph(figure.question + u' ' + figure.answer, width, 2, 2);
    return text.isEmpty() ? text : heading(Messages::tr("What was seen"), style) + text;
}

QString tests(const core::Session& session, const knowledge::Knowledge& knowledge, const Style& style, int width)
{
    Table table({{Messages::tr("Test"), false, false},
                 {Messages::tr("What it does"), false, true},
                 {Messages::tr("Tries"), true, false},
                 {Messages::tr("Failed"), true, false},
                 {Messages::tr("State"), false, true}});
    for (const core::TestRecord& test : session.tests) {
        const auto failed = std::count_if(test.attempts.begin(), test.attempts.end(),
                                          [](const core::Attempt& attempt) { return attempt.ending.isFailure(); });
        const bool tried = !test.attempts.empty();
        table.add({{test.id},
                   {knowledge.text(u"test."_s + test.id + u".title"_s)},
                   {tried ? QString::number(test.attempts.size()) : u"-"_s},
                   {tried ? QString::number(failed) : u"-"_s, failed > 0 ? Tone::Bad : Tone::Plain},
                   {stateOf(test, knowledge), Tone::Dim}});
    }
    return heading(Messages::tr("Tests"), style) + table.render(width, style);
}

} // namespace

QString diagnosisText(const core::Session& session, const knowledge::Knowledge& knowledge, const Style& style,
                      int width)
{
    return summary(session, style, width) + about(session, width, style) + causes(session, style, width) +
           next(session, knowledge, style, width) + fixes(session, knowledge, style, width) +
           figures(session, knowledge, style, width) + tests(session, knowledge, style, width);
}

} // namespace doctor::cli
