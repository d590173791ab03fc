// SPDX-License-Identifier: GPL-3.0-or-later
// Blue is what worked, orange-red what failed; each kind of failure has a shape of its own.
#include "ui/charts/marks.h"

#include <QCoreApplication>
#include <QPainter>
#include <array>
#include <cmath>

namespace doctor::ui::marks
{

using figures::Mark;

QColor colour(Mark mark, const Colours& colours)
{
    switch (mark) {
    case Mark::Worked:
    case Mark::For:
        return colours.worked;
    case Mark::Fin:
    case Mark::Reset:
    case Mark::Silence:
    case Mark::Refused:
    case Mark::Against:
        return colours.failed;
    case Mark::Other:
    case Mark::Neutral:
    case Mark::Reference:
        break;
    }
    return colours.neutral;
}

QBrush barBrush(Mark mark, const Colours& colours)
{
    const bool hatched = mark == Mark::Against || mark == Mark::Reset || mark == Mark::Fin || mark == Mark::Silence;
    return {colour(mark, colours), hatched ? Qt::BDiagPattern : Qt::SolidPattern};
}

QPen linePen(Mark mark, bool dashed, const Colours& colours)
{
    const bool reference = mark == Mark::Reference;
    QPen pen(colour(mark, colours), reference ? 1.2 : 2);
    if (dashed || reference)
        pen.setStyle(Qt::DashLine);
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

void paint(QPainter& painter, Mark mark, const QPointF& centre, const Colours& colours, qreal r)
{
    const QColor ink = colour(mark, colours);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(ink);
    switch (mark) {
    case Mark::Fin: {
        const std::array<QPointF, 3> corners{centre + QPointF(0, -r), centre + QPointF(r, r * 0.8),
                                             centre + QPointF(-r, r * 0.8)};
        painter.drawPolygon(corners.data(), static_cast<int>(corners.size()));
        break;
    }
    case Mark::Reset: {
        painter.setPen(QPen(ink, 2.4, Qt::SolidLine, Qt::RoundCap));
        const qreal d = r * 0.85;
        painter.drawLine(centre + QPointF(-d, -d), centre + QPointF(d, d));
        painter.drawLine(centre + QPointF(-d, d), centre + QPointF(d, -d));
        break;
    }
    case Mark::Silence:
        painter.setPen(QPen(ink, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(centre.x() - r * 0.8, centre.y() - r * 0.8, r * 1.6, r * 1.6));
        break;
    case Mark::Refused: {
        const std::array<QPointF, 4> corners{centre + QPointF(0, -r), centre + QPointF(r, 0), centre + QPointF(0, r),
                                             centre + QPointF(-r, 0)};
        painter.drawPolygon(corners.data(), static_cast<int>(corners.size()));
        break;
    }
    case Mark::Other:
    case Mark::Neutral:
    case Mark::For:
        painter.setPen(Qt::NoPen);
        painter.drawRect(QRectF(centre.x() - r * 0.65, centre.y() - r * 0.65, r * 1.3, r * 1.3));
        break;
    case Mark::Against:
        painter.setBrush(QBrush(ink, Qt::BDiagPattern));
        painter.setPen(QPen(ink, 1));
        painter.drawRect(QRectF(centre.x() - r, centre.y() - r, r * 2, r * 2));
        break;
    case Mark::Reference:
        painter.setPen(linePen(mark, true, colours));
        painter.drawLine(centre + QPointF(-r * 1.4, 0), centre + QPointF(r * 1.4, 0));
        break;
    case Mark::Worked:
        painter.setPen(Qt::NoPen);
        painter.drawEllipse(centre, r * 0.85, r * 0.85);
        break;
    }
}

QImage image(Mark mark, const Colours& colours, int side, qreal devicePixelRatio)
{
    const int pixels = static_cast<int>(std::ceil(side * devicePixelRatio));
    QImage picture(pixels, pixels, QImage::Format_ARGB32_Premultiplied);
    picture.setDevicePixelRatio(devicePixelRatio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    paint(painter, mark, QPointF(side / 2.0, side / 2.0), colours, qMin(Radius, side / 2.0 - 2));
    return picture;
}

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(doctor::ui::Marks)
};

} // namespace

QString meaning(Mark mark)
{
    switch (mark) {
    case Mark::Worked:
        return Text::tr("Worked");
    case Mark::Fin:
        return Text::tr("Closed in order by the other side (FIN)");
    case Mark::Reset:
        return Text::tr("Cut off hard (reset)");
    case Mark::Silence:
        return Text::tr("Nothing heard");
    case Mark::Refused:
        return Text::tr("Refused");
    case Mark::Other:
        return Text::tr("Ended otherwise");
    case Mark::For:
        return Text::tr("Speaks for it");
    case Mark::Against:
        return Text::tr("Speaks against it");
    case Mark::Neutral:
        return Text::tr("Start and sum");
    case Mark::Reference:
        return Text::tr("Known limit");
    }
    return {};
}

} // namespace doctor::ui::marks
