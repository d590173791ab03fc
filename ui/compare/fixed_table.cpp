// SPDX-License-Identifier: GPL-3.0-or-later
// Rows wrap their text; the height follows.
#include "ui/compare/fixed_table.h"

#include <QEvent>
#include <QHeaderView>
#include <QResizeEvent>

namespace doctor::ui
{

FixedTable::FixedTable(QWidget* parent) : QTableWidget(parent)
{
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setTabKeyNavigation(false);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
}

void FixedTable::setTable(const figures::Table& table)
{
    clear();
    setColumnCount(static_cast<int>(table.header.size()));
    setHorizontalHeaderLabels(table.header);
    setRowCount(static_cast<int>(table.rows.size()));
    for (int row = 0; row < rowCount(); ++row) {
        const QStringList& texts = table.rows[static_cast<std::size_t>(row)];
        for (int column = 0; column < texts.size(); ++column) {
            auto* item = new QTableWidgetItem(texts[column]);
            item->setToolTip(texts[column]);
            setItem(row, column, item);
        }
    }
    fit();
}

void FixedTable::fit()
{
    resizeRowsToContents();
    int height = horizontalHeader()->sizeHint().height() + 2 * frameWidth();
    for (int row = 0; row < rowCount(); ++row)
        height += rowHeight(row);
    setFixedHeight(height);
}

void FixedTable::focusInEvent(QFocusEvent* event)
{
    if (currentRow() < 0 && rowCount() > 0)
        setCurrentCell(0, 0);
    else
        selectRow(currentRow());
    QTableWidget::focusInEvent(event);
}

void FixedTable::focusOutEvent(QFocusEvent* event)
{
    clearSelection(); // a bar of colour is for the keyboard's place, not for a row that is more than the others
    QTableWidget::focusOutEvent(event);
}

void FixedTable::resizeEvent(QResizeEvent* event)
{
    QTableWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        fit();
}

void FixedTable::changeEvent(QEvent* event)
{
    QTableWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
}

} // namespace doctor::ui
