// SPDX-License-Identifier: GPL-3.0-or-later
// Qt Charts 6.4 knows neither keyboard nor screen reader; both are added here.
#include "ui/charts/chart_canvas.h"

#include "ui/charts/chart_scene.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace doctor::ui
{

namespace
{

constexpr int PageStep = 10;
constexpr qreal Reach = 12; ///< how near the mouse must come, logical pixels

/// A chart is one thing to a screen reader: no children, only its question and answer.
class ChartAccessible final : public QAccessibleWidget
{
public:
    explicit ChartAccessible(QWidget* widget) : QAccessibleWidget(widget, QAccessible::Chart) {}
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] QAccessibleInterface* child(int /*index*/) const override { return nullptr; }
};

QAccessibleInterface* chartFactory(const QString& className, QObject* object)
{
    auto* canvas = qobject_cast<ChartCanvas*>(object);
    return canvas && className == QLatin1String(ChartCanvas::staticMetaObject.className()) ? new ChartAccessible(canvas)
                                                                                           : nullptr;
}

} // namespace

void installChartAccessibility()
{
    static const bool installed = (QAccessible::installFactory(chartFactory), true);
    Q_UNUSED(installed)
}

ChartCanvas::ChartCanvas(QWidget* parent) : QChartView(parent), m_scene(std::make_unique<ChartScene>(*chart()))
{
    installChartAccessibility();
    setRenderHint(QPainter::Antialiasing);
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    setMouseTracking(true);
    setMinimumHeight(fontMetrics().lineSpacing() * 11);
}

ChartCanvas::~ChartCanvas() = default;

void ChartCanvas::setFigure(const figures::Figure& figure)
{
    const bool same = figure.id == m_figure.id;
    m_figure = figure;
    m_scene->setFigure(m_figure, palette(), font());
    collectStops();
    // Names of bars are sentences: each gets room for two lines.
    const auto rows = m_figure.bars.empty() ? 0 : static_cast<int>(m_figure.y.categories.size());
    setMinimumHeight(fontMetrics().lineSpacing() * qMax(11, 2 * rows + 4));
    setAccessibleName(m_figure.question);
    if (!same || m_current >= markCount())
        m_current = -1;
    setAccessibleDescription(m_current < 0 ? m_figure.answer : textOf(m_current));
    Q_EMIT currentChanged(textOf(m_current));
    viewport()->update();
}

void ChartCanvas::collectStops()
{
    m_stops.clear();
    for (const figures::Point& point : m_figure.points)
        m_stops.push_back({{point.x, point.y}, point.label, point.test, point.attempt});
    std::stable_sort(m_stops.begin(), m_stops.end(),
                     [](const Stop& a, const Stop& b) { return a.value.x() < b.value.x(); });
    for (const figures::Bar& bar : m_figure.bars) {
        const QString name = m_figure.y.categories.value(bar.category);
        const QString label =
            name.isEmpty() ? bar.label : tr("%1: %2", "%1 name of a bar, %2 its value").arg(name, bar.label);
        m_stops.push_back({{(bar.from + bar.to) / 2, static_cast<double>(bar.category)}, label, {}, -1});
    }
}

QString ChartCanvas::textOf(int index) const
{
    if (index < 0 || index >= markCount())
        return {};
    const QString& label = m_stops[static_cast<size_t>(index)].label;
    return tr("%1 of %2: %3", "position of a mark, number of marks, what the mark says")
        .arg(locale().toString(index + 1), locale().toString(markCount()), label);
}

void ChartCanvas::setCurrent(int index)
{
    const int bounded = std::clamp(index, -1, markCount() - 1);
    if (bounded == m_current)
        return;
    m_current = bounded;
    // The description is what a screen reader speaks of the focused widget.
    setAccessibleDescription(m_current < 0 ? m_figure.answer : textOf(m_current));
    Q_EMIT currentChanged(textOf(m_current));
    viewport()->update();
}

void ChartCanvas::activate(int index)
{
    if (index < 0 || index >= markCount())
        return;
    const Stop& stop = m_stops[static_cast<size_t>(index)];
    if (!stop.test.isEmpty() && stop.attempt >= 0)
        Q_EMIT pointActivated(stop.test, stop.attempt);
}

void ChartCanvas::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Down:
        setCurrent(m_current + 1);
        break;
    case Qt::Key_Left:
    case Qt::Key_Up:
        setCurrent(std::max(0, m_current - 1));
        break;
    case Qt::Key_PageDown:
        setCurrent(m_current + PageStep);
        break;
    case Qt::Key_PageUp:
        setCurrent(std::max(0, m_current - PageStep));
        break;
    case Qt::Key_Home:
        setCurrent(0);
        break;
    case Qt::Key_End:
        setCurrent(markCount() - 1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT tableRequested();
        break;
    case Qt::Key_Space:
        activate(m_current);
        break;
    default:
        QChartView::keyPressEvent(event);
        return;
    }
    event->accept();
}

void ChartCanvas::focusInEvent(QFocusEvent* event)
{
    QChartView::focusInEvent(event);
    viewport()->update();
}

void ChartCanvas::focusOutEvent(QFocusEvent* event)
{
    QChartView::focusOutEvent(event);
    setCurrent(-1);
    viewport()->update();
}

int ChartCanvas::stopAt(const QPoint& position) const
{
    int best = -1;
    qreal bestDistance = Reach;
    for (int i = 0; i < markCount(); ++i) {
        const QPointF delta = m_scene->position(m_stops[static_cast<size_t>(i)].value) - mapToScene(position);
        const qreal distance = std::hypot(delta.x(), delta.y());
        if (distance < bestDistance) {
            best = i;
            bestDistance = distance;
        }
    }
    return best >= 0 ? best : m_scene->barAt(mapToScene(position), static_cast<int>(m_figure.points.size()));
}

void ChartCanvas::mouseMoveEvent(QMouseEvent* event)
{
    QChartView::mouseMoveEvent(event);
    const int stop = stopAt(event->position().toPoint());
    if (stop >= 0)
        setCurrent(stop);
}

void ChartCanvas::mousePressEvent(QMouseEvent* event)
{
    setCurrent(stopAt(event->position().toPoint()));
    event->accept();
}

void ChartCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    activate(stopAt(event->position().toPoint()));
    event->accept();
}

void ChartCanvas::leaveEvent(QEvent* event)
{
    QChartView::leaveEvent(event);
    if (!hasFocus())
        setCurrent(-1);
}

void ChartCanvas::changeEvent(QEvent* event)
{
    QChartView::changeEvent(event);
    if (m_scene && (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange))
        m_scene->setFigure(m_figure, palette(), font());
    if (event->type() == QEvent::LanguageChange)
        Q_EMIT currentChanged(textOf(m_current));
}

void ChartCanvas::drawForeground(QPainter* painter, const QRectF& rect)
{
    QChartView::drawForeground(painter, rect);
    painter->setRenderHint(QPainter::Antialiasing);
    const QColor ring = palette().color(QPalette::Active, QPalette::Highlight);
    if (m_current >= 0 && m_current < markCount()) {
        const QPointF at = m_scene->position(m_stops[static_cast<size_t>(m_current)].value);
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(palette().color(QPalette::Base), 5));
        painter->drawEllipse(at, 10, 10);
        painter->setPen(QPen(palette().color(QPalette::WindowText), 2));
        painter->drawEllipse(at, 10, 10);
    }
    if (hasFocus()) {
        painter->setPen(QPen(ring, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(sceneRect().adjusted(1, 1, -1, -1), 3, 3);
    }
}

} // namespace doctor::ui
