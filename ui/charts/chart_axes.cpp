// SPDX-License-Identifier: GPL-3.0-or-later
// Categories are a plain value axis without numbers; their words are direct labels, which Qt Charts would cut off.
#include "ui/charts/chart_axes.h"

#include "ui/widgets/theme.h"

#include <QChart>
#include <QCoreApplication>
#include <QLogValueAxis>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

namespace doctor::ui
{

using figures::Axis;

namespace
{

constexpr double LogFloor = 1e-3;
constexpr int TickParts = 6;

std::pair<double, double> rangeOf(const Axis& axis)
{
    if (axis.scale == Axis::Scale::Category)
        return {-0.5, std::max<double>(1, static_cast<double>(axis.categories.size())) - 0.5};
    double low = axis.minimum;
    double high = axis.maximum;
    if (axis.scale == Axis::Scale::Log)
        low = std::max(low, LogFloor);
    if (!(high > low))
        high = axis.scale == Axis::Scale::Log ? low * 10 : low + 1;
    return {low, high};
}

struct Text {
    Q_DECLARE_TR_FUNCTIONS(doctor::ui::ChartAxes)
};

QString titleOf(const Axis& axis)
{
    const bool log = axis.scale == Axis::Scale::Log;
    const bool unit = !axis.unit.isEmpty() && !axis.title.contains(QStringLiteral("(%1)").arg(axis.unit));
    // Beside category names Qt cuts a title down to dots, and the names say it already.
    if (axis.title.isEmpty() || axis.scale == Axis::Scale::Category)
        return {};
    if (unit && log)
        return Text::tr("%1 (%2, log)", "%1 axis title, %2 unit").arg(axis.title, axis.unit);
    if (unit)
        return Text::tr("%1 (%2)", "%1 axis title, %2 unit").arg(axis.title, axis.unit);
    if (log && !axis.title.contains(QStringLiteral("log"), Qt::CaseInsensitive))
        return Text::tr("%1 (log)", "%1 axis title").arg(axis.title);
    return axis.title;
}

QAbstractAxis* makeAxis(const Axis& axis)
{
    if (axis.scale != Axis::Scale::Log)
        return new QValueAxis;
    auto* log = new QLogValueAxis;
    log->setBase(10);
    log->setMinorTickCount(8);
    return log;
}

} // namespace

double niceStep(double span, int parts)
{
    const double raw = span / std::max(1, parts);
    if (!(raw > 0) || !std::isfinite(raw))
        return 1;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    const double lead = raw / power;
    return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
}

ChartAxes::ChartAxes(QChart& chart) : m_chart(chart)
{
    m_chart.setLocalizeNumbers(true);
}

bool ChartAxes::update(const Axis& x, const Axis& y, const QPalette& palette, const QFont& font)
{
    if (m_x && x == m_figureX && y == m_figureY && palette == m_palette && font == m_font)
        return false;
    m_figureX = x;
    m_figureY = y;
    m_palette = palette;
    m_font = font;
    // Each change of an axis in a chart lays the whole chart out anew, and a new range with the old step may mean
    // a million ticks for a moment: so axes are finished first and put in last.
    const std::pair<QAbstractAxis*, QAbstractAxis*> old{m_x, m_y};
    m_x = makeAxis(x);
    m_y = makeAxis(y);
    dress(*m_x, x, palette, font);
    dress(*m_y, y, palette, font);
    m_y->setReverse(y.scale == Axis::Scale::Category); // categories are read from the top down
    for (QAbstractAxis* axis : {old.first, old.second}) {
        if (!axis)
            continue;
        m_chart.removeAxis(axis);
        delete axis;
    }
    m_chart.addAxis(m_x, Qt::AlignBottom);
    m_chart.addAxis(m_y, Qt::AlignLeft);
    return true;
}

void ChartAxes::dress(QAbstractAxis& axis, const Axis& figureAxis, const QPalette& palette, const QFont& font) const
{
    const Colours& colours = Theme::colours(palette);
    const auto [low, high] = rangeOf(figureAxis);
    axis.setRange(low, high);
    axis.setTitleText(titleOf(figureAxis));
    QFont small = font;
    small.setPointSizeF(font.pointSizeF() * 0.92);
    axis.setLabelsFont(small);
    axis.setTitleFont(small);
    axis.setLabelsBrush(colours.quietText);
    axis.setTitleBrush(colours.quietText);
    axis.setLinePen(QPen(colours.axis, 1));
    axis.setGridLinePen(QPen(colours.grid, 1));
    axis.setMinorGridLineVisible(false);
    if (auto* log = qobject_cast<QLogValueAxis*>(&axis)) {
        // Localized %g prints nothing at all in Qt 6.4, so decimals are given in full.
        const int decimals = low >= 1 ? 0 : std::clamp(static_cast<int>(std::ceil(-std::log10(low) - 1e-9)), 1, 3);
        log->setLabelFormat(QStringLiteral("%.%1f").arg(decimals));
        return;
    }
    auto& value = static_cast<QValueAxis&>(axis);
    const bool category = figureAxis.scale == Axis::Scale::Category;
    value.setLabelsVisible(!category);
    if (category) {
        value.setTickType(QValueAxis::TicksFixed);
        value.setTickCount(std::clamp(static_cast<int>(figureAxis.categories.size()) + 1, 2, 62));
        value.setGridLineVisible(figureAxis.categories.size() <= 30);
        return;
    }
    // Without a unit the axis counts things, and there is no half of a thing.
    const double counted = figureAxis.unit.isEmpty() ? 1 : 0;
    const double step = std::max(counted, niceStep(high - low, TickParts));
    value.setTickType(QValueAxis::TicksDynamic);
    value.setTickAnchor(0);
    value.setTickInterval(step);
    const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 4);
    value.setLabelFormat(QStringLiteral("%.%1f").arg(decimals));
}

void ChartAxes::attach(QAbstractSeries* series) const
{
    series->attachAxis(m_x);
    series->attachAxis(m_y);
}

QPointF ChartAxes::clamped(const QPointF& value) const
{
    const auto [left, right] = rangeOf(m_figureX);
    const auto [bottom, top] = rangeOf(m_figureY);
    return {std::clamp(value.x(), left, right), std::clamp(value.y(), bottom, top)};
}

} // namespace doctor::ui
