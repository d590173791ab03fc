// SPDX-License-Identifier: GPL-3.0-or-later
// Table of the tests of a run. Live changes touch only the rows that differ, so selection and focus stay.
#pragma once

#include "ui/models/test_rows.h"

#include <QAbstractTableModel>

namespace doctor::ui
{

class TestTableModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Title, State, Worked, Note, ColumnCount };
    enum Role { TestIdRole = Qt::UserRole + 1, TestStateRole };

    using QAbstractTableModel::QAbstractTableModel;
    void setRows(std::vector<TestRow> rows);
    [[nodiscard]] const std::vector<TestRow>& rows() const { return m_rows; }
    [[nodiscard]] int rowOf(const QString& testId) const;
    /// Says again everything that is translated.
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] static QString stateText(core::TestState state);

private:
    std::vector<TestRow> m_rows;
};

} // namespace doctor::ui
