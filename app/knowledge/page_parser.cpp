// SPDX-License-Identifier: GPL-3.0-or-later
// Line by line: front matter, sections, fixes.
#include "app/knowledge/page_parser.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace doctor::knowledge
{

using namespace Qt::StringLiterals;

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(Knowledge)
};

struct Page {
    QMap<QString, QString> front;
    QStringList body;
};

bool isFence(const QString& line)
{
    return line.trimmed().startsWith(u"```");
}

core::Result<Page> splitFront(const QString& text, const QString& file)
{
    QStringList lines = QString(text).remove(u'\r').split(u'\n');
    const auto end = lines.indexOf(QStringLiteral("---"), 1);
    if (lines.value(0) != u"---" || end < 0) {
        return wrong(file, Messages::tr("the start"), Messages::tr("front matter between two lines '---' is expected"));
    }
    Page page;
    for (const auto& line : lines.mid(1, end - 1)) {
        const auto colon = line.indexOf(u':');
        if (colon > 0) {
            page.front.insert(line.left(colon).trimmed(), line.mid(colon + 1).trimmed());
        }
    }
    page.body = lines.mid(end + 1);
    return page;
}

core::Result<void> checkFront(const Page& page, const QStringList& members, const QString& file)
{
    for (const auto& member : members) {
        if (page.front.value(member).isEmpty()) {
            return wrong(file, Messages::tr("the front matter"), Messages::tr("'%1' is expected").arg(member));
        }
    }
    return {};
}

/// Lines by section; headings inside fenced code are text.
core::Result<QMap<QString, QStringList>> sectionsOf(const QStringList& body, const QString& file)
{
    static const QStringList needed{u"explanation"_s, u"wire"_s, u"confirm"_s, u"fixes"_s, u"ask"_s, u"prevention"_s};
    static const QStringList known = needed + QStringList{u"variants"_s};
    QMap<QString, QStringList> sections;
    QString current;
    bool inCode = false;
    for (const auto& line : body) {
        inCode = isFence(line) ? !inCode : inCode;
        if (!inCode && line.startsWith(u"## ")) {
            current = line.mid(3).trimmed();
            if (!known.contains(current) || sections.contains(current)) {
                return wrong(file, line,
                             Messages::tr("one each of the sections %1 is expected").arg(known.join(u", "_s)));
            }
            sections.insert(current, {});
        } else if (!current.isEmpty()) {
            sections[current].append(line);
        } else if (!line.trimmed().isEmpty()) {
            return wrong(file, line, Messages::tr("text must stand inside of a section"));
        }
    }
    for (const auto& name : needed) {
        if (sections.value(name).join(QString()).trimmed().isEmpty()) {
            return wrong(file, u"## "_s + name, Messages::tr("the section is missing or empty"));
        }
    }
    return sections;
}

core::Result<core::Fix> fixFromHeading(const QString& line, const QString& file)
{
    static const QRegularExpression heading(
        QStringLiteral(R"(^#{3,4} \[(this-computer|server|network)(?:/([a-z0-9.+-]+))?\] (\S.*)$)"));
    const auto match = heading.match(line.trimmed());
    if (!match.hasMatch()) {
        return wrong(file, line,
                     Messages::tr("'### [place/platform] title' is expected, the place being this-computer, "
                                  "server or network"));
    }
    core::Fix fix;
    fix.place = match.captured(1);
    fix.platform = match.captured(2);
    fix.title = match.captured(3);
    return fix;
}

/// Takes one line of a fix outside of code: a step, more of the step before, or the risk.
void takeFixLine(core::Fix& fix, const QString& line)
{
    static const QRegularExpression step(QStringLiteral(R"(^\s*\d+[.)]\s+(.*)$)"));
    static const QString risk = QStringLiteral("Risk:");
    const auto text = line.trimmed();
    const auto match = step.match(line);
    if (text.isEmpty()) {
        return;
    }
    if (text.startsWith(risk)) {
        fix.risk = text.mid(risk.size()).trimmed();
    } else if (match.hasMatch() || fix.steps.isEmpty()) {
        fix.steps.append(match.hasMatch() ? match.captured(1).trimmed() : text);
    } else if (!fix.risk.isEmpty()) {
        fix.risk += u' ' + text;
    } else {
        fix.steps.last() += u' ' + text;
    }
}

QString withoutIndent(const QString& line, qsizetype indent)
{
    qsizetype cut = 0;
    while (cut < indent && cut < line.size() && line.at(cut).isSpace()) {
        ++cut;
    }
    return line.mid(cut);
}

/// Fixes whose headings begin with the marker: "### " in the section fixes, "#### " inside of a variant.
core::Result<std::vector<core::Fix>> parseFixes(const QStringList& lines, const QString& marker, const QString& file)
{
    std::vector<core::Fix> fixes;
    QStringList code;
    bool inCode = false;
    qsizetype indent = 0;
    for (const auto& line : lines) {
        if (!inCode && line.startsWith(marker)) {
            const auto fix = fixFromHeading(line, file);
            if (!fix) {
                return tl::unexpected(fix.error());
            }
            fixes.push_back(*fix);
        } else if (line.trimmed().isEmpty() && !inCode) {
            continue;
        } else if (fixes.empty()) {
            return wrong(file, line, Messages::tr("a fix must begin with '### [place/platform] title'"));
        } else if (isFence(line)) {
            if (inCode) {
                auto& snippet = fixes.back().snippet;
                snippet += (snippet.isEmpty() ? QString() : QStringLiteral("\n\n")) + code.join(u'\n');
                code.clear();
            }
            indent = line.indexOf(u'`');
            inCode = !inCode;
        } else if (inCode) {
            code.append(withoutIndent(line, indent));
        } else {
            takeFixLine(fixes.back(), line);
        }
    }
    for (const auto& fix : fixes) {
        if (fix.steps.isEmpty() && fix.snippet.isEmpty()) {
            return wrong(file, fix.title, Messages::tr("a fix needs steps"));
        }
    }
    return fixes;
}

core::Result<Variant> parseVariant(const QString& heading, const QStringList& lines, const QString& file)
{
    static const QRegularExpression form(QStringLiteral(R"(^### \[([a-z0-9-]+)\] (\S.*)$)"));
    static const QString marker = QStringLiteral("#### ");
    const auto match = form.match(heading.trimmed());
    if (!match.hasMatch()) {
        return wrong(file, heading, Messages::tr("'### [id] title' is expected for a variant"));
    }
    Variant variant;
    variant.id = match.captured(1);
    variant.title = match.captured(2);
    qsizetype i = 0;
    for (; i < lines.size() && !lines.at(i).startsWith(marker); ++i) {
        const auto& line = lines.at(i);
        if (line.startsWith(u"- ")) {
            variant.signs.append(line.mid(2).trimmed());
        } else if (variant.signs.isEmpty()) {
            variant.text += line + u'\n';
        } else if (!line.trimmed().isEmpty()) {
            variant.signs.last() += u' ' + line.trimmed();
        }
    }
    variant.text = variant.text.trimmed();
    const auto fixes = parseFixes(lines.mid(i), marker, file);
    if (!fixes) {
        return tl::unexpected(fixes.error());
    }
    variant.fixes = *fixes;
    if (variant.text.isEmpty() || variant.signs.isEmpty() || variant.fixes.empty()) {
        return wrong(file, variant.id, Messages::tr("a variant needs a text, signs ('- …') and a fix ('#### …')"));
    }
    return variant;
}

core::Result<std::vector<Variant>> parseVariants(const QStringList& lines, const QString& file)
{
    std::vector<std::pair<QString, QStringList>> parts;
    bool inCode = false;
    for (const auto& line : lines) {
        inCode = isFence(line) ? !inCode : inCode;
        if (!inCode && line.startsWith(u"### ")) {
            parts.emplace_back(line, QStringList{});
        } else if (!parts.empty()) {
            parts.back().second.append(line);
        } else if (!line.trimmed().isEmpty()) {
            return wrong(file, line, Messages::tr("a variant must begin with '### [id] title'"));
        }
    }
    std::vector<Variant> variants;
    for (const auto& [heading, body] : parts) {
        auto variant = parseVariant(heading, body, file);
        if (!variant) {
            return tl::unexpected(variant.error());
        }
        variants.push_back(std::move(*variant));
    }
    return variants;
}

} // namespace

core::Result<CausePage> parseCausePage(const QString& text, const QString& file, const QString& id)
{
    const auto page = splitFront(text, file);
    if (!page) {
        return tl::unexpected(page.error());
    }
    const auto front =
        checkFront(*page, {QStringLiteral("id"), QStringLiteral("title"), QStringLiteral("headline")}, file);
    if (!front) {
        return tl::unexpected(front.error());
    }
    if (page->front.value(QStringLiteral("id")) != id) {
        return wrong(file, QStringLiteral("id"), Messages::tr("'%1' is expected").arg(id));
    }
    const auto sections = sectionsOf(page->body, file);
    if (!sections) {
        return tl::unexpected(sections.error());
    }
    const auto fixes = parseFixes(sections->value(QStringLiteral("fixes")), QStringLiteral("### "), file);
    if (!fixes) {
        return tl::unexpected(fixes.error());
    }
    const auto variants = parseVariants(sections->value(QStringLiteral("variants")), file);
    if (!variants) {
        return tl::unexpected(variants.error());
    }
    const auto section = [&](const QString& name) { return sections->value(name).join(u'\n').trimmed(); };
    CausePage result;
    result.title = page->front.value(QStringLiteral("title"));
    result.headline = page->front.value(QStringLiteral("headline"));
    result.explanation = section(u"explanation"_s);
    result.wire = section(u"wire"_s);
    result.confirm = section(u"confirm"_s);
    result.ask = section(u"ask"_s);
    result.prevention = section(u"prevention"_s);
    result.fixes = *fixes;
    result.variants = *variants;
    return result;
}

core::Result<LearnPage> parseLearnPage(const QString& text, const QString& file)
{
    const auto page = splitFront(text, file);
    if (!page) {
        return tl::unexpected(page.error());
    }
    const auto front = checkFront(*page, {QStringLiteral("id"), QStringLiteral("title")}, file);
    if (!front) {
        return tl::unexpected(front.error());
    }
    const auto body = page->body.join(u'\n').trimmed();
    if (body.isEmpty()) {
        return wrong(file, Messages::tr("the page"), Messages::tr("text is expected after the front matter"));
    }
    return LearnPage{page->front.value(QStringLiteral("id")), page->front.value(QStringLiteral("title")), body};
}

} // namespace doctor::knowledge
