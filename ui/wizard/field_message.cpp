// SPDX-License-Identifier: GPL-3.0-or-later
// One line of text with an icon, kept as high as one line so that nothing jumps when it fills.
#include "ui/wizard/field_message.h"

#include "ui/widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>

namespace doctor::ui
{

FieldMessage::FieldMessage(QWidget* field, QWidget* parent)
    : QWidget(parent), m_field(field), m_icon(new QLabel(this)), m_text(new QLabel(this))
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setMinimumHeight(m_text->fontMetrics().height());
    m_icon->setAlignment(Qt::AlignVCenter);
    m_icon->hide();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
}

void FieldMessage::showProblem(const QString& sentence)
{
    say(sentence, true);
}

void FieldMessage::showNote(const QString& sentence)
{
    say(sentence, false);
}

void FieldMessage::clear()
{
    say({}, false);
}

QString FieldMessage::text() const
{
    return m_text->text();
}

void FieldMessage::say(const QString& sentence, bool problem)
{
    m_problem = problem;
    m_text->setText(sentence);
    if (problem) {
        const int side = fontMetrics().height();
        m_icon->setPixmap(style()->standardIcon(QStyle::SP_MessageBoxWarning).pixmap(QSize(side, side)));
    }
    m_icon->setVisible(problem);
    if (m_field)
        m_field->setAccessibleDescription(sentence);
    recolour();
}

void FieldMessage::recolour()
{
    const Colours& colours = Theme::colours(palette());
    QPalette own = m_text->palette();
    const QColor ink = m_problem ? colours.failedText : colours.quietText;
    if (own.color(QPalette::WindowText) == ink)
        return;
    own.setColor(QPalette::WindowText, ink);
    m_text->setPalette(own);
}

void FieldMessage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        recolour();
    QWidget::changeEvent(event);
}

} // namespace doctor::ui
