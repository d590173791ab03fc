// SPDX-License-Identifier: GPL-3.0-or-later
// The two axes of a chart, made anew when anything about them changes.
#pragma once

#include "app/figures/figure.h"

#include <QFont>
#include <QPalette>
#include <QPointF>

class QAbstractAxis;
class QAbstractSeries;
class QChart;

namespace doctor::ui
{

class ChartAxes
{
public:
    explicit ChartAxes(QChart& chart);
    /// True if the axes were made anew, so that every series must be attached again.
    bool update(const figures::Axis& x, const figures::Axis& y, const QPalette& palette, const QFont& font);
    void attach(QAbstractSeries* series) const;
    /// The value held inside both ranges, so that a log axis never meets zero.
    [[nodiscard]] QPointF clamped(const QPointF& value) const;

private:
    void dress(QAbstractAxis& axis, const figures::Axis& figureAxis, const QPalette& palette, const QFont& font) const;
    QChart& m_chart;
    QAbstractAxis* m_x = nullptr;
    QAbstractAxis* m_y = nullptr;
    figures::Axis m_figureX;
    figures::Axis m_figureY;
    QPalette m_palette;
    QFont m_font;
};

/// Step of 1, 2 or 5 times a power of ten that cuts a span into about `parts`.
[[nodiscard]] double niceStep(double span, int parts);

} // namespace doctor::ui
