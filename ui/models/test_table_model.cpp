// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of tests for a view.
#include "ui/models/test_table_model.h"

namespace doctor::ui
{

namespace
{

bool sameTests(const std::vector<TestRow>& left, const std::vector<TestRow>& right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const TestRow& a, const TestRow& b) { return a.id == b.id; });
}

} // namespace

void TestTableModel::setRows(std::vector<TestRow> rows)
{
    if (!sameTests(m_rows, rows)) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (m_rows[i] == rows[i])
            continue;
        m_rows[i] = std::move(rows[i]);
        const int row = static_cast<int>(i);
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

int TestTableModel::rowOf(const QString& testId) const
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&testId](const TestRow& row) { return row.id == testId; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

void TestTableModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int TestTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TestTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int{ColumnCount};
}

QVariant TestTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const TestRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case TestIdRole:
        return row.id;
    case TestStateRole:
        return QVariant::fromValue(static_cast<int>(row.state));
    case Qt::ToolTipRole:
        return index.column() == Note && !row.note.isEmpty() ? QVariant(row.note) : QVariant();
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (index.column()) {
    case Title:
        return row.title;
    case State:
        return stateText(row.state);
    case Worked:
        return row.tried > 0 ? tr("%1 of %2").arg(row.worked).arg(row.tried) : QString();
    case Note:
        return row.note;
    default:
        return {};
    }
}

QVariant TestTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Title:
        return tr("Test");
    case State:
        return tr("State");
    case Worked:
        return tr("Worked");
    case Note:
        return tr("What it showed");
    default:
        return {};
    }
}

QString TestTableModel::stateText(core::TestState state)
{
    switch (state) {
    case core::TestState::Planned:
        return tr("Planned");
    case core::TestState::Running:
        return tr("Running");
    case core::TestState::Done:
        return tr("Done");
    case core::TestState::Skipped:
        return tr("Left out");
    case core::TestState::Cancelled:
        return tr("Stopped");
    case core::TestState::CouldNotRun:
        return tr("Could not run");
    }
    return {};
}

} // namespace doctor::ui
