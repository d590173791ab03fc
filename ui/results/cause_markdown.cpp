// SPDX-License-Identifier: GPL-3.0-or-later
// Puts a cause's sections together.
#include "ui/results/cause_markdown.h"

#include "ui/widgets/words.h"

#include <QCoreApplication>

namespace doctor::ui
{

namespace
{

/// More titles than these would push the end of the essentials off the second screen.
constexpr size_t MostTitles = 6;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(doctor::ui::CauseMarkdown)
};

QString titleOf(const core::Fix& fix)
{
    return fix.platform.isEmpty() ? fix.title
                                  : Text::tr("%1 (%2)", "%1 title of a fix, %2 product or system")
                                        .arg(fix.title, words::platformName(fix.platform));
}

class Page
{
public:
    Page(const knowledge::Knowledge& knowledge, const QJsonObject& values) : m_knowledge(knowledge), m_values(values) {}

    void add(const QString& title, const QString& markdown)
    {
        if (!markdown.trimmed().isEmpty())
            m_parts.append(QStringLiteral("## %1\n\n%2").arg(title, m_knowledge.fill(markdown, m_values).trimmed()));
    }
    void addFixes(const QString& title, const std::vector<core::Fix>& fixes)
    {
        if (!fixes.empty())
            m_parts.append(QStringLiteral("## %1\n\n%2").arg(title, inFull(fixes, QStringLiteral("###"))));
    }
    void addVariants(const std::vector<knowledge::Variant>& variants)
    {
        if (variants.empty())
            return;
        m_parts.append(QStringLiteral("## ") + Text::tr("Special forms, each with its own signs and cures"));
        for (const knowledge::Variant& variant : variants) {
            QString text = QStringLiteral("### %1\n\n%2\n\n").arg(filled(variant.title), filled(variant.text));
            for (const QString& sign : variant.signs)
                text += QStringLiteral("- %1\n").arg(filled(sign));
            m_parts.append(text + QLatin1Char('\n') + inFull(variant.fixes, QStringLiteral("####")));
        }
    }
    [[nodiscard]] QString markdown() const { return m_parts.join(QStringLiteral("\n\n")); }

private:
    [[nodiscard]] QString filled(const QString& text) const { return m_knowledge.fill(text, m_values); }
    [[nodiscard]] QString inFull(const std::vector<core::Fix>& fixes, const QString& heading) const
    {
        QString text;
        for (const core::Fix& fix : fixes) {
            text += QStringLiteral("%1 %2\n\n").arg(heading, filled(titleOf(fix)));
            for (const QString& step : fix.steps)
                text += QStringLiteral("- %1\n").arg(filled(step));
            if (!fix.snippet.isEmpty())
                text += QStringLiteral("\n```\n%1\n```\n").arg(m_knowledge.fillCode(fix.snippet, m_values));
            if (!fix.risk.isEmpty())
                text += QLatin1Char('\n') + Text::tr("Risk: %1", "%1 what may go wrong").arg(filled(fix.risk)) +
                        QLatin1Char('\n');
            text += QLatin1Char('\n');
        }
        return text;
    }

    const knowledge::Knowledge& m_knowledge;
    const QJsonObject& m_values;
    QStringList m_parts;
};

QString titlesOf(const std::vector<core::Fix>& fixes)
{
    QString titles;
    for (size_t i = 0; i < fixes.size() && i < MostTitles; ++i)
        titles += QStringLiteral("- %1\n").arg(titleOf(fixes[i]));
    if (fixes.size() > MostTitles)
        titles +=
            QStringLiteral("- %1\n").arg(Text::tr("and %n more", nullptr, static_cast<int>(fixes.size() - MostTitles)));
    return titles;
}

} // namespace

QString causeEssentials(const knowledge::Knowledge& knowledge, const QString& cause, const QJsonObject& values,
                        Fixes fixes)
{
    const knowledge::CausePage* page = knowledge.page(cause);
    if (!page)
        return {};
    Page essentials(knowledge, values);
    essentials.add(Text::tr("What happens"), page->explanation);
    essentials.add(Text::tr("How to make sure"), page->confirm);
    if (fixes == Fixes::Titles)
        essentials.add(Text::tr("What helps"), titlesOf(page->fixes));
    return essentials.markdown();
}

QString causeMore(const knowledge::Knowledge& knowledge, const QString& cause, const QJsonObject& values, Fixes fixes)
{
    const knowledge::CausePage* page = knowledge.page(cause);
    if (!page)
        return {};
    Page more(knowledge, values);
    more.add(Text::tr("Who closes, and how it looks on the wire"), page->wire);
    if (fixes == Fixes::Whole)
        more.addFixes(Text::tr("What helps, step by step"), page->fixes);
    more.addVariants(page->variants);
    more.add(Text::tr("What to ask the other side"), page->ask);
    more.add(Text::tr("How to prevent it"), page->prevention);
    QString sources;
    for (const knowledge::Source& source : knowledge.sources(cause)) {
        const bool address =
            source.where.startsWith(QStringLiteral("https://")) && !source.where.contains(QLatin1Char(' '));
        sources += address ? QStringLiteral("- [%1](%2)\n").arg(source.title, source.where)
                           : QStringLiteral("- %1: %2\n").arg(source.title, source.where);
    }
    for (const knowledge::Variant& variant : page->variants) {
        for (const knowledge::Source& source : knowledge.sources(variant.id)) {
            const QString line = QStringLiteral("- %1: %2\n").arg(source.title, source.where);
            if (!sources.contains(source.title))
                sources += line;
        }
    }
    more.add(Text::tr("Sources"), sources);
    return more.markdown();
}

} // namespace doctor::ui
