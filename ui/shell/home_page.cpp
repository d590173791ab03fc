// SPDX-License-Identifier: GPL-3.0-or-later
// The start page.
#include "ui/shell/home_page.h"

#include "ui/widgets/card.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/words.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

namespace doctor::ui
{

HomePage::HomePage(QWidget* parent) : QWidget(parent)
{
    build();
    retranslate();
    connect(m_start, &QPushButton::clicked, this, &HomePage::diagnosisRequested);
    connect(m_practise, &QPushButton::clicked, this, &HomePage::practiceRequested);
    connect(m_lastOpen, &QPushButton::clicked, this, [this] {
        if (m_last)
            Q_EMIT lastRunRequested(m_last->id);
    });
}

void HomePage::build()
{
    m_title = new TextLabel(TextLabel::Role::Headline, this);
    m_intro = new TextLabel(TextLabel::Role::Body, this);
    m_start = new QPushButton(this);
    m_startText = new TextLabel(TextLabel::Role::Quiet, this);
    m_practise = new QPushButton(this);
    m_practiseText = new TextLabel(TextLabel::Role::Quiet, this);
    m_lastCard = new Card(Card::Kind::Plain, this);
    m_lastTitle = new TextLabel(TextLabel::Role::Section, m_lastCard);
    m_lastText = new TextLabel(TextLabel::Role::Body, m_lastCard);
    m_lastOpen = new QPushButton(m_lastCard);
    for (QPushButton* button : {m_start, m_practise, m_lastOpen})
        button->setAutoDefault(true);
    for (QPushButton* button : {m_start, m_practise})
        button->setMinimumHeight(fontMetrics().height() * 5 / 2);

    const int gap = fontMetrics().height();
    auto* last = new QGridLayout(m_lastCard);
    last->setContentsMargins(gap, gap * 3 / 4, gap, gap * 3 / 4);
    last->addWidget(m_lastTitle, 0, 0);
    last->addWidget(m_lastText, 1, 0);
    last->addWidget(m_lastOpen, 0, 1, 2, 1, Qt::AlignVCenter);
    last->setColumnStretch(0, 1);

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(gap);
    grid->setVerticalSpacing(gap);
    grid->addWidget(m_start, 0, 0);
    grid->addWidget(m_startText, 0, 1);
    grid->addWidget(m_practise, 1, 0);
    grid->addWidget(m_practiseText, 1, 1);
    grid->setColumnStretch(1, 1);

    auto* column = new QWidget(this);
    column->setMaximumWidth(fontMetrics().averageCharWidth() * 110);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_title);
    layout->addWidget(m_intro);
    layout->addSpacing(gap * 3 / 2);
    layout->addLayout(grid);
    layout->addSpacing(gap * 3 / 2);
    layout->addWidget(m_lastCard);
    layout->addStretch(1);
    auto* outer = new QHBoxLayout(this);
    outer->setContentsMargins(gap * 2, gap * 3 / 2, gap * 2, gap);
    outer->addWidget(column, 1);
    outer->addStretch(0);
}

QWidget* HomePage::firstField() const
{
    return m_start;
}

void HomePage::setLastRun(const std::optional<store::HistoryEntry>& entry,
                          std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    m_last = entry;
    m_knowledge = std::move(knowledge);
    showLastRun();
}

void HomePage::showLastRun()
{
    m_lastCard->setVisible(m_last.has_value());
    if (!m_last)
        return;
    const QString when = QLocale().toString(m_last->startedAt.toLocalTime(), QLocale::ShortFormat);
    m_lastTitle->setText(m_last->practice ? tr("Last diagnosis: %1 (practice), %2").arg(m_last->target, when)
                                          : tr("Last diagnosis: %1, %2").arg(m_last->target, when));
    const knowledge::CausePage* page = m_knowledge->page(m_last->topCause);
    m_lastText->setText(
        tr("%1: %2", "cause, then its likelihood")
            .arg(page ? page->title : m_last->topCause, words::likelihood(m_last->probability, *m_knowledge)));
}

void HomePage::retranslate()
{
    m_title->setText(tr("Who closed your connection, and why?"));
    m_intro->setText(
        tr("Connection Doctor opens connections to your service, watches how they end, and tells the likely "
           "causes with what to do about each."));
    m_start->setText(tr("&Start a diagnosis"));
    m_startText->setText(tr("You name the service and say what goes wrong; the tests take from one to five minutes."));
    m_practise->setText(tr("T&ry it with the practice server"));
    m_practiseText->setText(tr("A server on this computer misbehaves on purpose, so that you can see a diagnosis from "
                               "start to end. Nothing leaves this computer."));
    m_lastOpen->setText(tr("&Open the last diagnosis"));
    if (m_knowledge)
        showLastRun();
}

void HomePage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace doctor::ui
