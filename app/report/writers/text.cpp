// SPDX-License-Identifier: GPL-3.0-or-later
// Plain text for terminals and mail.
#include "app/report/words.h"
#include "app/report/writers/writers.h"

#include <algorithm>

namespace doctor::report
{

namespace
{

constexpr qsizetype Columns = 80;

/// Words filled into lines; later lines start with `indent`.
QStringList wrapped(const QString& first, const QString& indent, const QString& text)
{
    QStringList lines;
    QString line = first;
    bool begun = false;
    const QStringList words = oneLine(text).split(u' ', Qt::SkipEmptyParts);
    for (const QString& word : words) {
        if (begun && line.size() + 1 + word.size() > Columns) {
            lines << line;
            line = indent;
            begun = false;
        }
        line += (begun ? u" "_qs : QString()) + word;
        begun = true;
    }
    return lines << line;
}

struct TextWriter {
    QStringList lines;

    void operator()(const Paragraph& block) { lines << wrapped({}, {}, block.text); }
    void operator()(const Heading& block) { lines << QString() << wrapped({}, {}, block.text); }
    void operator()(const List& block)
    {
        int number = 0;
        for (const QString& item : block.items) {
            const QString bullet = block.numbered ? QString::number(++number) + u". "_qs : u"- "_qs;
            lines << wrapped(u"  "_qs + bullet, QString(2 + bullet.size(), u' '), item);
        }
    }
    void operator()(const Snippet& block)
    {
        const QStringList code = printable(block.text).split(u'\n');
        for (const QString& line : code) {
            lines << u"      "_qs + line;
        }
    }
    void operator()(const Facts& block)
    {
        for (const auto& [name, value] : block.rows) {
            lines << wrapped(u"  "_qs, u"    "_qs, name + u": "_qs + value);
        }
    }
    void operator()(const figures::Table& table)
    {
        std::vector<qsizetype> widths;
        for (const QString& name : table.header) {
            widths.push_back(name.size());
        }
        for (const QStringList& row : table.rows) {
            for (qsizetype i = 0; i < row.size(); ++i) {
                auto& width = widths[static_cast<std::size_t>(i)];
                width = std::max(width, oneLine(row.at(i)).size());
            }
        }
        addRow(table.header, widths);
        for (const QStringList& row : table.rows) {
            addRow(row, widths);
        }
    }
    void operator()(const figures::Figure& figure)
    {
        lines << wrapped({}, {}, figure.question) << wrapped({}, {}, figure.answer);
        (*this)(figure.table);
    }

private:
    void addRow(const QStringList& row, const std::vector<qsizetype>& widths)
    {
        QString line = u"  "_qs;
        for (qsizetype i = 0; i < row.size(); ++i) {
            line += oneLine(row.at(i)).leftJustified(widths[static_cast<std::size_t>(i)] + 2);
        }
        while (line.endsWith(u' ')) {
            line.chop(1);
        }
        lines << line;
    }
};

} // namespace

QByteArray writeText(const Document& document)
{
    TextWriter writer;
    const QString title = oneLine(document.title);
    writer.lines << title << QString(std::min(title.size(), Columns), u'=') << wrapped({}, {}, document.subtitle)
                 << QString() << wrapped({}, {}, document.answer);
    if (!document.glance.rows.empty()) {
        writer.lines << QString();
        writer(document.glance);
    }
    for (const Section& section : document.sections) {
        const QString name = oneLine(section.title);
        writer.lines << QString() << wrapped({}, {}, name) << QString(std::min(name.size(), Columns), u'-');
        for (const Block& block : section.blocks) {
            std::visit(writer, block);
        }
    }
    return (writer.lines.join(u'\n') + u'\n').toUtf8();
}

} // namespace doctor::report
