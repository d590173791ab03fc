// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the plan for a view.
#include "ui/models/plan_table_model.h"

#include <algorithm>
#include <cmath>

namespace doctor::ui
{

namespace
{

/// Only what the user took out can be put back by a tick; the rest needs another thoroughness or another target.
bool canToggle(const engine::PlannedTest& test)
{
    return test.selected || test.reason == QStringLiteral("user");
}

} // namespace

void PlanTableModel::setPlan(const engine::Plan& plan, std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    const bool sameRows = std::equal(m_plan.tests.begin(), m_plan.tests.end(), plan.tests.begin(), plan.tests.end(),
                                     [](const auto& a, const auto& b) { return a.id == b.id; });
    if (!sameRows)
        beginResetModel();
    m_plan = plan;
    m_knowledge = std::move(knowledge);
    if (!sameRows)
        endResetModel();
    else if (!m_plan.tests.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

int PlanTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_plan.tests.size());
}

int PlanTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int{ColumnCount};
}

QString PlanTableModel::durationText(double seconds)
{
    const int whole = static_cast<int>(std::ceil(seconds));
    if (whole < 1)
        return tr("under 1 s");
    if (whole < 100)
        return tr("about %1 s", "duration of a test in seconds").arg(whole);
    return tr("about %1 min", "duration of a test in minutes").arg((whole + 30) / 60);
}

QString PlanTableModel::display(const engine::PlannedTest& test, int column) const
{
    switch (column) {
    case Title:
        return m_knowledge->text(QStringLiteral("test.%1.title").arg(test.id));
    case Question:
        if (!test.selected && !test.reason.isEmpty())
            return tr("Left out: %1").arg(m_knowledge->text(QStringLiteral("reason.%1").arg(test.reason)));
        return m_knowledge->text(QStringLiteral("test.%1.question").arg(test.id));
    case Time:
        return test.selected ? durationText(test.seconds) : QString();
    case Connections:
        return test.selected ? QString::number(test.connections) : QString();
    default:
        return {};
    }
}

QVariant PlanTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid) || !m_knowledge)
        return {};
    const engine::PlannedTest& test = m_plan.tests[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole)
        return display(test, index.column());
    if (role == Qt::ToolTipRole && index.column() == Question)
        return display(test, Question);
    if (role == TestIdRole)
        return test.id;
    if (role == Qt::CheckStateRole && index.column() == Title)
        return test.selected ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::TextAlignmentRole && index.column() >= Time)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    return {};
}

QVariant PlanTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((section >= Time ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Title:
        return tr("Test");
    case Question:
        return tr("What it answers");
    case Time:
        return tr("Time");
    case Connections:
        return tr("Connections");
    default:
        return {};
    }
}

Qt::ItemFlags PlanTableModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == Title && canToggle(m_plan.tests[static_cast<std::size_t>(index.row())]))
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

bool PlanTableModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || !(flags(index) & Qt::ItemIsUserCheckable))
        return false;
    engine::PlannedTest& test = m_plan.tests[static_cast<std::size_t>(index.row())];
    test.selected = value.value<Qt::CheckState>() == Qt::Checked;
    test.reason = test.selected ? QString() : QStringLiteral("user");
    const QString id = test.id;
    const bool wanted = test.selected;
    Q_EMIT dataChanged(this->index(index.row(), 0), this->index(index.row(), ColumnCount - 1));
    Q_EMIT testToggled(id, wanted);
    return true;
}

} // namespace doctor::ui
