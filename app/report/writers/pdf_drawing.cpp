// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the drawing's elements (path and text with a class) and gives them the colours of the light page.
#include "app/report/writers/pdf_drawing.h"

#include "app/report/writers/writers.h"

#include <QRegularExpression>
#include <QStringList>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>
#include <algorithm>
#include <cmath>

namespace doctor::report
{

namespace
{

struct Colour {
    double red;
    double green;
    double blue;
};

constexpr Colour Ink{0.106, 0.118, 0.125};
constexpr Colour Quiet{0.333, 0.349, 0.361};
constexpr Colour GridLine{0.85, 0.86, 0.87};
constexpr Colour Good{0, 0.447, 0.698};
constexpr Colour Bad{0.835, 0.369, 0};
constexpr Colour Grey{0.463, 0.463, 0.463};
constexpr double FontSize = 12; ///< of the drawing, before it is scaled to the page

Colour colourOf(const QStringList& classes)
{
    const auto has = [&classes](const QStringList& names) {
        return std::any_of(names.begin(), names.end(),
                           [&classes](const QString& name) { return classes.contains(name); });
    };
    if (has({u"grid"_qs})) {
        return GridLine;
    }
    if (has({u"axis"_qs, u"tick"_qs})) {
        return Quiet;
    }
    if (has({u"worked"_qs, u"for"_qs})) {
        return Good;
    }
    if (has({u"fin"_qs, u"reset"_qs, u"silence"_qs, u"refused"_qs, u"against"_qs})) {
        return Bad;
    }
    return has({u"other"_qs, u"neutral"_qs, u"reference"_qs}) ? Grey : Ink;
}

/// The drawing uses a small part of SVG's path language: M L l m h v z with numbers, and a for circles.
class PathReader
{
public:
    PathReader(cairo_t* cairo, const QString& data) : m_cairo(cairo)
    {
        static const QRegularExpression token(u"[A-Za-z]|-?[0-9.]+(?:e-?[0-9]+)?"_qs);
        auto matches = token.globalMatch(data);
        while (matches.hasNext()) {
            m_tokens << matches.next().captured();
        }
    }
    void trace()
    {
        cairo_new_path(m_cairo);
        while (m_at < m_tokens.size()) {
            if (m_tokens.at(m_at).at(0).isLetter()) {
                m_command = m_tokens.at(m_at++).at(0);
                if (m_command == u'z' || m_command == u'Z') {
                    cairo_close_path(m_cairo);
                    continue;
                }
            }
            step();
        }
    }

private:
    double number() { return m_at < m_tokens.size() ? m_tokens.at(m_at++).toDouble() : 0; }
    void step()
    {
        const double x = m_command == u'v' ? 0 : number();
        switch (m_command.unicode()) {
        case u'M':
            cairo_move_to(m_cairo, x, number());
            m_command = u'L';
            break;
        case u'm':
            cairo_rel_move_to(m_cairo, x, number());
            m_command = u'l';
            break;
        case u'L':
            cairo_line_to(m_cairo, x, number());
            break;
        case u'l':
            cairo_rel_line_to(m_cairo, x, number());
            break;
        case u'h':
            cairo_rel_line_to(m_cairo, x, 0);
            break;
        case u'v':
            cairo_rel_line_to(m_cairo, 0, number());
            break;
        case u'a':
            arc(x);
            break;
        default:
            break;
        }
    }
    /// Half circles from a point to the one opposite, which is all that the marks need.
    void arc(double radius)
    {
        for (int skipped = 0; skipped < 4; ++skipped) {
            number();
        }
        const double dx = number();
        const double dy = number();
        double x = 0;
        double y = 0;
        cairo_get_current_point(m_cairo, &x, &y);
        const double from = std::atan2(-dy, -dx);
        cairo_arc(m_cairo, x + dx / 2, y + dy / 2, radius, from, from + 3.14159265358979);
    }

    cairo_t* m_cairo;
    QStringList m_tokens;
    qsizetype m_at = 0;
    QChar m_command;
};

QByteArray svgOf(const figures::Figure& figure)
{
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    drawFigure(xml, figure);
    return bytes;
}

void drawPath(cairo_t* cairo, const QXmlStreamAttributes& attributes)
{
    const QStringList classes = attributes.value(u"class"_qs).toString().split(u' ');
    PathReader(cairo, attributes.value(u"d"_qs).toString()).trace();
    const Colour colour = colourOf(classes);
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
    const bool isMark = classes.contains(u"m"_qs);
    const bool hollow = classes.contains(u"reset"_qs) || classes.contains(u"silence"_qs);
    if (isMark && !hollow) {
        cairo_fill(cairo);
        return;
    }
    const bool dashed = classes.contains(u"dash"_qs);
    const double dashes[] = {5, 4};
    cairo_set_dash(cairo, dashes, dashed ? 2 : 0, 0);
    cairo_set_line_width(cairo, isMark ? 2.2 : (classes.contains(u"l"_qs) && !dashed ? 2 : 1));
    cairo_stroke(cairo);
    cairo_set_dash(cairo, nullptr, 0, 0);
}

void drawText(cairo_t* cairo, const QXmlStreamAttributes& attributes, const QString& words)
{
    PangoLayout* layout = pango_cairo_create_layout(cairo);
    PangoFontDescription* font = pango_font_description_from_string("DejaVu Sans, sans-serif");
    pango_font_description_set_absolute_size(font, FontSize * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    const QByteArray utf8 = words.toUtf8();
    pango_layout_set_text(layout, utf8.constData(), static_cast<int>(utf8.size()));
    PangoRectangle extents;
    pango_layout_get_extents(layout, nullptr, &extents);
    const double width = static_cast<double>(extents.width) / PANGO_SCALE;
    const double baseline = static_cast<double>(pango_layout_get_baseline(layout)) / PANGO_SCALE;
    const auto anchor = attributes.value(u"text-anchor"_qs);
    const double shift = anchor == u"middle" ? width / 2 : (anchor == u"end" ? width : 0);
    const Colour colour = colourOf(attributes.value(u"class"_qs).toString().split(u' '));
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
    cairo_move_to(cairo, attributes.value(u"x"_qs).toDouble() - shift, attributes.value(u"y"_qs).toDouble() - baseline);
    pango_cairo_show_layout(cairo, layout);
    g_object_unref(layout);
}

/// Width and height of the drawing's own coordinates.
std::pair<double, double> sizeOf(const QByteArray& svg)
{
    QXmlStreamReader reader(svg);
    reader.readNextStartElement();
    const QStringList box = reader.attributes().value(u"viewBox"_qs).toString().split(u' ');
    return box.size() == 4 ? std::pair{box.at(2).toDouble(), box.at(3).toDouble()} : std::pair{760.0, 300.0};
}

} // namespace

double drawingHeight(const figures::Figure& figure, double width)
{
    const auto [ownWidth, ownHeight] = sizeOf(svgOf(figure));
    return ownHeight * width / ownWidth;
}

void drawOnPage(cairo_t* cairo, const figures::Figure& figure, double x, double y, double width)
{
    const QByteArray svg = svgOf(figure);
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    const double scale = width / sizeOf(svg).first;
    cairo_scale(cairo, scale, scale);
    QXmlStreamReader reader(svg);
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement) {
            continue;
        }
        const QXmlStreamAttributes attributes = reader.attributes();
        if (reader.name() == u"path") {
            drawPath(cairo, attributes);
        } else if (reader.name() == u"text") {
            drawText(cairo, attributes, reader.readElementText());
        }
    }
    cairo_restore(cairo);
}

} // namespace doctor::report
