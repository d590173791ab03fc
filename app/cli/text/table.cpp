// SPDX-License-Identifier: GPL-3.0-or-later
// Column widths from the content; the flexible column takes what is left.
#include "app/cli/text/table.h"

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

constexpr int Gap = 2;
constexpr int NarrowestFlexible = 16;

int length(const QString& text)
{
    return static_cast<int>(text.size());
}

} // namespace

QStringList wrap(const QString& text, int width)
{
    QStringList lines;
    for (const QString& part : text.split(u'\n')) {
        QString line;
        for (const QString& word : part.split(u' ', Qt::SkipEmptyParts)) {
            if (!line.isEmpty() && length(line) + 1 + length(word) > width) {
                lines << line;
                line.clear();
            }
            line += line.isEmpty() ? word : u' ' + word;
        }
        lines << line;
    }
    return lines;
}

QString paragraph(const QString& text, int width, int first, int indent)
{
    const QStringList lines = wrap(text, std::max(NarrowestFlexible, width - first - indent));
    QString result;
    for (qsizetype i = 0; i < lines.size(); ++i)
        result += QString(first + (i == 0 ? 0 : indent), u' ') + lines[i] + u'\n';
    return result;
}

std::vector<int> Table::widths(int width, int indent) const
{
    std::vector<int> result(m_columns.size(), 0);
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        result[c] = length(m_columns[c].header);
        for (const auto& row : m_rows)
            if (c < row.size())
                for (const QString& line : row[c].text.split(u'\n'))
                    result[c] = std::max(result[c], length(line));
    }
    int total = indent;
    for (const int one : result)
        total += one + Gap;
    total -= Gap;
    while (total > width) { // the widest gives way first
        std::optional<std::size_t> widest;
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            if (m_columns[c].flexible && result[c] > NarrowestFlexible && (!widest || result[c] > result[*widest]))
                widest = c;
        if (!widest)
            break;
        --result[*widest];
        --total;
    }
    return result;
}

QString Table::render(int width, const Style& style, int indent) const
{
    const std::vector<int> columns = widths(width, indent);
    QString result;
    const auto line = [&](const std::vector<Cell>& cells) {
        QString text(indent, u' ');
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const Cell cell = c < cells.size() ? cells[c] : Cell{};
            const bool last = c + 1 == columns.size();
            const QString fill(std::max(0, columns[c] - length(cell.text)), u' ');
            const QString painted = style.paint(cell.tone, cell.text);
            text += (m_columns[c].right ? fill + painted : painted + fill) + QString(last ? 0 : Gap, u' ');
        }
        while (text.endsWith(u' '))
            text.chop(1);
        result += text + u'\n';
    };

    const auto add = [&](const std::vector<Cell>& row) {
        std::vector<QStringList> parts;
        qsizetype height = 1;
        for (std::size_t c = 0; c < row.size(); ++c) {
            parts.push_back(wrap(row[c].text, columns[c]));
            height = std::max(height, parts.back().size());
        }
        for (qsizetype i = 0; i < height; ++i) {
            std::vector<Cell> cells;
            for (std::size_t c = 0; c < row.size(); ++c)
                cells.push_back({parts[c].value(i), row[c].tone});
            line(cells);
        }
    };

    std::vector<Cell> headers;
    for (const Column& column : m_columns)
        headers.push_back({column.header, Tone::Dim});
    if (std::any_of(m_columns.begin(), m_columns.end(), [](const Column& one) { return !one.header.isEmpty(); }))
        add(headers);
    for (const auto& row : m_rows)
        add(row);
    return result;
}

} // namespace doctor::cli
