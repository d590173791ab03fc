// SPDX-License-Identifier: GPL-3.0-or-later
// Where the parts of the page stand and what they say.
#include "ui/compare/fixed_table.h"
#include "ui/shell/app_context.h"
#include "ui/watch/watch_page.h"
#include "ui/watch/watch_strip.h"
#include "ui/widgets/page_layout.h"
#include "ui/widgets/text_label.h"
#include "ui/wizard/field_message.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace doctor::ui
{

namespace
{
constexpr int IntervalSeconds[] = {10, 30, 60, 300, 900, 3600};
} // namespace

void WatchPage::build()
{
    m_title = new TextLabel(TextLabel::Role::Title, this);
    m_intro = new TextLabel(TextLabel::Role::Quiet, this);
    QLayout* form = buildForm();
    m_state = new TextLabel(TextLabel::Role::Section, this);
    m_answer = new TextLabel(TextLabel::Role::Body, this);
    m_strip = new WatchStrip(this);
    m_current = new TextLabel(TextLabel::Role::Quiet, this);
    m_eventsTitle = new TextLabel(TextLabel::Role::Section, this);
    m_events = new FixedTable(this);
    m_eventsArea = new QScrollArea(this);
    m_eventsArea->setWidgetResizable(true);
    m_eventsArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inside = new QWidget(m_eventsArea);
    auto* insideLayout = new QVBoxLayout(inside);
    insideLayout->setContentsMargins(0, 0, 0, 0);
    insideLayout->addWidget(m_events);
    insideLayout->addStretch(1);
    m_eventsArea->setWidget(inside);
    m_empty = new TextLabel(TextLabel::Role::Quiet, this);
    m_empty->setAlignment(Qt::AlignCenter);
    m_button = new QPushButton(this);
    m_button->setAutoDefault(true);

    const int gap = fontMetrics().height();
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_button);
    QVBoxLayout* layout = pageLayout(this, m_title, m_intro);
    layout->addLayout(form);
    layout->addSpacing(gap / 3);
    for (QWidget* part :
         {static_cast<QWidget*>(m_state), static_cast<QWidget*>(m_answer), static_cast<QWidget*>(m_strip),
          static_cast<QWidget*>(m_current), static_cast<QWidget*>(m_eventsTitle)})
        layout->addWidget(part);
    layout->addWidget(m_eventsArea, 1);
    layout->addWidget(m_empty, 1);
    layout->addLayout(buttons);
}

QLayout* WatchPage::buildForm()
{
    m_address = new QLineEdit(this);
    m_address->setClearButtonEnabled(true);
    auto* completer = new QCompleter(m_context.settings().recentTargets(), this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_address->setCompleter(completer);
    m_addressLabel = new QLabel(this);
    m_addressLabel->setBuddy(m_address);
    m_understood = new FieldMessage(m_address, this);
    m_interval = new QComboBox(this);
    for (const int seconds : IntervalSeconds)
        m_interval->addItem(QString(), seconds);
    m_intervalLabel = new QLabel(this);
    m_intervalLabel->setBuddy(m_interval);
    m_diagnoses = new QCheckBox(this);
    m_permission = new QCheckBox(this);
    m_permissionMessage = new FieldMessage(m_permission, this);
    m_permissionMessage->hide();
    auto* form = new QGridLayout;
    form->setHorizontalSpacing(fontMetrics().height());
    form->addWidget(m_addressLabel, 0, 0);
    form->addWidget(m_address, 0, 1);
    form->addWidget(m_intervalLabel, 0, 2);
    form->addWidget(m_interval, 0, 3);
    form->addWidget(m_understood, 1, 1, 1, 3);
    form->addWidget(m_diagnoses, 2, 1, 1, 3, Qt::AlignLeft);
    form->addWidget(m_permission, 3, 1, 1, 3, Qt::AlignLeft);
    form->addWidget(m_permissionMessage, 4, 1, 1, 3);
    form->setColumnStretch(1, 1);
    return form;
}

void WatchPage::retranslate()
{
    m_title->setText(tr("Watch"));
    m_intro->setText(tr("Repeats one small exchange with your service and tells you when it fails: one connection each "
                        "time, closed in order. Nothing else is sent."));
    m_addressLabel->setText(tr("&Address:"));
    m_address->setPlaceholderText(tr("db.example.org:1433 or https://…"));
    m_intervalLabel->setText(tr("Eve&ry:"));
    for (int i = 0; i < m_interval->count(); ++i)
        m_interval->setItemText(i, intervalText(m_interval->itemData(i).toInt()));
    m_diagnoses->setText(tr("Start a whole dia&gnosis when it fails"));
    m_diagnoses->setToolTip(
        tr("At the moment of the failure, up to 5 minutes and 40 connections, at most once an hour."));
    m_diagnoses->setAccessibleDescription(m_diagnoses->toolTip());
    m_strip->setAccessibleName(tr("The last 24 hours"));
    m_eventsTitle->setText(tr("What happened"));
    m_events->setAccessibleName(m_eventsTitle->text());
    m_eventsArea->setAccessibleName(m_eventsTitle->text());
    m_empty->setText(tr("What happens while you watch will be here, hour by hour. So far nothing has been watched."));
    showState();
    showRecord();
}

} // namespace doctor::ui
