// SPDX-License-Identifier: GPL-3.0-or-later
// Height and hatch repeat what the colour says.
#include "ui/watch/watch_strip.h"

#include "ui/widgets/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace doctor::ui
{

namespace
{

constexpr qreal WorkedHeight = 0.55; ///< of the plot; a slice with a failure fills it
constexpr qreal LeastFailure = 0.45; ///< of the plot: one failure of many is still seen
constexpr qreal QuietHeight = 0.22;

figures::WatchSlice example(int worked, int failed, bool noNetwork, bool asleep)
{
    figures::WatchSlice slice;
    slice.worked = worked;
    slice.failed = failed;
    slice.noNetwork = noNetwork;
    slice.asleep = asleep;
    return slice;
}

} // namespace

WatchStrip::WatchStrip(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void WatchStrip::setPicture(const figures::WatchPicture& picture)
{
    m_picture = picture;
    setAccessibleDescription(picture.answer);
    update();
}

QSize WatchStrip::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 90, fontMetrics().lineSpacing() * 7};
}

QSize WatchStrip::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 40, fontMetrics().lineSpacing() * 7};
}

QRectF WatchStrip::plot() const
{
    const qreal line = fontMetrics().lineSpacing();
    return QRectF(4, 4, width() - 8, height() - 8 - 2.8 * line);
}

QRectF WatchStrip::place(int slice) const
{
    const QRectF all = plot();
    const qreal each = all.width() / figures::WatchSlices;
    return {all.left() + slice * each, all.top(), each, all.height()};
}

void WatchStrip::paintSlice(QPainter& painter, const QRectF& place, const figures::WatchSlice& slice) const
{
    const Colours& colours = Theme::colours(palette());
    const qreal gap = qMin(1.0, place.width() / 4);
    const auto bar = [&place, gap](qreal from, qreal to) {
        return QRectF(place.left() + gap / 2, place.bottom() - to * place.height(), place.width() - gap,
                      (to - from) * place.height());
    };
    painter.setPen(Qt::NoPen);
    const int tried = slice.worked + slice.failed;
    if (slice.failed > 0) {
        const qreal failed = qMax(LeastFailure, static_cast<qreal>(slice.failed) / tried);
        painter.fillRect(bar(0, 1 - failed), colours.worked);
        painter.fillRect(bar(1 - failed, 1), palette().base());
        painter.fillRect(bar(1 - failed, 1), QBrush(colours.failed, Qt::Dense3Pattern));
        painter.setPen(QPen(colours.failed, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(bar(1 - failed, 1).adjusted(0.5, 0.5, -0.5, -0.5));
    } else if (tried > 0) {
        painter.fillRect(bar(0, WorkedHeight), colours.worked);
    } else if (slice.noNetwork || slice.noProxy) {
        painter.setPen(QPen(colours.neutral, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(bar(0, QuietHeight).adjusted(0.5, 0.5, -0.5, -0.5));
    } else if (slice.asleep) {
        painter.fillRect(bar(0, QuietHeight / 2), QBrush(colours.neutral, Qt::Dense5Pattern));
    }
}

void WatchStrip::paintHours(QPainter& painter) const
{
    const Colours& colours = Theme::colours(palette());
    const QRectF all = plot();
    qreal free = all.left() - 4; // where the next label may begin
    for (const auto& [share, text] : m_picture.hours) {
        const qreal x = all.left() + share * all.width();
        painter.setPen(QPen(colours.grid, 1));
        painter.drawLine(QPointF(x, all.top()), QPointF(x, all.bottom() + 4));
        const qreal wide = fontMetrics().horizontalAdvance(text);
        const qreal left = qBound(all.left(), x - wide / 2, all.right() - wide);
        if (left < free)
            continue;
        painter.setPen(colours.quietText);
        painter.drawText(QPointF(left, all.bottom() + 4 + fontMetrics().ascent()), text);
        free = left + wide + fontMetrics().averageCharWidth();
    }
}

void WatchStrip::paintLegend(QPainter& painter) const
{
    const Colours& colours = Theme::colours(palette());
    const std::pair<figures::WatchSlice, QString> entries[] = {{example(1, 0, false, false), tr("worked")},
                                                               {example(1, 1, false, false), tr("some failed")},
                                                               {example(0, 0, true, false), tr("no way there")},
                                                               {example(0, 0, false, true), tr("slept")}};
    const qreal line = fontMetrics().lineSpacing();
    qreal x = plot().left();
    const qreal y = height() - 4 - line;
    for (const auto& [slice, text] : entries) {
        const QRectF sample(x, y + line * 0.1, line * 0.7, line * 0.8);
        paintSlice(painter, sample, slice);
        painter.setPen(colours.quietText);
        painter.drawText(QPointF(sample.right() + 5, y + fontMetrics().ascent()), text);
        x = sample.right() + 5 + fontMetrics().horizontalAdvance(text) + fontMetrics().averageCharWidth() * 2;
    }
}

void WatchStrip::paintEvent(QPaintEvent*)
{
    const Colours& colours = Theme::colours(palette());
    QPainter painter(this);
    paintHours(painter);
    for (int i = 0; i < static_cast<int>(m_picture.slices.size()); ++i)
        paintSlice(painter, place(i), m_picture.slices[static_cast<std::size_t>(i)]);
    painter.setPen(QPen(colours.axis, 1));
    painter.drawLine(plot().bottomLeft(), plot().bottomRight());
    paintLegend(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    if (m_current >= 0) {
        painter.setPen(QPen(palette().text().color(), 2));
        painter.drawRect(place(m_current).adjusted(-1.5, -1, 1.5, 1));
    }
    if (hasFocus()) {
        painter.setPen(QPen(palette().highlight().color(), 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 3, 3);
    }
}

void WatchStrip::setCurrent(int slice)
{
    const int last = static_cast<int>(m_picture.slices.size()) - 1;
    m_current = slice < 0 ? -1 : qBound(0, slice, last);
    const QString text = m_current < 0 ? QString() : m_picture.slices[static_cast<std::size_t>(m_current)].label;
    setAccessibleDescription(text.isEmpty() ? m_picture.answer : text);
    Q_EMIT currentChanged(text);
    update();
}

void WatchStrip::pointAt(const QPointF& place)
{
    const QRectF all = plot();
    const qreal share = (place.x() - all.left()) / all.width();
    setCurrent(all.contains(place) ? static_cast<int>(share * figures::WatchSlices) : -1);
}

/// False where the key means nothing here.
bool WatchStrip::stepBy(int key)
{
    const int last = static_cast<int>(m_picture.slices.size()) - 1;
    switch (key) {
    case Qt::Key_Left:
        setCurrent(qMax(0, (m_current < 0 ? last : m_current) - 1));
        return true;
    case Qt::Key_Right:
        setCurrent(qMin(last, m_current + 1));
        return true;
    case Qt::Key_Home:
        setCurrent(0);
        return true;
    case Qt::Key_End:
        setCurrent(last);
        return true;
    default:
        return false;
    }
}

bool WatchStrip::event(QEvent* event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
        if (stepBy(static_cast<QKeyEvent*>(event)->key()))
            return true;
        break;
    case QEvent::MouseMove:
        pointAt(static_cast<QMouseEvent*>(event)->position());
        break;
    case QEvent::FocusIn:
        if (static_cast<QFocusEvent*>(event)->reason() != Qt::MouseFocusReason)
            setCurrent(static_cast<int>(m_picture.slices.size()) - 1);
        break;
    case QEvent::FocusOut:
    case QEvent::Leave:
        setCurrent(-1);
        break;
    case QEvent::PaletteChange:
    case QEvent::LanguageChange:
        update();
        break;
    default:
        break;
    }
    return QWidget::event(event);
}

} // namespace doctor::ui
