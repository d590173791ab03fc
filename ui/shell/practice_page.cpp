// SPDX-License-Identifier: GPL-3.0-or-later
// The list of faults.
#include "ui/shell/practice_page.h"

#include "app/engine/practice_target.h"
#include "ui/widgets/page_layout.h"
#include "ui/widgets/text_label.h"

#include <QEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace doctor::ui
{

PracticePage::PracticePage(QWidget* parent)
    : QWidget(parent), m_title(new TextLabel(TextLabel::Role::Title, this)),
      m_intro(new TextLabel(TextLabel::Role::Quiet, this)), m_listLabel(new QLabel(this)),
      m_faults(new QListWidget(this)), m_diagnose(new QPushButton(this))
{
    m_listLabel->setBuddy(m_faults);
    m_faults->setAlternatingRowColors(true);
    m_faults->setWordWrap(true);
    m_diagnose->setAutoDefault(true);
    for (const engine::PracticeFault& fault : engine::practiceFaults()) {
        auto* item = new QListWidgetItem(fault.id, m_faults);
        item->setData(Qt::UserRole, fault.id);
    }
    m_faults->setCurrentRow(0);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_diagnose);
    QVBoxLayout* layout = pageLayout(this, m_title, m_intro);
    layout->addWidget(m_listLabel);
    layout->addWidget(m_faults, 1);
    layout->addLayout(buttons);
    connect(m_diagnose, &QPushButton::clicked, this, &PracticePage::choose);
    connect(m_faults, &QListWidget::itemActivated, this, &PracticePage::choose);
    retranslate();
}

void PracticePage::setKnowledge(std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    m_knowledge = std::move(knowledge);
    for (int i = 0; i < m_faults->count(); ++i) {
        QListWidgetItem* item = m_faults->item(i);
        item->setText(m_knowledge->text(QStringLiteral("fault.%1").arg(item->data(Qt::UserRole).toString())));
    }
}

QWidget* PracticePage::firstField() const
{
    return m_faults;
}

void PracticePage::choose()
{
    if (const QListWidgetItem* item = m_faults->currentItem())
        Q_EMIT practiceRequested(item->data(Qt::UserRole).toString());
}

void PracticePage::retranslate()
{
    m_title->setText(tr("Practice"));
    m_intro->setText(tr("A small server on this computer plays one of these faults. The real tests run against it, so "
                        "you see what each fault looks like, and that the diagnosis finds it."));
    m_listLabel->setText(tr("Faults:"));
    m_faults->setAccessibleName(tr("Faults"));
    m_diagnose->setText(tr("&Diagnose this fault"));
}

void PracticePage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace doctor::ui
