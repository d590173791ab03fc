// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes are factors of the application's font, so a larger text size changes every label.
#include "ui/widgets/text_label.h"

#include "ui/widgets/theme.h"

#include <QApplication>
#include <QEvent>
#include <utility>

namespace doctor::ui
{

TextLabel::TextLabel(Role role, QWidget* parent, Selectable selectable) : QLabel(parent), m_role(role)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    if (selectable == Selectable::Yes)
        setTextInteractionFlags(Qt::TextSelectableByMouse);
    else
        setTextInteractionFlags(Qt::NoTextInteraction);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    updateLook();
}

void TextLabel::setRole(Role role)
{
    if (std::exchange(m_role, role) != role)
        updateLook();
}

QSize TextLabel::minimumSizeHint() const
{
    // QLabel's own guess for wrapped text is narrow and tall, and makes pages scroll that would fit.
    // The height that counts comes from heightForWidth().
    if (!wordWrap())
        return QLabel::minimumSizeHint();
    const int width = qMin(QLabel::sizeHint().width(), fontMetrics().averageCharWidth() * 12);
    return {width, fontMetrics().height()};
}

int TextLabel::heightForWidth(int width) const
{
    if (m_heights.text != text() || m_heights.font != font())
        m_heights = {text(), font(), {}};
    auto known = m_heights.byWidth.find(width);
    if (known == m_heights.byWidth.end())
        known = m_heights.byWidth.insert(width, QLabel::heightForWidth(width));
    return *known;
}

void TextLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::PaletteChange)
        updateLook();
}

void TextLabel::updateLook()
{
    QFont font = QApplication::font();
    const qreal factor = m_role == Role::Headline  ? 1.55
                         : m_role == Role::Title   ? 1.25
                         : m_role == Role::Section ? 1.08
                                                   : 1.0;
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factor);
    else
        font.setPixelSize(qRound(font.pixelSize() * factor));
    font.setBold(m_role == Role::Headline || m_role == Role::Title || m_role == Role::Section);
    if (font != this->font())
        setFont(font);

    if (m_role != Role::Quiet)
        return;
    const QColor quiet = Theme::colours(QApplication::palette()).quietText;
    QPalette own = palette();
    if (own.color(QPalette::Active, QPalette::WindowText) == quiet)
        return;
    own.setColor(QPalette::WindowText, quiet);
    setPalette(own);
}

} // namespace doctor::ui
