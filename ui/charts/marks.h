// SPDX-License-Identifier: GPL-3.0-or-later
// The shape and colour of every mark, the same in drawing, legend and tables.
#pragma once

#include "app/figures/figure.h"
#include "ui/widgets/theme.h"

#include <QBrush>
#include <QImage>
#include <QPen>

class QPainter;

namespace doctor::ui::marks
{

/// Half the width of a mark in logical pixels.
inline constexpr qreal Radius = 5;

[[nodiscard]] QColor colour(figures::Mark mark, const Colours& colours);
/// Fill of a bar: hatched where it speaks against, so that colour never stands alone.
[[nodiscard]] QBrush barBrush(figures::Mark mark, const Colours& colours);
/// Pen of a line; reference lines are dashed and quiet.
[[nodiscard]] QPen linePen(figures::Mark mark, bool dashed, const Colours& colours);
/// Draws the mark around a point.
void paint(QPainter& painter, figures::Mark mark, const QPointF& centre, const Colours& colours, qreal radius = Radius);
/// The mark as a picture of `side` logical pixels, sharp at that ratio.
[[nodiscard]] QImage image(figures::Mark mark, const Colours& colours, int side, qreal devicePixelRatio);
/// What the mark means, for the legend.
[[nodiscard]] QString meaning(figures::Mark mark);

} // namespace doctor::ui::marks
