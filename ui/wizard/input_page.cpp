// SPDX-License-Identifier: GPL-3.0-or-later
// The column that forms sit in.
#include "ui/wizard/input_page.h"

#include <QHBoxLayout>

namespace doctor::ui
{

QVBoxLayout* InputPage::makeColumn()
{
    constexpr int Characters = 105;
    auto* column = new QWidget(this);
    column->setMaximumWidth(fontMetrics().averageCharWidth() * Characters);
    auto* outer = new QHBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(column, 1);
    outer->addStretch(0);
    auto* inner = new QVBoxLayout(column);
    inner->setContentsMargins(0, 0, 0, 0);
    return inner;
}

} // namespace doctor::ui
