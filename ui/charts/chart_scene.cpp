// SPDX-License-Identifier: GPL-3.0-or-later
// Series are kept and refilled with replace(); labels are text items, since Qt Charts has none inside the plot.
#include "ui/charts/chart_scene.h"

#include "ui/charts/marks.h"
#include "ui/charts/marks_item.h"
#include "ui/widgets/text_fit.h"

#include <QAreaSeries>
#include <QChart>
#include <QFontMetricsF>
#include <QGraphicsSimpleTextItem>
#include <QLegend>
#include <QLineSeries>
#include <QLocale>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

namespace doctor::ui
{

namespace
{
constexpr qsizetype LongestDirect = 14; ///< longer labels of bars are spoken and stand in the table
constexpr double ReachesTheEnd = 0.8;   ///< of the axis

constexpr size_t MostPoints = 1000;   ///< of what worked; measured to paint in under 20 ms
constexpr double BarHalfHeight = 0.3; ///< in category steps
constexpr qreal GutterShare = 0.42;   ///< of the width, at most, for category names
constexpr qreal Gap = 6;

bool isVertical(const figures::Line& line)
{
    return line.points.size() == 2 && qFuzzyCompare(1 + line.points[0].first, 1 + line.points[1].first);
}

} // namespace

ChartScene::ChartScene(QChart& chart)
    : m_chart(chart), m_axes(chart), m_anchor(new QLineSeries), m_marks(new MarksItem(&chart))
{
    m_chart.legend()->hide();
    m_chart.setAnimationOptions(QChart::NoAnimation);
    m_chart.setBackgroundVisible(false);
    m_chart.setPlotAreaBackgroundVisible(false);
    m_chart.addSeries(m_anchor);
    connect(&m_chart, &QChart::plotAreaChanged, this, &ChartScene::placeLabels);
    connect(&m_chart, &QGraphicsWidget::geometryChanged, this, &ChartScene::updateMargins);
}

void ChartScene::setFigure(const figures::Figure& figure, const QPalette& palette, const QFont& font)
{
    m_figure = figure;
    m_palette = palette;
    m_font = font;
    if (m_axes.update(figure.x, figure.y, palette, font)) {
        m_axes.attach(m_anchor);
        for (QLineSeries* line : m_lines)
            m_axes.attach(line);
        for (QAreaSeries* bar : m_bars)
            m_axes.attach(bar);
    }
    updateLines();
    updateBars();
    updateMargins();
    placeLabels();
}

void ChartScene::updateLines()
{
    while (m_lines.size() > m_figure.lines.size()) {
        m_chart.removeSeries(m_lines.back());
        delete m_lines.back();
        m_lines.pop_back();
    }
    while (m_lines.size() < m_figure.lines.size()) {
        auto* series = new QLineSeries;
        m_chart.addSeries(series);
        m_axes.attach(series);
        m_lines.push_back(series);
    }
    const Colours& colours = Theme::colours(m_palette);
    for (size_t i = 0; i < m_lines.size(); ++i) {
        const figures::Line& line = m_figure.lines[i];
        QList<QPointF> points;
        points.reserve(static_cast<qsizetype>(line.points.size()));
        for (const auto& [x, y] : line.points)
            points.append(m_axes.clamped({x, y}));
        m_lines[i]->setPen(marks::linePen(line.mark, line.dashed, colours));
        m_lines[i]->replace(points);
    }
}

void ChartScene::updateBars()
{
    while (m_bars.size() > m_figure.bars.size()) {
        m_chart.removeSeries(m_bars.back());
        delete m_bars.back();
        m_bars.pop_back();
    }
    while (m_bars.size() < m_figure.bars.size()) {
        auto* upper = new QLineSeries;
        auto* series = new QAreaSeries(upper, new QLineSeries(upper));
        upper->setParent(series);
        m_chart.addSeries(series);
        m_axes.attach(series);
        m_bars.push_back(series);
    }
    const Colours& colours = Theme::colours(m_palette);
    for (size_t i = 0; i < m_bars.size(); ++i) {
        const figures::Bar& bar = m_figure.bars[i];
        const double middle = bar.category;
        m_bars[i]->setBrush(marks::barBrush(bar.mark, colours));
        m_bars[i]->setPen(QPen(marks::colour(bar.mark, colours), 1));
        m_bars[i]->upperSeries()->replace(
            {m_axes.clamped({bar.from, middle + BarHalfHeight}), m_axes.clamped({bar.to, middle + BarHalfHeight})});
        m_bars[i]->lowerSeries()->replace(
            {m_axes.clamped({bar.from, middle - BarHalfHeight}), m_axes.clamped({bar.to, middle - BarHalfHeight})});
    }
}

void ChartScene::updateMargins()
{
    const QFontMetricsF metrics(m_font);
    qreal left = 2;
    qreal bottom = 2;
    if (m_figure.y.scale == figures::Axis::Scale::Category) {
        qreal widest = 0;
        for (const QString& name : m_figure.y.categories)
            widest = qMax(widest, metrics.horizontalAdvance(name));
        left = qMin(widest + 2 * Gap, m_chart.size().width() * GutterShare);
    }
    if (m_figure.x.scale == figures::Axis::Scale::Category)
        bottom = 2 * metrics.lineSpacing() + Gap;
    qreal right = metrics.lineSpacing() * 1.4;
    for (const figures::Bar& bar : m_figure.bars) { // a bar that reaches the end has its value beyond it
        if (bar.label.size() <= LongestDirect &&
            bar.to - m_figure.x.minimum >= (m_figure.x.maximum - m_figure.x.minimum) * ReachesTheEnd)
            right = qMax(right, metrics.horizontalAdvance(bar.label) + 2 * Gap);
    }
    const QMargins margins(qRound(left), qRound(metrics.lineSpacing() / 2), qRound(right), qRound(bottom));
    if (m_chart.margins() != margins)
        m_chart.setMargins(margins);
}

QPointF ChartScene::position(const QPointF& value) const
{
    return m_chart.mapToScene(m_chart.mapToPosition(m_axes.clamped(value), m_anchor));
}

QRectF ChartScene::barRect(const figures::Bar& bar) const
{
    const QPointF a = position({bar.from, bar.category - BarHalfHeight});
    const QPointF b = position({bar.to, bar.category + BarHalfHeight});
    return QRectF(a, b).normalized();
}

int ChartScene::barAt(const QPointF& scenePosition, int offset) const
{
    for (size_t i = 0; i < m_figure.bars.size(); ++i) {
        if (barRect(m_figure.bars[i]).adjusted(-2, -2, 2, 2).contains(scenePosition))
            return offset + static_cast<int>(i);
    }
    return -1;
}

QGraphicsSimpleTextItem* ChartScene::label(const QString& text, const QColor& colour)
{
    auto* item = new QGraphicsSimpleTextItem(text, &m_chart);
    QFont small = m_font;
    small.setPointSizeF(m_font.pointSizeF() * 0.92);
    item->setFont(small);
    item->setBrush(colour);
    item->setZValue(40);
    m_labels.push_back(item);
    return item;
}

void ChartScene::placeLabels()
{
    for (QGraphicsSimpleTextItem* item : m_labels)
        delete item;
    m_labels.clear();
    m_taken.clear();
    std::vector<MarksItem::Placed> placed;
    for (const figures::Point& point : thinned(m_figure.points, MostPoints))
        placed.push_back({m_chart.mapToPosition(m_axes.clamped({point.x, point.y}), m_anchor), point.mark});
    m_marks->setMarks(std::move(placed), Theme::colours(m_palette));
    if (m_chart.plotArea().width() < 10)
        return;
    placeCategoryLabels();
    placeBarLabels();
    placeLineLabels();
}

void ChartScene::placeCategoryLabels()
{
    const QRectF plot = m_chart.plotArea();
    const QFontMetricsF metrics(m_font);
    const QColor ink = m_palette.color(QPalette::WindowText);
    const auto each = [](qsizetype count, qreal room, qreal need) {
        return qMax<qsizetype>(1, static_cast<qsizetype>(std::ceil(need * static_cast<qreal>(count) / room)));
    };
    if (m_figure.y.scale == figures::Axis::Scale::Category) {
        const auto count = m_figure.y.categories.size();
        const qreal rowHeight = plot.height() / static_cast<qreal>(qMax<qsizetype>(1, count));
        const int lines = qMax(1, static_cast<int>(rowHeight / metrics.lineSpacing()));
        for (qsizetype i = 0; i < count; i += each(count, plot.height(), metrics.lineSpacing() * 0.95)) {
            auto* item = label({}, ink);
            item->setText(fitText(m_figure.y.categories.at(i), item->font(), plot.left() - 2 * Gap, lines));
            const QPointF at =
                m_chart.mapToPosition({m_axes.clamped({m_figure.x.minimum, 0}).x(), double(i)}, m_anchor);
            const QRectF box = item->boundingRect();
            item->setPos(plot.left() - Gap - box.width(), at.y() - box.height() / 2);
        }
    }
    if (m_figure.x.scale == figures::Axis::Scale::Category) {
        const auto count = m_figure.x.categories.size();
        const qreal width = plot.width() / static_cast<qreal>(qMax<qsizetype>(1, count));
        const qsizetype step = each(count, plot.width(), metrics.averageCharWidth() * 4);
        for (qsizetype i = 0; i < count; i += step) {
            auto* item = label({}, ink);
            item->setText(fitText(m_figure.x.categories.at(i), item->font(), width * double(step) - Gap, 2));
            const QPointF at =
                m_chart.mapToPosition({double(i), m_axes.clamped({0, m_figure.y.minimum}).y()}, m_anchor);
            item->setPos(at.x() - item->boundingRect().width() / 2, plot.bottom() + Gap);
        }
    }
}

void ChartScene::settle(QGraphicsSimpleTextItem* item, QPointF wanted, bool mayMoveDown)
{
    const QRectF plot = m_chart.plotArea();
    QRectF box(wanted, item->boundingRect().size());
    box.moveLeft(qBound(plot.left(), box.left(), qMax(plot.left(), plot.right() - box.width())));
    box.moveTop(qBound(plot.top(), box.top(), qMax(plot.top(), plot.bottom() - box.height())));
    const auto isTaken = [this, &box] {
        return std::any_of(m_taken.begin(), m_taken.end(),
                           [&box](const QRectF& other) { return other.intersects(box); });
    };
    while (mayMoveDown && isTaken() && box.bottom() + box.height() < plot.bottom())
        box.translate(0, box.height());
    m_taken.push_back(box);
    item->setPos(box.topLeft());
}

void ChartScene::placeLineLabels()
{
    const Colours& colours = Theme::colours(m_palette);
    for (const figures::Line& line : m_figure.lines) {
        if (line.label.isEmpty() || line.points.empty())
            continue;
        const bool reference = line.mark == figures::Mark::Reference;
        auto* item = label(line.label, reference ? colours.quietText : m_palette.color(QPalette::WindowText));
        const auto& [x, y] = line.points.back();
        const QPointF end = m_chart.mapToPosition(m_axes.clamped({x, y}), m_anchor);
        const QRectF box = item->boundingRect();
        if (isVertical(line)) {
            const bool fits = end.x() + 4 + box.width() < m_chart.plotArea().right();
            settle(item, {fits ? end.x() + 4 : end.x() - 4 - box.width(), m_chart.plotArea().top() + 2}, true);
        } else {
            settle(item, freePlace(line, end, box.size()), true);
        }
    }
}

/// Beside the end of a line: where no mark is in the way, else above its end.
QPointF ChartScene::freePlace(const figures::Line& line, const QPointF& end, const QSizeF& size) const
{
    constexpr qreal MarkHalf = 7;
    const auto& [x, y] = line.points.front();
    const QPointF start = m_chart.mapToPosition(m_axes.clamped({x, y}), m_anchor);
    const QPointF atEnd(end.x() - size.width() - 2, end.y() - size.height() - 2);
    const QPointF places[] = {atEnd, {start.x() + 2, start.y() - size.height() - 2}, {atEnd.x(), end.y() + 2}};
    for (const QPointF& place : places) {
        const QRectF box = QRectF(place, size).adjusted(-MarkHalf, -MarkHalf, MarkHalf, MarkHalf);
        const bool taken =
            std::any_of(m_figure.points.begin(), m_figure.points.end(), [&](const figures::Point& point) {
                return box.contains(m_chart.mapToPosition(m_axes.clamped({point.x, point.y}), m_anchor));
            });
        if (!taken)
            return place;
    }
    return atEnd;
}

void ChartScene::placeBarLabels()
{
    for (const figures::Bar& bar : m_figure.bars) {
        if (bar.label.isEmpty() || bar.label.size() > LongestDirect)
            continue;
        auto* item = label(bar.label, m_palette.color(QPalette::WindowText));
        const QRectF rect = m_chart.mapRectFromScene(barRect(bar));
        const QRectF box = item->boundingRect();
        const QRectF plot = m_chart.plotArea();
        const qreal left = rect.left() - Gap - box.width();
        const qreal right = rect.right() + Gap;
        const bool fitsLeft = left >= plot.left();
        const bool fitsRight = right + box.width() <= m_chart.size().width();
        // At the end that the bar grows to, unless only the other side has room.
        const bool onRight = bar.to >= bar.from ? fitsRight || !fitsLeft : !fitsLeft && fitsRight;
        item->setPos(onRight ? right : left, rect.center().y() - box.height() / 2);
    }
}

} // namespace doctor::ui
