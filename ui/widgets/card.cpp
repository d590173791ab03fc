// SPDX-License-Identifier: GPL-3.0-or-later
// Painted by hand: a style sheet would switch the application's style off for everything inside.
#include "ui/widgets/card.h"

#include "ui/widgets/theme.h"

#include <QPainter>

namespace doctor::ui
{

Card::Card(Kind kind, QWidget* parent) : QFrame(parent), m_kind(kind)
{
    setFrameShape(QFrame::NoFrame);
}

void Card::paintEvent(QPaintEvent* /*event*/)
{
    const Colours& colours = Theme::colours(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(m_kind == Kind::Notice ? colours.noticeEdge : colours.cardEdge);
    painter.setBrush(m_kind == Kind::Notice  ? colours.notice
                     : m_kind == Kind::Inset ? palette().color(QPalette::Window)
                                             : colours.card);
    painter.drawRoundedRect(box, 6, 6);
    if (m_kind == Kind::Notice) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.noticeEdge);
        painter.drawRoundedRect(QRectF(box.left(), box.top(), 4, box.height()), 2, 2);
    }
}

} // namespace doctor::ui
