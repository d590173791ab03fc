// SPDX-License-Identifier: GPL-3.0-or-later
// What stands inside a QChart for one figure: axes, lines, bars, marks and direct labels.
#pragma once

#include "app/figures/figure.h"
#include "ui/charts/chart_axes.h"

#include <QFont>
#include <QObject>
#include <QPalette>
#include <vector>

class QAreaSeries;
class QChart;
class QGraphicsSimpleTextItem;
class QLineSeries;

namespace doctor::ui
{

class MarksItem;

/// Lives as long as the chart that it fills; the chart owns series and items.
class ChartScene final : public QObject
{
    Q_OBJECT
public:
    explicit ChartScene(QChart& chart);
    /// Keeps axes and series of a figure of the same build and only replaces the points.
    void setFigure(const figures::Figure& figure, const QPalette& palette, const QFont& font);
    /// Where a value stands in the scene; off-scale values are held at the edge of the plot.
    [[nodiscard]] QPointF position(const QPointF& value) const;
    /// Index of the bar under a scene position plus `offset`, or -1.
    [[nodiscard]] int barAt(const QPointF& scenePosition, int offset) const;

private:
    void updateLines();
    void updateBars();
    void updateMargins();
    void placeLabels();
    void placeCategoryLabels();
    void placeLineLabels();
    void placeBarLabels();
    [[nodiscard]] QPointF freePlace(const figures::Line& line, const QPointF& end, const QSizeF& size) const;
    [[nodiscard]] QRectF barRect(const figures::Bar& bar) const;
    QGraphicsSimpleTextItem* label(const QString& text, const QColor& colour);
    void settle(QGraphicsSimpleTextItem* item, QPointF wanted, bool mayMoveDown);

    QChart& m_chart;
    ChartAxes m_axes;
    QLineSeries* m_anchor; ///< empty; carries the coordinate system
    MarksItem* m_marks;
    std::vector<QLineSeries*> m_lines;
    std::vector<QAreaSeries*> m_bars;
    std::vector<QGraphicsSimpleTextItem*> m_labels;
    std::vector<QRectF> m_taken; ///< places of the line labels so far
    figures::Figure m_figure;
    QPalette m_palette;
    QFont m_font;
};

} // namespace doctor::ui
