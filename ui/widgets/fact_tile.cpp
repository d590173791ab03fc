// SPDX-License-Identifier: GPL-3.0-or-later
// Caption small and quiet, value in bold; the pair is one name for a screen reader.
#include "ui/widgets/fact_tile.h"

#include "ui/widgets/text_label.h"

#include <QVBoxLayout>

namespace doctor::ui
{

FactTile::FactTile(const QString& caption, const QString& value, QWidget* parent) : Card(Kind::Plain, parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 4, 12, 5);
    layout->setSpacing(0);
    auto* above = new TextLabel(TextLabel::Role::Quiet, this);
    above->setWordWrap(false);
    above->setText(caption);
    auto* below = new TextLabel(TextLabel::Role::Section, this);
    below->setWordWrap(false);
    below->setText(value);
    layout->addWidget(above);
    layout->addWidget(below);
    setAccessibleName(tr("%1: %2", "%1 what it is, %2 its value").arg(caption, value));
}

} // namespace doctor::ui
