// SPDX-License-Identifier: GPL-3.0-or-later
// A small table for reading, as high as its rows: the page around it scrolls, not the table.
#pragma once

#include "app/figures/figure.h"

#include <QTableWidget>

namespace doctor::ui
{

class FixedTable final : public QTableWidget
{
    Q_OBJECT
public:
    explicit FixedTable(QWidget* parent = nullptr);
    void setTable(const figures::Table& table);

protected:
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();
};

} // namespace doctor::ui
