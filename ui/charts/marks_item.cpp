// SPDX-License-Identifier: GPL-3.0-or-later
// Qt Charts has no crosses or open squares, and repaints slowly with borders; one item of ours is quicker.
#include "ui/charts/marks_item.h"

#include "ui/charts/marks.h"

#include <QPainter>

namespace doctor::ui
{

MarksItem::MarksItem(QGraphicsItem* parent) : QGraphicsItem(parent)
{
    setZValue(30);
    setAcceptedMouseButtons(Qt::NoButton);
}

void MarksItem::setMarks(std::vector<Placed> marks, const Colours& colours)
{
    prepareGeometryChange();
    m_marks = std::move(marks);
    m_colours = colours;
    m_bounds = {};
    const qreal reach = marks::Radius + 3;
    for (const Placed& placed : m_marks)
        m_bounds |= QRectF(placed.at.x() - reach, placed.at.y() - reach, 2 * reach, 2 * reach);
    update();
}

QRectF MarksItem::boundingRect() const
{
    return m_bounds;
}

void MarksItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* /*option*/, QWidget* /*widget*/)
{
    // Failures last: they must never hide under what worked.
    for (const bool failures : {false, true}) {
        for (const Placed& placed : m_marks) {
            if ((placed.mark != figures::Mark::Worked && placed.mark != figures::Mark::Other) == failures)
                marks::paint(*painter, placed.mark, placed.at, m_colours);
        }
    }
}

std::vector<figures::Point> thinned(const std::vector<figures::Point>& points, size_t limit)
{
    if (points.size() <= limit)
        return points;
    const size_t step = points.size() / limit + 1;
    std::vector<figures::Point> kept;
    size_t index = 0;
    for (const figures::Point& point : points) {
        if (point.mark != figures::Mark::Worked || index++ % step == 0)
            kept.push_back(point);
    }
    return kept;
}

} // namespace doctor::ui
