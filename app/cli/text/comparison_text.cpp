// SPDX-License-Identifier: GPL-3.0-or-later
// One set of tables, drawn in two ways.
#include "app/cli/text/comparison_text.h"

#include "app/cli/text/table.h"
#include "app/core/model/names.h"
#include "app/figures/measure.h"
#include "app/figures/settings.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::cli::ComparisonText)
};

struct Section {
    QString title;
    QStringList header;
    std::vector<QStringList> rows;
    QString empty; ///< said where there are no rows
};

Section runs(const Compared& compared)
{
    Section section{{}, {{}, Messages::tr("Target"), Messages::tr("Protocol"), Messages::tr("Began")}, {}, {}};
    const auto add = [&section](const QString& name, const core::Session& session) {
        section.rows.push_back({name, core::displayName(session.target), core::toWord(session.target.protocol),
                                session.startedAt.toString(u"yyyy-MM-dd HH:mm:ss"_s)});
    };
    add(Messages::tr("Before"), compared.before);
    add(Messages::tr("After"), compared.after);
    return section;
}

Section settings(const Compared& compared)
{
    Section section{Messages::tr("Different settings"),
                    {Messages::tr("Setting"), Messages::tr("Before"), Messages::tr("After")},
                    {},
                    Messages::tr("None: both diagnoses were made in the same way.")};
    for (const figures::Setting& setting :
         figures::differingSettings({compared.before, compared.after}, compared.knowledge))
        section.rows.push_back(QStringList{setting.name} + setting.texts);
    return section;
}

Section tests(const Compared& compared)
{
    Section section{Messages::tr("Tests"),
                    {Messages::tr("Test"), Messages::tr("Before"), Messages::tr("After"), Messages::tr("Difference"),
                     Messages::tr("Verdict")},
                    {},
                    Messages::tr("Nothing was tried in either.")};
    const figures::Numbers numbers(compared.knowledge);
    for (const figures::TestChange& test : compared.check.tests)
        section.rows.push_back({compared.knowledge.text(u"test."_s + test.id + u".title"_s),
                                figures::shareText(test.before, numbers), figures::shareText(test.after, numbers),
                                differenceWords(compared, test), changeWord(test.change)});
    return section;
}

Section causes(const Compared& compared)
{
    Section section{Messages::tr("Causes"),
                    {Messages::tr("Cause"), Messages::tr("Before"), Messages::tr("After")},
                    {},
                    Messages::tr("Neither diagnosis names a cause.")};
    for (const figures::CauseChange& cause : causesToShow(compared))
        section.rows.push_back({Messages::tr("%1 [%2]", "title of a cause [id]").arg(cause.title, cause.id),
                                likelihoodWords(compared, cause.before), likelihoodWords(compared, cause.after)});
    return section;
}

std::vector<Cell> cellsOf(const QStringList& row)
{
    std::vector<Cell> cells;
    for (const QString& text : row)
        cells.push_back({text});
    return cells;
}

QString drawn(const Section& section, const Style& style, int width)
{
    QString text;
    if (!section.title.isEmpty())
        text += u'\n' + style.paint(Tone::Strong, section.title) + u'\n';
    if (section.rows.empty())
        return text + paragraph(section.empty, width);
    std::vector<Column> columns;
    for (const QString& name : section.header)
        columns.push_back({name, false, true});
    Table table(columns);
    for (const QStringList& row : section.rows)
        table.add(cellsOf(row));
    return text + table.render(width, style);
}

Tone toneOf(const figures::FixCheck& check)
{
    if (check.answer == figures::Answer::Fixed)
        return Tone::Good;
    return check.answer == figures::Answer::Same || check.answer == figures::Answer::Worse ? Tone::Bad : Tone::Strong;
}

QString markdownRow(const QStringList& cells)
{
    QString row = u"|"_s;
    for (QString cell : cells)
        row += u' ' + cell.replace(u'|', u"\\|"_s).replace(u'\n', u' ') + u" |"_s;
    return row + u'\n';
}

QString markdown(const Section& section)
{
    QString text;
    if (!section.title.isEmpty())
        text += u"\n## %1\n\n"_s.arg(section.title);
    if (section.rows.empty())
        return text + section.empty + u'\n';
    text += markdownRow(section.header) + u'|' + u" --- |"_s.repeated(section.header.size()) + u'\n';
    for (const QStringList& row : section.rows)
        text += markdownRow(row);
    return text;
}

} // namespace

QString comparisonText(const Compared& compared, const Style& style, int width)
{
    QString text = drawn(runs(compared), style, width) + drawn(settings(compared), style, width);
    for (const QString& sentence : limitSentences(compared))
        text += paragraph(sentence, width);
    text += u'\n';
    for (const QString& line : wrap(answerSentences(compared), width))
        text += style.paint(toneOf(compared.check), line) + u'\n';
    return text + drawn(tests(compared), style, width) + drawn(causes(compared), style, width);
}

QString comparisonMarkdown(const Compared& compared)
{
    QString text =
        u"# %1\n\n"_s.arg(Messages::tr("Did the fix work?")) + markdown(runs(compared)) + markdown(settings(compared));
    for (const QString& sentence : limitSentences(compared))
        text += u'\n' + sentence + u'\n';
    text += u"\n## %1\n\n%2\n"_s.arg(Messages::tr("Answer"), answerSentences(compared));
    return text + markdown(tests(compared)) + markdown(causes(compared));
}

} // namespace doctor::cli
