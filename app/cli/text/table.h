// SPDX-License-Identifier: GPL-3.0-or-later
// Aligned text for terminals: tables with one column that gives way, and wrapped paragraphs.
#pragma once

#include "app/cli/text/style.h"

#include <QStringList>
#include <vector>

namespace doctor::cli
{

struct Column {
    QString header;
    bool right = false;    ///< aligned to the right
    bool flexible = false; ///< wraps when the table is wider than the terminal
};

struct Cell {
    QString text;
    Tone tone = Tone::Plain;
};

class Table
{
public:
    explicit Table(std::vector<Column> columns) : m_columns(std::move(columns)) {}
    /// Missing cells are empty.
    void add(std::vector<Cell> cells) { m_rows.push_back(std::move(cells)); }
    [[nodiscard]] bool isEmpty() const { return m_rows.empty(); }
    /// Lines of at most `width` columns, unless the fixed columns alone need more. Without headers no header line.
    [[nodiscard]] QString render(int width, const Style& style, int indent = 0) const;

private:
    [[nodiscard]] std::vector<int> widths(int width, int indent) const;

    std::vector<Column> m_columns;
    std::vector<std::vector<Cell>> m_rows;
};

/// Lines of at most `width` columns; words longer than that stand alone.
[[nodiscard]] QStringList wrap(const QString& text, int width);
/// The text wrapped, each line but the first after `indent` spaces more than `first`.
[[nodiscard]] QString paragraph(const QString& text, int width, int first = 0, int indent = 0);

} // namespace doctor::cli
