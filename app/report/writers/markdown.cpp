// SPDX-License-Identifier: GPL-3.0-or-later
// Short Markdown for tickets; hostile text stays text.
#include "app/core/base/spoken.h"
#include "app/report/words.h"
#include "app/report/writers/writers.h"

namespace doctor::report
{

namespace
{

QString escaped(const QString& text)
{
    QString result;
    for (const QChar sign : text) {
        if (QStringView(u"\\*_[]<>|#~`").contains(sign)) {
            result += u'\\';
        }
        result += sign;
    }
    return result;
}

/// Our texts mark code with backticks, which stays code; an odd one is just a sign.
QString marked(const QString& text)
{
    const QStringList parts = oneLine(text).split(u'`');
    if (parts.size() % 2 == 0) {
        return escaped(oneLine(text));
    }
    QString result;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const bool code = i % 2 == 1 && !parts.at(i).contains(u'<');
        result += code ? u'`' + parts.at(i) + u'`' : escaped(parts.at(i));
    }
    return result;
}

struct MarkdownWriter {
    QStringList lines;

    void operator()(const Paragraph& block) { lines << marked(block.text); }
    void operator()(const Heading& block) { lines << u"### "_qs + marked(block.text); }
    void operator()(const List& block)
    {
        int number = 0;
        for (const QString& item : block.items) {
            lines << (block.numbered ? QString::number(++number) + u". "_qs : u"- "_qs) + marked(item);
        }
    }
    void operator()(const Snippet& block)
    {
        QString fence = u"```"_qs;
        while (block.text.contains(fence)) {
            fence += u'`';
        }
        lines << fence << printable(block.text).split(u'\n') << fence;
    }
    void operator()(const Facts& block)
    {
        for (const auto& [name, value] : block.rows) {
            lines << u"- "_qs + marked(name) + u": "_qs + marked(value);
        }
    }
    void operator()(const figures::Table& table)
    {
        const auto row = [this](const QStringList& cells) {
            QStringList safe;
            for (const QString& cell : cells) {
                safe << marked(cell);
            }
            lines << u"| "_qs + safe.join(u" | "_qs) + u" |"_qs;
        };
        row(table.header);
        lines << u"|"_qs + u"---|"_qs.repeated(table.header.size());
        for (const QStringList& cells : table.rows) {
            row(cells);
        }
    }
    void operator()(const figures::Figure& figure) { lines << marked(figure.question + u' ' + figure.answer); }
};

} // namespace

QByteArray writeMarkdown(const Document& document)
{
    MarkdownWriter writer;
    writer.lines << u"# "_qs + marked(document.title) << marked(document.subtitle) << QString()
                 << u"**"_qs + marked(document.answer) + u"**"_qs;
    if (!document.glance.rows.empty()) {
        writer.lines << QString();
        writer(document.glance);
    }
    for (const Section& section : document.sections) {
        writer.lines << QString() << u"## "_qs + marked(section.title);
        for (const Block& block : section.blocks) {
            std::visit(writer, block);
        }
    }
    if (writer.lines.size() > MaxMarkdownLines) {
        writer.lines = writer.lines.mid(0, MaxMarkdownLines - 1);
        writer.lines << core::translate("report", "(shortened; the full report holds the rest)");
    }
    return (writer.lines.join(u'\n') + u'\n').toUtf8();
}

} // namespace doctor::report
