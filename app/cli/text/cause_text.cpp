// SPDX-License-Identifier: GPL-3.0-or-later
// Dresses cause pages for a terminal, a document and a script.
#include "app/cli/text/cause_text.h"

#include "app/cli/text/fix_text.h"
#include "app/cli/text/table.h"
#include "app/core/model/names.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::cli::CausesCommand)
};

struct Section {
    QString title;
    QString markdown;
};

QString titleOf(const knowledge::CauseDefinition& cause, const knowledge::Knowledge& knowledge)
{
    const knowledge::CausePage* page = knowledge.page(cause.id);
    return page ? knowledge.fill(page->title, {}) : cause.id;
}

QString familyOf(const knowledge::CauseDefinition& cause, const knowledge::Knowledge& knowledge)
{
    return knowledge.text(u"family."_s + cause.family);
}

std::vector<Section> sectionsOf(const knowledge::CausePage& page, const knowledge::Knowledge& knowledge)
{
    std::vector<Section> sections;
    const auto add = [&](const QString& title, const QString& markdown) {
        if (!markdown.trimmed().isEmpty())
            sections.push_back({title, knowledge.fill(markdown, {}).trimmed()});
    };
    add(Messages::tr("What happens"), page.explanation);
    add(Messages::tr("How to confirm it"), page.confirm);
    add(Messages::tr("How to prevent it"), page.prevention);
    return sections;
}

/// Markdown reads well as it is, but for its emphasis signs; its own line breaks inside paragraphs are dropped.
QString readable(const QString& markdown, int width)
{
    QString result;
    for (const QString& block : markdown.split(u"\n\n"_s, Qt::SkipEmptyParts)) {
        QString joined;
        for (const QString& line : block.split(u'\n')) {
            const QString text = line.trimmed();
            const bool item = text.startsWith(u"- ") || text.section(u'.', 0, 0).toInt() > 0;
            joined += joined.isEmpty() ? text : (item ? u'\n' : u' ') + text;
        }
        joined.remove(u"**"_s);
        for (const QString& line : joined.split(u'\n'))
            result += paragraph(line, width, 2, line.startsWith(u"- ") ? 2 : 0);
        result += u'\n';
    }
    return result;
}

} // namespace

QString causesTable(const knowledge::Knowledge& knowledge, const Style& style, int width)
{
    Table table({{Messages::tr("Cause"), false, false},
                 {Messages::tr("Family"), false, false},
                 {Messages::tr("Meaning"), false, true}});
    for (const knowledge::CauseDefinition& cause : knowledge.causes())
        table.add({{cause.id, Tone::Strong}, {familyOf(cause, knowledge)}, {titleOf(cause, knowledge)}});
    return table.render(width, style);
}

QString causesMarkdown(const knowledge::Knowledge& knowledge)
{
    QString text = u"| %1 | %2 | %3 |\n|---|---|---|\n"_s.arg(Messages::tr("Cause"), Messages::tr("Family"),
                                                              Messages::tr("Meaning"));
    for (const knowledge::CauseDefinition& cause : knowledge.causes())
        text += u"| `%1` | %2 | %3 |\n"_s.arg(cause.id, familyOf(cause, knowledge), titleOf(cause, knowledge));
    return text;
}

QJsonObject causesJson(const knowledge::Knowledge& knowledge)
{
    QJsonArray causes;
    for (const knowledge::CauseDefinition& cause : knowledge.causes())
        causes.append(causeJson(cause, knowledge));
    return {{u"schema"_s, u"connection-doctor/causes/1"_s}, {u"causes"_s, causes}};
}

QString causeText(const knowledge::CauseDefinition& cause, const knowledge::Knowledge& knowledge, const Style& style,
                  int width)
{
    QString text = style.paint(Tone::Strong, titleOf(cause, knowledge)) + u'\n' +
                   style.paint(Tone::Dim, cause.id + u", "_s + familyOf(cause, knowledge)) + u"\n\n"_s;
    const knowledge::CausePage* page = knowledge.page(cause.id);
    if (!page)
        return text;
    for (const Section& section : sectionsOf(*page, knowledge))
        text += style.paint(Tone::Strong, section.title) + u'\n' + readable(section.markdown, width);
    if (!page->fixes.empty())
        text += style.paint(Tone::Strong, Messages::tr("What to do")) + u'\n' +
                fixesText(filled(page->fixes, knowledge), knowledge, style, width);
    return text;
}

QString causeMarkdown(const knowledge::CauseDefinition& cause, const knowledge::Knowledge& knowledge)
{
    QString text = u"# %1\n\n`%2`, %3\n"_s.arg(titleOf(cause, knowledge), cause.id, familyOf(cause, knowledge));
    const knowledge::CausePage* page = knowledge.page(cause.id);
    if (!page)
        return text;
    for (const Section& section : sectionsOf(*page, knowledge))
        text += u"\n## %1\n\n%2\n"_s.arg(section.title, section.markdown);
    if (!page->fixes.empty())
        text +=
            u"\n## %1\n"_s.arg(Messages::tr("What to do")) + fixesMarkdown(filled(page->fixes, knowledge), knowledge);
    return text;
}

QJsonObject causeJson(const knowledge::CauseDefinition& cause, const knowledge::Knowledge& knowledge)
{
    QJsonObject object{{u"id"_s, cause.id},
                       {u"title"_s, titleOf(cause, knowledge)},
                       {u"family"_s, cause.family},
                       {u"closedBy"_s, core::toWord(cause.closedBy)},
                       {u"articleSections"_s, QJsonArray::fromStringList(cause.articleSections)}};
    if (const knowledge::CausePage* page = knowledge.page(cause.id)) {
        object.insert(u"explanation"_s, knowledge.fill(page->explanation, {}));
        object.insert(u"confirm"_s, knowledge.fill(page->confirm, {}));
        object.insert(u"prevention"_s, knowledge.fill(page->prevention, {}));
        object.insert(u"fixes"_s, fixesJson(filled(page->fixes, knowledge)));
    }
    return object;
}

} // namespace doctor::cli
