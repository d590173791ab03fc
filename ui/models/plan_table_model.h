// SPDX-License-Identifier: GPL-3.0-or-later
// Table of planned tests: tick what shall run, see what each one costs.
#pragma once

#include "app/engine/plan/planner.h"
#include "app/knowledge/knowledge.h"

#include <QAbstractTableModel>
#include <memory>

namespace doctor::ui
{

class PlanTableModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Title, Question, Time, Connections, ColumnCount };
    enum Role { TestIdRole = Qt::UserRole + 1 };

    using QAbstractTableModel::QAbstractTableModel;
    void setPlan(const engine::Plan& plan, std::shared_ptr<const knowledge::Knowledge> knowledge);
    [[nodiscard]] const engine::Plan& plan() const { return m_plan; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

    /// "about 40 s", "about 3 min".
    [[nodiscard]] static QString durationText(double seconds);

Q_SIGNALS:
    /// The user ticked or unticked a test; a new plan is asked for.
    void testToggled(const QString& testId, bool wanted);

private:
    [[nodiscard]] QString display(const engine::PlannedTest& test, int column) const;

    engine::Plan m_plan;
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
};

} // namespace doctor::ui
