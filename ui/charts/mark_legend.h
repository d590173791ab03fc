// SPDX-License-Identifier: GPL-3.0-or-later
// One row that explains the marks in use, and nothing else.
#pragma once

#include "app/figures/figure.h"

#include <QWidget>
#include <vector>

namespace doctor::ui
{

class FlowLayout;

class MarkLegend final : public QWidget
{
    Q_OBJECT
public:
    explicit MarkLegend(QWidget* parent = nullptr);
    void setFigure(const figures::Figure& figure);

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    FlowLayout* m_layout;
    std::vector<figures::Mark> m_marks;
};

} // namespace doctor::ui
