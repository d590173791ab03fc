// SPDX-License-Identifier: GPL-3.0-or-later
// Text left, both answers right.
#include "ui/watch/end_question.h"

#include "ui/widgets/text_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>

namespace doctor::ui
{

EndQuestion::EndQuestion(QWidget* parent)
    : Card(Kind::Notice, parent), m_text(new TextLabel(TextLabel::Role::Body, this)), m_yes(new QPushButton(this)),
      m_no(new QPushButton(this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 6, 8, 6);
    layout->addWidget(m_text, 1);
    for (QPushButton* button : {m_yes, m_no}) {
        button->setAutoDefault(true);
        layout->addWidget(button);
    }
    connect(m_yes, &QPushButton::clicked, this, [this] { Q_EMIT answered(true); });
    connect(m_no, &QPushButton::clicked, this, [this] { Q_EMIT answered(false); });
    retranslate();
    hide();
}

void EndQuestion::retranslate()
{
    m_text->setText(tr("This takes a while. Should we tell you when it is done, if you are working elsewhere?"));
    m_yes->setText(tr("Tell &me"));
    m_no->setText(tr("N&o"));
    setAccessibleName(m_text->text());
    for (QPushButton* button : {m_yes, m_no})
        button->setAccessibleDescription(m_text->text());
}

void EndQuestion::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    Card::changeEvent(event);
}

} // namespace doctor::ui
