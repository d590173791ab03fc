// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the shapes of test states.
#include "ui/run/state_delegate.h"

#include "ui/models/test_table_model.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace doctor::ui
{

namespace
{

using core::TestState;

void drawShape(QPainter& painter, TestState state, const QRectF& box)
{
    const QPointF c = box.center();
    const double r = box.width() * 0.36;
    switch (state) {
    case TestState::Planned:
        painter.drawEllipse(c, r, r);
        break;
    case TestState::Running: {
        painter.setBrush(painter.pen().color());
        const QPointF arrow[] = {c + QPointF(-r * 0.7, -r), c + QPointF(r, 0), c + QPointF(-r * 0.7, r)};
        painter.drawPolygon(arrow, 3);
        break;
    }
    case TestState::Done: {
        const QPointF tick[] = {c + QPointF(-r, 0), c + QPointF(-r * 0.2, r * 0.8), c + QPointF(r, -r * 0.8)};
        painter.drawPolyline(tick, 3);
        break;
    }
    case TestState::Skipped:
        painter.drawLine(c + QPointF(-r, 0), c + QPointF(r, 0));
        break;
    case TestState::Cancelled:
        painter.setBrush(painter.pen().color());
        painter.drawRect(QRectF(c.x() - r * 0.8, c.y() - r * 0.8, r * 1.6, r * 1.6));
        break;
    case TestState::CouldNotRun:
        painter.drawLine(c + QPointF(-r, -r), c + QPointF(r, r));
        painter.drawLine(c + QPointF(-r, r), c + QPointF(r, -r));
        break;
    }
}

QColor inkOf(TestState state, const QPalette& palette, bool selected)
{
    const Colours& colours = Theme::colours(palette);
    if (!selected && state == TestState::Running)
        return colours.worked;
    if (!selected && state == TestState::CouldNotRun)
        return colours.failedText;
    return palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
}

QIcon shapeOf(TestState state, const QColor& ink, QSize size, double ratio)
{
    QPixmap pixmap(size * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(ink, size.width() / 9.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    drawShape(painter, state, QRectF(QPointF(0, 0), QSizeF(size)));
    painter.end();
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected);
    return icon;
}

} // namespace

void StateDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto state = static_cast<TestState>(index.data(TestTableModel::TestStateRole).toInt());
    const bool selected = option->state.testFlag(QStyle::State_Selected);
    const double ratio = option->widget ? option->widget->devicePixelRatioF() : 1.0;
    const int side = option->fontMetrics.height();
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->decorationSize = QSize(side, side);
    const QColor ink = inkOf(state, option->palette, selected);
    QIcon& icon = m_icons[{state, ink.rgba(), side, ratio}];
    if (icon.isNull()) // a new icon for every painting would fill Qt's cache of pixmaps
        icon = shapeOf(state, ink, option->decorationSize, ratio);
    option->icon = icon;
}

} // namespace doctor::ui
