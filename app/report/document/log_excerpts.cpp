// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses the lines that are worth a reader's time and says what was left out.
#include "app/report/document/log_excerpts.h"

#include "app/core/base/spoken.h"
#include "app/core/json/session_json.h"
#include "app/knowledge/known_lines.h"
#include "app/knowledge/signatures.h"
#include "app/report/document/ended_connections.h"
#include "app/report/document/parts.h"
#include "app/report/words.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <set>

namespace doctor::report
{

namespace
{

constexpr std::size_t MostLines = 30;
constexpr qsizetype MostBriefLines = 3;
constexpr qsizetype MostSigns = 300; ///< of one line
constexpr qsizetype MostBriefSigns = 160;

QString meaningOf(const knowledge::Recognised& what, const knowledge::Knowledge& knowledge)
{
    //: %1 a program, %2 what its message means
    return core::translate("report", "%1: %2")
        .arg(what.platform, textOr(knowledge, u"meaning."_qs + what.meaning, what.meaning));
}

/// Long lines are cut, and it is said by how much.
QString shortened(const QString& line, qsizetype most)
{
    const QString clean = oneLine(line);
    return clean.size() <= most
               ? clean
               //: %1 the beginning of a line, %2 how many characters are left out
               : core::translate("report", "%1… (%2 more characters)").arg(clean.left(most)).arg(clean.size() - most);
}

std::size_t knownIn(const LogExcerpt& excerpt)
{
    return static_cast<std::size_t>(std::count_if(excerpt.lines.begin(), excerpt.lines.end(),
                                                  [](const ExcerptLine& line) { return !line.signature.isEmpty(); }));
}

/// Known lines with their neighbours first, then from the top; in order.
std::set<std::size_t> chosen(const LogExcerpt& excerpt, std::size_t most)
{
    std::set<std::size_t> places;
    const auto take = [&](std::size_t place) {
        if (place < excerpt.lines.size() && places.size() < most) {
            places.insert(place);
        }
    };
    for (std::size_t i = 0; i < excerpt.lines.size() && places.size() < most; ++i) {
        if (!excerpt.lines[i].signature.isEmpty()) {
            take(i);
        }
    }
    const std::set<std::size_t> known = places;
    for (const std::size_t place : known) {
        take(place - 1); // the first has none before it: the number wraps around and is out of range
        take(place + 1);
    }
    for (std::size_t i = 0; i < excerpt.lines.size() && places.size() < most; ++i) {
        take(i);
    }
    return places;
}

figures::Table tableOf(const LogExcerpt& excerpt)
{
    figures::Table table;
    table.header = {core::translate("report", "Line"), core::translate("report", "Text"),
                    core::translate("report", "Meaning")};
    std::size_t next = 0;
    const auto gap = [&](std::size_t until) {
        if (until > next) {
            table.rows.push_back(
                {u"…"_qs, core::translate("report", "(%1 lines left out)").arg(until - next), QString()});
        }
    };
    for (const std::size_t place : chosen(excerpt, MostLines)) {
        gap(place);
        const ExcerptLine& line = excerpt.lines[place];
        table.rows.push_back({QString::number(line.number), shortened(line.text, MostSigns), line.meaning});
        next = place + 1;
    }
    gap(excerpt.lines.size());
    return table;
}

QString aboutExcerpt(const LogExcerpt& excerpt)
{
    const std::size_t known = knownIn(excerpt);
    QStringList sentences{
        known == 0 ? core::translate("report", "Of its %1 lines, none is known to this version; that says nothing "
                                               "against them.")
                         .arg(excerpt.lines.size())
                   : core::translate("report", "What is known stands beside %1 of its %2 lines.")
                         .arg(known)
                         .arg(excerpt.lines.size())};
    if (excerpt.lines.size() > MostLines) {
        sentences << core::translate("report", "%1 lines are shown; the data in JSON and the archive hold all of them.")
                         .arg(MostLines);
    }
    if (excerpt.isCut) {
        sentences << core::translate("report", "Only the first 64 KB of it were kept.");
    }
    return sentences.join(u' ');
}

/// Which log would tell most about the leading cause; empty where nothing failed.
QString whichLog(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    if (session.diagnosis.causes.empty() || session.diagnosis.causes.front().id == u"no-fault-found") {
        return {};
    }
    const QString own = u"logs."_qs + session.diagnosis.causes.front().id;
    const QString byPlace = u"logs."_qs + placeToAct(session, knowledge);
    for (const QString& key : {isSettled(session) ? own : QString(), byPlace, u"logs.unsettled"_qs}) {
        if (knowledge.hasText(key)) {
            return knowledge.text(key);
        }
    }
    return {};
}

QStringList withoutLog(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    QStringList lines{core::translate("report", "Not tested: no log was part of this run.")};
    if (const QString which = whichLog(session, knowledge); !which.isEmpty()) {
        //: %1 names of logs
        lines << core::translate("report", "The log to look at: %1.").arg(which);
        if (const QString where = whereInLogs(session); !where.isEmpty()) {
            lines << where;
        }
    }
    return lines;
}

QString title()
{
    return core::translate("report", "Log excerpts");
}

/// Per source how many lines there are and which are known.
QJsonArray logExcerptsData(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    QJsonArray data;
    for (const LogExcerpt& excerpt : logExcerpts(session, knowledge)) {
        QJsonArray known;
        for (const ExcerptLine& line : excerpt.lines) {
            if (!line.signature.isEmpty()) {
                known.append(QJsonObject{
                    {u"line"_qs, line.number}, {u"signature"_qs, line.signature}, {u"meaning"_qs, line.meaning}});
            }
        }
        data.append(QJsonObject{{u"source"_qs, excerpt.source},
                                {u"lines"_qs, static_cast<qint64>(excerpt.lines.size())},
                                {u"complete"_qs, !excerpt.isCut},
                                {u"recognised"_qs, known}});
    }
    return data;
}

} // namespace

std::vector<LogExcerpt> logExcerpts(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    if (session.errorText.trimmed().isEmpty()) {
        return {};
    }
    LogExcerpt pasted{u"pasted"_qs, core::translate("report", "Error text or log lines as pasted"), {}};
    pasted.isCut = session.errorText.size() >= knowledge::MaxRecognisedBytes;
    QString text = session.errorText;
    while (text.endsWith(u'\n') || text.endsWith(u'\r')) {
        text.chop(1);
    }
    const QStringList lines = text.split(u'\n');
    for (const QString& line : lines) {
        pasted.lines.push_back({static_cast<int>(pasted.lines.size()) + 1, line});
    }
    for (const knowledge::RecognisedLine& known : knowledge::recogniseLines(knowledge, text)) {
        if (static_cast<std::size_t>(known.line) < pasted.lines.size()) {
            ExcerptLine& line = pasted.lines[static_cast<std::size_t>(known.line)];
            line.signature = known.what.signatureId;
            line.meaning = meaningOf(known.what, knowledge);
        }
    }
    return {std::move(pasted)};
}

Section logExcerptsSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section section{u"log-excerpts"_qs, title(), {}};
    const QStringList findings = findingsFrom(core::SourceKind::Log, session, knowledge);
    if (!findings.isEmpty()) {
        section.blocks.emplace_back(List{findings});
    }
    const std::vector<LogExcerpt> excerpts = logExcerpts(session, knowledge);
    for (const LogExcerpt& excerpt : excerpts) {
        section.blocks.emplace_back(Heading{excerpt.title});
        section.blocks.emplace_back(Paragraph{aboutExcerpt(excerpt)});
        section.blocks.emplace_back(tableOf(excerpt));
    }
    if (findings.isEmpty() && excerpts.empty()) {
        const QStringList lines = withoutLog(session, knowledge);
        for (const QString& line : lines) {
            section.blocks.emplace_back(Paragraph{line});
        }
    }
    return section;
}

Section briefLogSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    QStringList lines = findingsFrom(core::SourceKind::Log, session, knowledge);
    const std::vector<LogExcerpt> excerpts = logExcerpts(session, knowledge);
    for (const LogExcerpt& excerpt : excerpts) {
        const bool anyKnown = knownIn(excerpt) > 0;
        for (const ExcerptLine& line : excerpt.lines) {
            if (anyKnown && line.signature.isEmpty()) {
                continue;
            }
            const QString text = shortened(line.text, MostBriefSigns);
            //: %1 number of a line, %2 its text, %3 its meaning
            lines << (anyKnown
                          ? core::translate("report", "Line %1: “%2” – %3").arg(line.number).arg(text, line.meaning)
                          //: %1 number of a line, %2 its text
                          : core::translate("report", "Line %1: “%2”").arg(line.number).arg(text));
        }
    }
    if (lines.isEmpty()) {
        lines = withoutLog(session, knowledge).mid(0, 2); // the moments stand at the top already
    }
    return {u"log-excerpts"_qs, title(), {List{firstOf(lines, MostBriefLines)}}};
}

QByteArray dataOf(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    constexpr std::size_t Readable = 1000; // attempts
    std::size_t attempts = 0;
    for (const core::TestRecord& test : session.tests) {
        attempts += test.attempts.size();
    }
    QJsonObject data = core::toJson(session);
    if (const QJsonArray excerpts = logExcerptsData(session, knowledge); !excerpts.isEmpty()) {
        data.insert(u"logExcerpts"_qs, excerpts);
    }
    return QJsonDocument(data).toJson(attempts > Readable ? QJsonDocument::Compact : QJsonDocument::Indented);
}

} // namespace doctor::report
