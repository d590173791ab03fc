// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as they are shown: hidden columns are left out.
#include "ui/widgets/copy_text.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTextEdit>
#include <QTreeView>
#include <algorithm>

namespace doctor::ui
{

namespace
{

QString lines(QString text)
{
    return text.replace(QChar::ParagraphSeparator, u'\n');
}

bool isColumnHidden(const QAbstractItemView& view, int column)
{
    if (const auto* table = qobject_cast<const QTableView*>(&view))
        return table->isColumnHidden(column);
    const auto* tree = qobject_cast<const QTreeView*>(&view);
    return tree && tree->isColumnHidden(column);
}

QString rowsOf(const QAbstractItemView& view)
{
    const QAbstractItemModel* model = view.model();
    if (!model || !view.selectionModel())
        return {};
    QModelIndexList rows;
    for (const QModelIndex& index : view.selectionModel()->selectedIndexes())
        rows.append(index.siblingAtColumn(0));
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    QStringList text;
    for (const QModelIndex& row : rows) {
        QStringList cells;
        for (int column = 0; column < model->columnCount(row.parent()); ++column) {
            if (isColumnHidden(view, column))
                continue;
            const QModelIndex cell = row.siblingAtColumn(column);
            const QString whole = cell.data(Qt::AccessibleTextRole).toString(); // of rows that are drawn, not written
            cells.append(whole.isEmpty() ? cell.data().toString() : whole);
        }
        text.append(cells.join(u'\t'));
    }
    return text.join(u'\n');
}

} // namespace

QString textToCopy(const QWidget* focused)
{
    if (const auto* edit = qobject_cast<const QLineEdit*>(focused))
        return edit->selectedText();
    if (const auto* edit = qobject_cast<const QTextEdit*>(focused))
        return lines(edit->textCursor().selectedText());
    if (const auto* edit = qobject_cast<const QPlainTextEdit*>(focused))
        return lines(edit->textCursor().selectedText());
    if (const auto* label = qobject_cast<const QLabel*>(focused))
        return lines(label->selectedText());
    if (const auto* view = qobject_cast<const QAbstractItemView*>(focused))
        return rowsOf(*view);
    // A chart is the one other thing that says something: its question, and its answer or the mark in hand.
    if (focused && focused->objectName() == QStringLiteral("figureChart"))
        return focused->accessibleName() + u'\n' + focused->accessibleDescription();
    return {};
}

} // namespace doctor::ui
