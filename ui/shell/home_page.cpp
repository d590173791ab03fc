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
#include <QResizeEvent>

namespace doctor::ui
{

namespace
{

TextLabel* label(TextLabel::Role role, QWidget* parent)
{
    return new TextLabel(role, parent, TextLabel::Selectable::No);
}

} // namespace

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
    connect(m_lastAgain, &QPushButton::clicked, this, [this] {
        if (m_last)
            Q_EMIT checkAgainRequested(m_last->id);
    });
}

QWidget* HomePage::makeCard(QLabel* title, QLabel* text, QPushButton* button)
{
    const int gap = fontMetrics().height();
    auto* card = new Card(Card::Kind::Plain, this);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->addWidget(title);
    layout->addWidget(text, 1, Qt::AlignTop);
    layout->addSpacing(gap / 2);
    layout->addWidget(button);
    button->setMinimumHeight(gap * 5 / 2);
    return card;
}

void HomePage::build()
{
    m_title = label(TextLabel::Role::Headline, this);
    m_intro = label(TextLabel::Role::Body, this);
    m_startTitle = label(TextLabel::Role::Section, this);
    m_startText = label(TextLabel::Role::Quiet, this);
    m_start = new QPushButton(this);
    m_practiseTitle = label(TextLabel::Role::Section, this);
    m_practiseText = label(TextLabel::Role::Quiet, this);
    m_practise = new QPushButton(this);
    m_lastCard = new Card(Card::Kind::Plain, this);
    m_lastTitle = label(TextLabel::Role::Section, m_lastCard);
    m_lastText = label(TextLabel::Role::Body, m_lastCard);
    m_lastOpen = new QPushButton(m_lastCard);
    m_lastAgain = new QPushButton(m_lastCard);
    m_lastCard->hide();
    QSizePolicy keep = m_lastCard->sizePolicy(); // the history is read after the first paint: nothing may jump then
    keep.setRetainSizeWhenHidden(true);
    m_lastCard->setSizePolicy(keep);
    for (QPushButton* button : {m_start, m_practise, m_lastOpen, m_lastAgain})
        button->setAutoDefault(true);

    const int gap = fontMetrics().height();
    m_cards = new QBoxLayout(QBoxLayout::LeftToRight);
    m_cards->setSpacing(gap);
    m_cards->addWidget(makeCard(m_startTitle, m_startText, m_start), 1);
    m_cards->addWidget(makeCard(m_practiseTitle, m_practiseText, m_practise), 1);
    auto* last = new QGridLayout(m_lastCard);
    last->setContentsMargins(gap, gap * 3 / 4, gap, gap * 3 / 4);
    last->setHorizontalSpacing(gap);
    last->addWidget(m_lastTitle, 0, 0);
    last->addWidget(m_lastText, 1, 0);
    last->addWidget(m_lastOpen, 0, 1, Qt::AlignVCenter);
    last->addWidget(m_lastAgain, 1, 1, Qt::AlignVCenter);
    last->setColumnStretch(0, 1);

    auto* column = new QWidget(this);
    column->setMaximumWidth(fontMetrics().averageCharWidth() * 115);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gap / 2);
    layout->addStretch(1);
    layout->addWidget(m_title);
    layout->addWidget(m_intro);
    layout->addSpacing(gap);
    layout->addLayout(m_cards);
    layout->addSpacing(gap / 2);
    layout->addWidget(m_lastCard);
    layout->addStretch(2);
    auto* outer = new QHBoxLayout(this);
    outer->setContentsMargins(gap, gap / 2, gap, gap / 2);
    outer->addStretch(1);
    outer->addWidget(column, 100);
    outer->addStretch(1);
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
    m_lastTitle->setText(m_last->practice ? tr("Last diagnosis: %1 (practice), %2").arg(m_last->title(), when)
                                          : tr("Last diagnosis: %1, %2").arg(m_last->title(), when));
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
    m_startTitle->setText(tr("Your own service"));
    m_start->setText(tr("&Start a diagnosis"));
    m_startText->setText(tr("You name the service and say what goes wrong; the tests take from one to five minutes."));
    m_practiseTitle->setText(tr("Just looking"));
    m_practise->setText(tr("T&ry it with the practice server"));
    m_practiseText->setText(tr("A server on this computer misbehaves on purpose, so that you can see a diagnosis from "
                               "start to end. Nothing leaves this computer."));
    m_lastOpen->setText(tr("&Open the last diagnosis"));
    m_lastAgain->setText(tr("&Check again"));
    m_lastAgain->setToolTip(tr("Runs the tests again that showed the fault, and compares before and after."));
    m_lastAgain->setAccessibleDescription(m_lastAgain->toolTip());
    if (m_knowledge)
        showLastRun();
}

void HomePage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const bool narrow = event->size().width() < 80 * fontMetrics().averageCharWidth();
    m_cards->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void HomePage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace doctor::ui
