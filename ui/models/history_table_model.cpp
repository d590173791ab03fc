// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the history for a view.
#include "ui/models/history_table_model.h"

#include "ui/widgets/words.h"

#include <QLocale>

namespace doctor::ui
{

void HistoryTableModel::setEntries(std::vector<store::HistoryEntry> entries,
                                   std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    beginResetModel();
    m_entries = std::move(entries);
    m_knowledge = std::move(knowledge);
    endResetModel();
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

int HistoryTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int HistoryTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int{ColumnCount};
}

QString HistoryTableModel::display(const store::HistoryEntry& entry, int column) const
{
    switch (column) {
    case Date:
        return QLocale().toString(entry.startedAt.toLocalTime(), QLocale::ShortFormat);
    case Target:
        return entry.practice ? tr("%1 (practice)").arg(entry.target) : entry.target;
    case Cause: {
        const knowledge::CausePage* page = m_knowledge->page(entry.topCause);
        return page ? page->title : entry.topCause;
    }
    case Likelihood:
        return entry.topCause.isEmpty() ? QString() : words::likelihood(entry.probability, *m_knowledge);
    case State:
        return entry.complete ? tr("Finished") : tr("Stopped early");
    case Note:
        return entry.note;
    default:
        return {};
    }
}

QVariant HistoryTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid) || !m_knowledge)
        return {};
    const store::HistoryEntry& entry = m_entries[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole || (role == Qt::EditRole && index.column() == Note))
        return display(entry, index.column());
    if (role == Qt::ToolTipRole && (index.column() == Cause || index.column() == Note))
        return display(entry, index.column());
    return role == EntryIdRole ? QVariant(entry.id) : QVariant();
}

QVariant HistoryTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Date:
        return tr("Date");
    case Target:
        return tr("Service");
    case Cause:
        return tr("Most likely cause");
    case Likelihood:
        return tr("Likelihood");
    case State:
        return tr("State");
    case Note:
        return tr("Note");
    default:
        return {};
    }
}

Qt::ItemFlags HistoryTableModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == Note ? flags | Qt::ItemIsEditable : flags;
}

bool HistoryTableModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !index.isValid() || index.column() != Note)
        return false;
    store::HistoryEntry& entry = m_entries[static_cast<std::size_t>(index.row())];
    entry.note = value.toString();
    Q_EMIT dataChanged(index, index);
    Q_EMIT noteEdited(entry.id, entry.note);
    return true;
}

} // namespace doctor::ui
