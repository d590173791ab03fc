// SPDX-License-Identifier: GPL-3.0-or-later
// Margins follow the font.
#include "ui/widgets/page_layout.h"

#include <QVBoxLayout>
#include <QWidget>

namespace doctor::ui
{

QVBoxLayout* pageLayout(QWidget* page, QWidget* title, QWidget* hint)
{
    const int gap = page->fontMetrics().height();
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(gap, gap / 2, gap, gap / 2);
    layout->addWidget(title);
    layout->addWidget(hint);
    layout->addSpacing(gap / 3);
    return layout;
}

} // namespace doctor::ui
