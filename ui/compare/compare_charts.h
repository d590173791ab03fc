// SPDX-License-Identifier: GPL-3.0-or-later
// Small multiples: the charts of one test beside each other, at the same height, or below each other without room.
#pragma once

#include "app/figures/comparison.h"

#include <QTimer>
#include <QWidget>

class QBoxLayout;

namespace doctor::ui
{

class PartByPart;

/// Charts are built one row a turn of the loop, so that the page around them is there at once.
class CompareCharts final : public QWidget
{
    Q_OBJECT
public:
    explicit CompareCharts(QWidget* parent = nullptr);
    ~CompareCharts() override;
    void setRows(const std::vector<figures::Comparison::Row>& rows);
    /// Width in which they have to do, in pixels.
    void setRoom(int width);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addRow(const figures::Comparison::Row& row);
    void turnRows();
    static void alignRow(const QBoxLayout* row);

    QWidget* m_box = nullptr; ///< holds what is shown now
    std::vector<QBoxLayout*> m_rows;
    int m_room = 0;
    QTimer m_align;
    PartByPart* m_parts;
};

} // namespace doctor::ui
