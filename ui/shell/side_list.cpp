// SPDX-License-Identifier: GPL-3.0-or-later
// Draws entries as rounded bars and a line towards the page.
#include "ui/shell/side_list.h"

#include "ui/widgets/theme.h"

#include <QEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QtMath>

namespace doctor::ui
{

namespace
{

class SideDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QSize base = QStyledItemDelegate::sizeHint(option, index);
        return {base.width() + option.fontMetrics.height() * 2, option.fontMetrics.height() * 5 / 2};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const override
    {
        QStyleOptionViewItem option = given;
        initStyleOption(&option, index);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const bool focused = option.state.testFlag(QStyle::State_HasFocus);
        const auto group = option.state.testFlag(QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled;
        const QRectF bar = QRectF(option.rect).adjusted(7, 3, -8, -3);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(option.palette.color(QPalette::Highlight));
            painter->drawRoundedRect(bar, 5, 5);
        }
        if (focused) {
            painter->setPen(QPen(option.palette.color(selected ? QPalette::WindowText : QPalette::Highlight), 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(bar.adjusted(-2, -2, 2, 2), 6, 6);
        }
        painter->setPen(option.palette.color(group, selected ? QPalette::HighlightedText : QPalette::WindowText));
        painter->setFont(option.font);
        const QRectF room = bar.adjusted(option.fontMetrics.height() * 2 / 3, 0, -4, 0);
        painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                          QFontMetrics(option.font).elidedText(option.text, Qt::ElideRight, qFloor(room.width())));
        painter->restore();
    }
};

} // namespace

SideList::SideList(QWidget* parent) : QListWidget(parent)
{
    setItemDelegate(new SideDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setBackgroundRole(QPalette::Window);
    setViewportMargins(0, fontMetrics().height() / 2, 0, 0);
    fitWidth();
}

void SideList::fitWidth()
{
    setFixedWidth(fontMetrics().averageCharWidth() * 26);
}

void SideList::paintEvent(QPaintEvent* event)
{
    QListWidget::paintEvent(event);
    QPainter painter(viewport());
    painter.setPen(Theme::colours(palette()).cardEdge);
    painter.drawLine(viewport()->rect().topRight(), viewport()->rect().bottomRight());
}

void SideList::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange)
        fitWidth();
    QListWidget::changeEvent(event);
}

} // namespace doctor::ui
