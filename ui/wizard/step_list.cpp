// SPDX-License-Identifier: GPL-3.0-or-later
// A plain list with one entry per step.
#include "ui/wizard/step_list.h"

#include <QSignalBlocker>

namespace doctor::ui
{

StepList::StepList(QWidget* parent) : SideList(parent)
{
    for (int i = 0; i < StepCount; ++i)
        addItem(QString());
    retranslate();
    connect(this, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            Q_EMIT stepChosen(static_cast<Step>(row));
    });
}

void StepList::setStep(Step step)
{
    const QSignalBlocker quiet(this);
    setCurrentRow(static_cast<int>(step));
    for (int i = 0; i < count(); ++i) {
        QFont font = item(i)->font();
        font.setBold(i == static_cast<int>(step));
        item(i)->setFont(font);
    }
}

void StepList::setReachable(Step step, bool reachable)
{
    QListWidgetItem* entry = item(static_cast<int>(step));
    entry->setFlags(reachable ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags);
}

void StepList::retranslate()
{
    setAccessibleName(tr("Steps"));
    for (int i = 0; i < count(); ++i) {
        item(i)->setText(tr("%1  %2", "number and name of a step").arg(i + 1).arg(stepName(static_cast<Step>(i))));
    }
}

} // namespace doctor::ui
