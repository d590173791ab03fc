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

std::vector<knowledge::Variant> variantsOf(const knowledge::CauseDefinition& cause,
                                           const knowledge::Knowledge& knowledge)
{
    const knowledge::CausePage* page = knowledge.page(cause.id);
    return page ? page->variants : std::vector<knowledge::Variant>{};
}

std::vector<Section> sectionsOf(const knowledge::CausePage& page, const knowledge::Knowledge& knowledge)
{
    std::vector<Section> sections;
    const auto add = [&](const QString& title, const QString& markdown) {
        if (!markdown.trimmed().isEmpty())
            sections.push_back({title, knowledge.fill(markdown, {}).trimmed()});
    };
    add(Messages::tr("What happens"), page.explanation);
    add(Messages::tr("Who closes, and how it looks on the wire"), page.wire);
    add(Messages::tr("How to confirm it"), page.confirm);
    add(Messages::tr("What to ask the other side"), page.ask);
    add(Messages::tr("How to prevent it"), page.prevention);
    return sections;
}

/// Signs as a Markdown list.
QString signsOf(const knowledge::Variant& variant, const knowledge::Knowledge& knowledge)
{
    QString list;
    for (const QString& sign : variant.signs)
        list += u"- "_s + knowledge.fill(sign, {}) + u'\n';
    return list.trimmed();
}

QString sourcesOf(const QString& id, const knowledge::Knowledge& knowledge)
{
    QString list;
    for (const knowledge::Source& source : knowledge.sources(id))
        list += u"- "_s + source.title + u": "_s + source.where + u'\n';
    return list.trimmed();
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

QString sourcesText(const QString& id, const knowledge::Knowledge& knowledge, const Style& style, int width)
{
    const QString sources = sourcesOf(id, knowledge);
    return sources.isEmpty() ? QString()
                             : style.paint(Tone::Strong, Messages::tr("Sources")) + u'\n' + readable(sources, width);
}

QJsonArray sourcesJson(const QString& id, const knowledge::Knowledge& knowledge)
{
    QJsonArray array;
    for (const knowledge::Source& source : knowledge.sources(id))
        array.append(QJsonObject{{u"title"_s, source.title}, {u"where"_s, source.where}});
    return array;
}

} // namespace

QString variantText(const knowledge::Variant& variant, const knowledge::Knowledge& knowledge, const Style& style,
                    int width)
{
    return style.paint(Tone::Strong, knowledge.fill(variant.title, {})) + u'\n' + style.paint(Tone::Dim, variant.id) +
           u'\n' + readable(knowledge.fill(variant.text, {}), width) +
           style.paint(Tone::Strong, Messages::tr("Signs")) + u'\n' + readable(signsOf(variant, knowledge), width) +
           style.paint(Tone::Strong, Messages::tr("What to do")) + u'\n' +
           fixesText(filled(variant.fixes, knowledge), knowledge, style, width) + u'\n' +
           sourcesText(variant.id, knowledge, style, width);
}

QString variantMarkdown(const knowledge::Variant& variant, const knowledge::Knowledge& knowledge)
{
    const QString sources = sourcesOf(variant.id, knowledge);
    return u"## %1\n\n`%2`\n\n%3\n\n%4\n"_s.arg(knowledge.fill(variant.title, {}), variant.id,
                                                knowledge.fill(variant.text, {}), signsOf(variant, knowledge)) +
           fixesMarkdown(filled(variant.fixes, knowledge), knowledge) +
           (sources.isEmpty() ? QString() : u"\n### %1\n\n%2\n"_s.arg(Messages::tr("Sources"), sources));
}

QJsonObject variantJson(const knowledge::Variant& variant, const knowledge::Knowledge& knowledge)
{
    QJsonArray signs;
    for (const QString& sign : variant.signs)
        signs.append(knowledge.fill(sign, {}));
    return {{u"id"_s, variant.id},
            {u"title"_s, knowledge.fill(variant.title, {})},
            {u"text"_s, knowledge.fill(variant.text, {})},
            {u"signs"_s, signs},
            {u"fixes"_s, fixesJson(filled(variant.fixes, knowledge))},
            {u"sources"_s, sourcesJson(variant.id, knowledge)}};
}

QString causesTable(const knowledge::Knowledge& knowledge, const Style& style, int width)
{
    Table table({{Messages::tr("Cause"), false, false},
                 {Messages::tr("Family"), false, false},
                 {Messages::tr("Meaning"), false, true}});
    for (const knowledge::CauseDefinition& cause : knowledge.causes()) {
        table.add({{cause.id, Tone::Strong}, {familyOf(cause, knowledge)}, {titleOf(cause, knowledge)}});
        for (const knowledge::Variant& variant : variantsOf(cause, knowledge))
            table.add({{u"  "_s + variant.id}, {}, {knowledge.fill(variant.title, {})}});
    }
    return table.render(width, style);
}

QString causesMarkdown(const knowledge::Knowledge& knowledge)
{
    QString text = u"| %1 | %2 | %3 |\n|---|---|---|\n"_s.arg(Messages::tr("Cause"), Messages::tr("Family"),
                                                              Messages::tr("Meaning"));
    const QString row = u"| `%1` | %2 | %3 |\n"_s;
    for (const knowledge::CauseDefinition& cause : knowledge.causes()) {
        text += row.arg(cause.id, familyOf(cause, knowledge), titleOf(cause, knowledge));
        for (const knowledge::Variant& variant : variantsOf(cause, knowledge))
            text += row.arg(variant.id, Messages::tr("variant of %1", "%1 id of a cause").arg(cause.id),
                            knowledge.fill(variant.title, {}));
    }
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
    text += u'\n' + sourcesText(cause.id, knowledge, style, width);
    if (!page->variants.empty())
        text += style.paint(Tone::Strong, Messages::tr("Special forms of it")) + u"\n\n"_s;
    for (const knowledge::Variant& variant : page->variants)
        text += variantText(variant, knowledge, style, width);
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
    const QString sources = sourcesOf(cause.id, knowledge);
    if (!sources.isEmpty())
        text += u"\n## %1\n\n%2\n"_s.arg(Messages::tr("Sources"), sources);
    if (!page->variants.empty())
        text += u"\n# %1\n"_s.arg(Messages::tr("Special forms of it"));
    for (const knowledge::Variant& variant : page->variants)
        text += u'\n' + variantMarkdown(variant, knowledge);
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
        object.insert(u"wire"_s, knowledge.fill(page->wire, {}));
        object.insert(u"confirm"_s, knowledge.fill(page->confirm, {}));
        object.insert(u"ask"_s, knowledge.fill(page->ask, {}));
        object.insert(u"prevention"_s, knowledge.fill(page->prevention, {}));
        object.insert(u"fixes"_s, fixesJson(filled(page->fixes, knowledge)));
        QJsonArray variants;
        for (const knowledge::Variant& variant : page->variants)
            variants.append(variantJson(variant, knowledge));
        object.insert(u"variants"_s, variants);
        object.insert(u"sources"_s, sourcesJson(cause.id, knowledge));
    }
    return object;
}

} // namespace doctor::cli
