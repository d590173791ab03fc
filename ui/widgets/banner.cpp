// SPDX-License-Identifier: GPL-3.0-or-later
// Text left, button right.
#include "ui/widgets/banner.h"

#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace doctor::ui
{

Banner::Banner(QWidget* parent)
    : Card(Kind::Notice, parent), m_text(new TextLabel(TextLabel::Role::Body, this)), m_button(new QPushButton(this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 6, 8, 6);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &Banner::actionRequested);
    hide();
}

void Banner::setMessage(const QString& text, const QString& action)
{
    if (text == m_text->text() && action == m_button->text() && isHidden() == text.isEmpty())
        return; // repeated ten times a second while tests run
    m_text->setText(text);
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
    setAccessibleName(text);
    setVisible(!text.isEmpty());
}

QString Banner::text() const
{
    return m_text->text();
}

QPushButton* Banner::button() const
{
    return m_button;
}

} // namespace doctor::ui
