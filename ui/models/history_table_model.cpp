// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the history for a view.
#include "ui/models/history_table_model.h"

#include "ui/widgets/words.h"

#include <QHash>
#include <QLocale>

namespace doctor::ui
{

void HistoryTableModel::setEntries(std::vector<store::HistoryEntry> entries,
                                   std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    beginResetModel();
    m_entries = std::move(entries);
    m_knowledge = std::move(knowledge);
    chooseRows();
    endResetModel();
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

void HistoryTableModel::setFilter(const QString& text)
{
    beginResetModel();
    m_filter = text;
    chooseRows();
    endResetModel();
}

void HistoryTableModel::setHidden(const std::set<qint64>& ids)
{
    beginResetModel();
    m_hidden = ids;
    chooseRows();
    endResetModel();
}

void HistoryTableModel::chooseRows()
{
    QHash<QString, bool> causeFits; // a few dozen causes, thousands of entries
    const auto fits = [&](const store::HistoryEntry& entry) {
        if (m_filter.isEmpty() || entry.target.contains(m_filter, Qt::CaseInsensitive) ||
            entry.name.contains(m_filter, Qt::CaseInsensitive) || entry.note.contains(m_filter, Qt::CaseInsensitive))
            return true;
        auto known = causeFits.constFind(entry.topCause);
        if (known == causeFits.constEnd())
            known =
                causeFits.insert(entry.topCause, causeTitle(entry.topCause).contains(m_filter, Qt::CaseInsensitive));
        return *known;
    };
    m_rows.clear();
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (m_hidden.count(m_entries[i].id) == 0 && fits(m_entries[i]))
            m_rows.push_back(i);
    }
}

QString HistoryTableModel::causeTitle(const QString& id) const
{
    const knowledge::CausePage* page = m_knowledge ? m_knowledge->page(id) : nullptr;
    return page ? page->title : id;
}

const store::HistoryEntry& HistoryTableModel::entryAt(int row) const
{
    return m_entries[m_rows[static_cast<std::size_t>(row)]];
}

int HistoryTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
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
        return entry.practice ? tr("%1 (practice)").arg(entry.title()) : entry.title();
    case Cause:
        return causeTitle(entry.topCause);
    case Likelihood:
        return entry.topCause.isEmpty() ? QString() : words::likelihood(entry.probability, *m_knowledge);
    case State:
        if (entry.interrupted)
            return tr("Interrupted");
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
    const store::HistoryEntry& entry = entryAt(index.row());
    if (role == Qt::EditRole && index.column() == Target)
        return entry.title();
    if (role == Qt::DisplayRole || (role == Qt::EditRole && index.column() == Note))
        return display(entry, index.column());
    if (role == Qt::ToolTipRole && index.column() == Target)
        return entry.target;
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
    return index.column() == Note || index.column() == Target ? flags | Qt::ItemIsEditable : flags;
}

bool HistoryTableModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !index.isValid() || (index.column() != Note && index.column() != Target))
        return false;
    store::HistoryEntry& entry = m_entries[m_rows[static_cast<std::size_t>(index.row())]];
    QString& text = index.column() == Note ? entry.note : entry.name;
    text = value.toString().trimmed();
    if (index.column() == Target && text == entry.target)
        text.clear(); // the service itself is what it is called without a name
    Q_EMIT dataChanged(index, index);
    if (index.column() == Note)
        Q_EMIT noteEdited(entry.id, entry.note);
    else
        Q_EMIT nameEdited(entry.id, entry.name);
    return true;
}

} // namespace doctor::ui
