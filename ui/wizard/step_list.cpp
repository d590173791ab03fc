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

void StepList::setSkipped(Step step, bool skipped)
{
    bool& known = m_skipped[static_cast<std::size_t>(step)];
    if (known == skipped)
        return;
    known = skipped;
    retranslate();
}

void StepList::retranslate()
{
    setAccessibleName(tr("Steps"));
    for (int i = 0; i < count(); ++i) {
        const QString name = stepName(static_cast<Step>(i));
        item(i)->setText(m_skipped[static_cast<std::size_t>(i)]
                             ? tr("%1  %2 (skipped)", "number and name of a step").arg(i + 1).arg(name)
                             : tr("%1  %2", "number and name of a step").arg(i + 1).arg(name));
    }
}

} // namespace doctor::ui
