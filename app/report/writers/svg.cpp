// SPDX-License-Identifier: GPL-3.0-or-later
// Figures as SVG: axes, lines, bars and marks; colours and fonts come from the page's style.
#include "app/core/base/spoken.h"
#include "app/report/words.h"
#include "app/report/writers/lanes_svg.h"
#include "app/report/writers/scale.h"
#include "app/report/writers/svg_text.h"
#include "app/report/writers/writers.h"

#include <QXmlStreamWriter>
#include <cmath>
#include <set>
#include <tuple>

namespace doctor::report
{

using figures::Axis;
using figures::Mark;

namespace
{

constexpr double Width = 760;
constexpr double RowHeight = 34;
constexpr double PlotHeight = 220;
constexpr double SmallRowHeight = 18;   ///< for rows that are only numbered
constexpr double MostRowsHeight = 420;  ///< of rows that are only numbered, however many they are
constexpr double LeastLabelHeight = 12; ///< numbers closer than that are left out
constexpr double CategoryWidth = 260;
constexpr double SignWidth = 6.8;
constexpr double BarLabelWidth = 60;
constexpr double NumberWidth = 70;
constexpr qsizetype CategorySigns = 36; ///< on one line; there are two

QString className(Mark mark)
{
    switch (mark) {
    case Mark::Worked:
        return u"worked"_qs;
    case Mark::Fin:
        return u"fin"_qs;
    case Mark::Reset:
        return u"reset"_qs;
    case Mark::Silence:
        return u"silence"_qs;
    case Mark::Refused:
        return u"refused"_qs;
    case Mark::Other:
        return u"other"_qs;
    case Mark::For:
        return u"for"_qs;
    case Mark::Against:
        return u"against"_qs;
    case Mark::Neutral:
        return u"neutral"_qs;
    case Mark::Reference:
        break;
    }
    return u"reference"_qs;
}

QString legendText(Mark mark)
{
    switch (mark) {
    case Mark::Worked:
        return core::translate("report", "worked");
    case Mark::Fin:
        return core::translate("report", "closed in order");
    case Mark::Reset:
        return core::translate("report", "cut off hard");
    case Mark::Silence:
        return core::translate("report", "no answer");
    case Mark::Refused:
        return core::translate("report", "refused");
    case Mark::Other:
        return core::translate("report", "other");
    default:
        return {};
    }
}

/// Outline of a mark around a place, as path data.
QString shape(Mark mark, double x, double y)
{
    const auto path = [x, y](const char* pattern) {
        // The patterns are relative movements from the mark's centre.
        return u"M%1 %2"_qs.arg(x, 0, 'f', 1).arg(y, 0, 'f', 1) + QLatin1String(pattern);
    };
    switch (mark) {
    case Mark::Fin:
        return path("m0-6l6 10.5h-12z");
    case Mark::Reset:
        return path("m-5-5l10 10m0-10l-10 10");
    case Mark::Silence:
        return path("m-5-5h10v10h-10z");
    case Mark::Refused:
        return path("m0-6.5l6.5 6.5l-6.5 6.5l-6.5-6.5z");
    case Mark::Other:
        return path("m-3-3h6v6h-6z");
    default:
        return path("m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z");
    }
}

/// The name on at most two lines, broken between words, cut with an ellipsis.
QStringList twoLines(const QString& name)
{
    if (name.size() <= CategorySigns) {
        return {name};
    }
    auto space = name.lastIndexOf(u' ', CategorySigns);
    if (space < CategorySigns / 3) {
        space = CategorySigns;
    }
    const QString rest = name.mid(space).trimmed();
    return {name.left(space), rest.size() > CategorySigns ? rest.left(CategorySigns - 1) + u'…' : rest};
}

class Drawing
{
public:
    Drawing(QXmlStreamWriter& xml, const figures::Figure& figure);
    void draw();

private:
    void text(double x, double y, const QString& words, const QString& anchor = u"start"_qs, const QString& css = {});
    void segment(double x1, double y1, double x2, double y2, const QString& css);
    void mark(Mark mark, double x, double y, const QString& label);
    void drawNumberAxis(const Axis& axis, bool horizontal);
    void drawCategories();
    void drawBars();
    void drawLines();
    void drawPoints();
    void drawLegend();
    [[nodiscard]] double px(double value) const { return m_left + m_x.share(value) * (m_right - m_left); }
    [[nodiscard]] double py(double value) const
    {
        const double share = m_y.share(value);
        return m_rows ? m_top + share * (m_bottom - m_top) : m_bottom - share * (m_bottom - m_top);
    }

    QXmlStreamWriter& m_xml;
    const figures::Figure& m_figure;
    Scale m_x;
    Scale m_y;
    bool m_rows; ///< y holds categories, read from the top down
    double m_left = 0;
    double m_top = 14;
    double m_right = Width - 24;
    double m_bottom = 0;
};

Drawing::Drawing(QXmlStreamWriter& xml, const figures::Figure& figure)
    : m_xml(xml), m_figure(figure), m_x(figure.x), m_y(figure.y), m_rows(figure.y.scale == Axis::Scale::Category)
{
    m_left = NumberWidth;
    m_bottom = m_top + PlotHeight;
    if (m_rows) {
        qsizetype longest = 0;
        for (const QString& category : figure.y.categories) {
            longest = std::max(longest, category.size());
        }
        m_left = std::clamp(SignWidth * static_cast<double>(longest) + 16, NumberWidth, CategoryWidth);
        const auto rows = static_cast<double>(figure.y.categories.size());
        m_bottom = m_top + (longest > 4 ? RowHeight * rows : std::min(SmallRowHeight * rows, MostRowsHeight));
    }
    if (!figure.bars.empty()) {
        m_right -= BarLabelWidth;
    }
}

void Drawing::text(double x, double y, const QString& words, const QString& anchor, const QString& css)
{
    writeSvgText(m_xml, x, y, words, anchor, css);
}

void Drawing::segment(double x1, double y1, double x2, double y2, const QString& css)
{
    m_xml.writeEmptyElement(u"path"_qs);
    m_xml.writeAttribute(u"class"_qs, css);
    m_xml.writeAttribute(
        u"d"_qs, u"M%1 %2L%3 %4"_qs.arg(x1, 0, 'f', 1).arg(y1, 0, 'f', 1).arg(x2, 0, 'f', 1).arg(y2, 0, 'f', 1));
}

void Drawing::mark(Mark mark, double x, double y, const QString& label)
{
    m_xml.writeStartElement(u"path"_qs);
    m_xml.writeAttribute(u"class"_qs, u"m "_qs + className(mark));
    m_xml.writeAttribute(u"d"_qs, shape(mark, x, y));
    m_xml.writeTextElement(u"title"_qs, oneLine(label));
    m_xml.writeEndElement();
}

void Drawing::drawNumberAxis(const Axis& axis, bool horizontal)
{
    const Scale& scale = horizontal ? m_x : m_y;
    for (const double tick : scale.ticks()) {
        const QString label = scale.label(tick);
        if (horizontal) {
            segment(px(tick), m_top, px(tick), m_bottom, u"grid"_qs);
            text(px(tick), m_bottom + 16, label, u"middle"_qs, u"tick"_qs);
        } else {
            segment(m_left, py(tick), m_right, py(tick), u"grid"_qs);
            text(m_left - 6, py(tick) + 4, label, u"end"_qs, u"tick"_qs);
        }
    }
    QString title = axis.unit.isEmpty() ? axis.title
                                        //: %1 title of an axis, %2 its unit
                                        : core::translate("report", "%1 (%2)").arg(axis.title, axis.unit);
    if (axis.scale == Axis::Scale::Log) {
        title = core::translate("report", "%1, logarithmic").arg(title);
    }
    if (horizontal) {
        text((m_left + m_right) / 2, m_bottom + 34, title, u"middle"_qs);
    } else {
        text(2, m_top - 2, title);
    }
}

void Drawing::drawCategories()
{
    int row = 0;
    double last = -LeastLabelHeight;
    for (const QString& category : m_figure.y.categories) {
        if (py(row) - last < LeastLabelHeight) {
            ++row;
            continue;
        }
        last = py(row);
        const QStringList lines = twoLines(oneLine(category));
        const double first = py(row) + (lines.size() > 1 ? -3 : 4);
        for (qsizetype line = 0; line < lines.size(); ++line) {
            text(m_left - 8, first + 14 * static_cast<double>(line), lines.at(line), u"end"_qs);
        }
        ++row;
    }
    segment(m_left, m_top, m_left, m_bottom, u"axis"_qs);
}

void Drawing::drawBars()
{
    for (const figures::Bar& bar : m_figure.bars) {
        const double from = px(std::min(bar.from, bar.to));
        const double to = px(std::max(bar.from, bar.to));
        const double half =
            std::min(10.0, (m_bottom - m_top) / static_cast<double>(m_figure.y.categories.size()) * 0.35);
        m_xml.writeEmptyElement(u"path"_qs);
        m_xml.writeAttribute(u"class"_qs, u"m "_qs + className(bar.mark));
        m_xml.writeAttribute(u"d"_qs, u"M%1 %2h%3v%4h-%3z"_qs.arg(from, 0, 'f', 1)
                                          .arg(py(bar.category) - half, 0, 'f', 1)
                                          .arg(std::max(1.0, to - from), 0, 'f', 1)
                                          .arg(half * 2, 0, 'f', 1));
        text(to + 5, py(bar.category) + 4, bar.label);
    }
}

void Drawing::drawLines()
{
    bool lower = false;
    for (const figures::Line& line : m_figure.lines) {
        if (line.points.empty()) {
            continue;
        }
        QString path;
        for (const auto& [x, y] : line.points) {
            path += (path.isEmpty() ? u"M%1 %2"_qs : u"L%1 %2"_qs).arg(px(x), 0, 'f', 1).arg(py(y), 0, 'f', 1);
        }
        m_xml.writeEmptyElement(u"path"_qs);
        m_xml.writeAttribute(u"class"_qs, u"l "_qs + className(line.mark) + (line.dashed ? u" dash"_qs : QString()));
        m_xml.writeAttribute(u"d"_qs, path);
        const bool upright = line.points.front().first == line.points.back().first;
        if (!line.label.isEmpty() && upright) {
            // Neighbouring limits lie close together: their names take turns between two heights.
            text(px(line.points.back().first) + 3, (lower ? m_top + 24 : m_top + 10), line.label, u"start"_qs,
                 u"tick"_qs);
            lower = !lower;
        } else if (!line.label.isEmpty()) {
            text(px(line.points.front().first) + 6, py(line.points.front().second) + 13, line.label, u"start"_qs,
                 u"tick"_qs);
        }
    }
}

/// Of marks that would cover each other only the first is drawn: thousands of them would only make the file large.
void Drawing::drawPoints()
{
    std::set<std::tuple<Mark, int, int>> taken;
    for (const figures::Point& point : m_figure.points) {
        const double x = px(point.x);
        const double y = py(point.y);
        if (taken.insert({point.mark, static_cast<int>(std::lround(x)), static_cast<int>(std::lround(y))}).second) {
            mark(point.mark, x, y, point.label);
        }
    }
}

void Drawing::drawLegend()
{
    double x = m_left;
    for (const Mark kind : {Mark::Worked, Mark::Fin, Mark::Reset, Mark::Silence, Mark::Refused, Mark::Other}) {
        const bool used = std::any_of(m_figure.points.begin(), m_figure.points.end(),
                                      [kind](const figures::Point& point) { return point.mark == kind; });
        if (used) {
            mark(kind, x + 6, m_bottom + 52, legendText(kind));
            text(x + 18, m_bottom + 56, legendText(kind));
            x += 40 + 7.0 * static_cast<double>(legendText(kind).size());
        }
    }
}

void Drawing::draw()
{
    m_xml.writeStartElement(u"svg"_qs);
    m_xml.writeDefaultNamespace(u"http://www.w3.org/2000/svg"_qs);
    m_xml.writeAttribute(u"viewBox"_qs, u"0 0 %1 %2"_qs.arg(Width).arg(m_bottom + (m_figure.points.empty() ? 42 : 64)));
    m_xml.writeAttribute(u"width"_qs, QString::number(Width));
    m_xml.writeAttribute(u"role"_qs, u"img"_qs);
    m_xml.writeTextElement(u"title"_qs, oneLine(m_figure.question));
    m_xml.writeTextElement(u"desc"_qs, oneLine(m_figure.answer));
    drawNumberAxis(m_figure.x, true);
    if (m_rows) {
        drawCategories();
    } else {
        drawNumberAxis(m_figure.y, false);
    }
    segment(m_left, m_bottom, m_right, m_bottom, u"axis"_qs);
    drawLines();
    drawBars();
    drawPoints();
    drawLegend();
    m_xml.writeEndElement();
}

} // namespace

void drawFigure(QXmlStreamWriter& xml, const figures::Figure& figure)
{
    figure.lanes.size() > 1 ? drawLanes(xml, figure) : Drawing(xml, figure).draw();
}

QByteArray writeSvg(const figures::Figure& figure)
{
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    drawFigure(xml, figure);
    const QByteArray style = "<style>" + styleSheet().toUtf8() + "</style>";
    return bytes.insert(bytes.indexOf('>') + 1, style);
}

} // namespace doctor::report
