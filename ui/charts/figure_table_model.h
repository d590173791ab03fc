// SPDX-License-Identifier: GPL-3.0-or-later
// The table twin of a figure as an item model.
#pragma once

#include "app/figures/figure.h"

#include <QAbstractTableModel>

namespace doctor::ui
{

class FigureTableModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit FigureTableModel(QObject* parent = nullptr);
    void setTable(const figures::Table& table);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    figures::Table m_table;
};

} // namespace doctor::ui
