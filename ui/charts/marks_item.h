// SPDX-License-Identifier: GPL-3.0-or-later
// All points of a figure as one graphics item: crosses, open squares and triangles, sharp at every scale.
#pragma once

#include "app/figures/figure.h"
#include "ui/widgets/theme.h"

#include <QGraphicsItem>
#include <vector>

namespace doctor::ui
{

class MarksItem final : public QGraphicsItem
{
public:
    explicit MarksItem(QGraphicsItem* parent);
    struct Placed {
        QPointF at;
        figures::Mark mark;
    };
    void setMarks(std::vector<Placed> marks, const Colours& colours);
    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    std::vector<Placed> m_marks;
    Colours m_colours;
    QRectF m_bounds;
};

/// At most `limit` points; every failure stays, of the others every n-th.
[[nodiscard]] std::vector<figures::Point> thinned(const std::vector<figures::Point>& points, size_t limit);

} // namespace doctor::ui
