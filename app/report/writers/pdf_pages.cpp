// SPDX-License-Identifier: GPL-3.0-or-later
// Sets text line by line, turns and ends pages, and walks through the document.
#include "app/report/writers/pdf_pages.h"

#include "app/core/base/spoken.h"
#include "app/report/words.h"
#include "app/report/writers/pdf_drawing.h"
#include "app/report/writers/writers.h"

#include <QRegularExpression>
#include <algorithm>
#include <utility>
#include <vector>

namespace doctor::report
{

namespace
{

/// Pseudonyms of addresses, which a hyphen must not part over two lines: places in the text.
std::vector<std::pair<guint, guint>> standIns(const QByteArray& utf8)
{
    static const QRegularExpression standIn(u"ip-(?:private|public)-[A-Z]+[0-9]+(?::[0-9]+)?|host-[0-9]+"_qs);
    std::vector<std::pair<guint, guint>> places;
    const QString bytes = QString::fromLatin1(utf8); // one sign per byte, so that places are those of the bytes
    auto found = standIn.globalMatch(bytes);
    while (found.hasNext()) {
        const auto match = found.next();
        places.emplace_back(static_cast<guint>(match.capturedStart()), static_cast<guint>(match.capturedEnd()));
    }
    return places;
}

} // namespace

Pages::Pages(const Document& document, cairo_surface_t* surface, int total, Places& places)
    : m_document(document), m_surface(surface), m_cairo(cairo_create(surface)), m_total(total), m_places(places)
{
}

Pages::~Pages()
{
    cairo_destroy(m_cairo);
}

PangoLayout* Pages::layoutOf(const QString& text, const Style& style, double width)
{
    PangoLayout* layout = pango_cairo_create_layout(m_cairo);
    PangoFontDescription* font =
        pango_font_description_from_string(style.mono ? "DejaVu Sans Mono, monospace" : "DejaVu Sans, sans-serif");
    pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
    pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(layout, style.size < BodySize ? 1.1F : 1.25F);
    QByteArray utf8;
    PangoAttrList* attributes = pango_attr_list_new();
    const QStringList parts = text.split(u'`');
    const bool marked = !style.mono && parts.size() % 2 == 1;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const auto start = static_cast<guint>(utf8.size());
        utf8 += (marked || i == 0 ? QString() : u"`"_qs).toUtf8() + parts.at(i).toUtf8();
        if (marked && i % 2 == 1) {
            PangoAttribute* code = pango_attr_family_new("DejaVu Sans Mono, monospace");
            code->start_index = start;
            code->end_index = static_cast<guint>(utf8.size());
            pango_attr_list_insert(attributes, code);
        }
    }
    for (const auto& [start, end] : standIns(utf8)) {
        PangoAttribute* whole = pango_attr_allow_breaks_new(FALSE);
        whole->start_index = start;
        whole->end_index = end;
        pango_attr_list_insert(attributes, whole);
    }
    pango_layout_set_text(layout, utf8.constData(), static_cast<int>(utf8.size()));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    return layout;
}

void Pages::rule(double y, double grey)
{
    cairo_set_source_rgb(m_cairo, grey, grey, grey);
    cairo_set_line_width(m_cairo, 0.5);
    cairo_move_to(m_cairo, Margin, y);
    cairo_line_to(m_cairo, Margin + width(), y);
    cairo_stroke(m_cairo);
}

void Pages::finishPage()
{
    if (m_page == 0) {
        return;
    }
    //: %1 number of a page, %2 how many there are
    const QString number = core::translate("report", "Page %1 of %2").arg(m_page).arg(m_total);
    const double y = bottom() + FooterSpace - 4;
    rule(y - 6, 0.8);
    cairo_set_source_rgb(m_cairo, 0.33, 0.35, 0.36);
    PangoLayout* layout = layoutOf(oneLine(m_document.title), {7.5}, width() - 90);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    cairo_move_to(m_cairo, Margin, y);
    pango_cairo_show_layout(m_cairo, layout);
    g_object_unref(layout);
    layout = layoutOf(number, {7.5}, 90);
    pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
    cairo_move_to(m_cairo, Margin + width() - 90, y);
    pango_cairo_show_layout(m_cairo, layout);
    g_object_unref(layout);
    cairo_show_page(m_cairo);
}

void Pages::newPage(bool across)
{
    finishPage();
    m_across = across;
    cairo_pdf_surface_set_size(m_surface, across ? Long : Short, across ? Short : Long);
    ++m_page;
    m_y = Margin;
}

void Pages::need(double height)
{
    if (m_y + height > bottom() && m_y > Margin) {
        newPage(m_across);
    }
}

/// Text that may run over several pages, line by line.
void Pages::flow(const QString& text, const Style& style, double indent, const QString& mark, const QString& target)
{
    PangoLayout* layout = layoutOf(text, style, width() - indent);
    PangoLayoutIter* lines = pango_layout_get_iter(layout);
    bool first = true;
    do {
        PangoRectangle extents;
        pango_layout_iter_get_line_extents(lines, nullptr, &extents);
        const double height = style.size * (style.size < BodySize ? 1.3 : 1.45);
        need(height);
        const double grey = style.quiet ? 0.35 : 0.1;
        cairo_set_source_rgb(m_cairo, grey, grey, grey);
        const double baseline = m_y + style.size * 1.05;
        if (first && !mark.isEmpty()) {
            PangoLayout* sign = layoutOf(mark, style, indent);
            cairo_move_to(m_cairo, Margin + indent - 16, baseline);
            pango_cairo_show_layout_line(m_cairo, pango_layout_get_line_readonly(sign, 0));
            g_object_unref(sign);
        }
        cairo_move_to(m_cairo, Margin + indent + static_cast<double>(extents.x) / PANGO_SCALE, baseline);
        if (!target.isEmpty()) {
            cairo_tag_begin(m_cairo, CAIRO_TAG_LINK, u"dest='%1'"_qs.arg(target).toUtf8().constData());
        }
        pango_cairo_show_layout_line(m_cairo, pango_layout_iter_get_line_readonly(lines));
        if (!target.isEmpty()) {
            cairo_tag_end(m_cairo, CAIRO_TAG_LINK);
        }
        m_y += height;
        first = false;
    } while (pango_layout_iter_next_line(lines));
    pango_layout_iter_free(lines);
    g_object_unref(layout);
}

void Pages::bookmark(const QString& name, int& parent, int under)
{
    const QByteArray place = u"page=%1 pos=[%2 %3]"_qs.arg(m_page).arg(Margin).arg(m_y, 0, 'f', 1).toUtf8();
    parent = cairo_pdf_surface_add_outline(m_surface, under, name.toUtf8().constData(), place.constData(),
                                           CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

void Pages::answerBox(const QString& text)
{
    PangoLayout* layout = layoutOf(printable(text), {11}, width() - 26);
    PangoRectangle extents;
    pango_layout_get_extents(layout, nullptr, &extents);
    const double height = static_cast<double>(extents.height) / PANGO_SCALE + 18;
    need(height);
    cairo_set_source_rgb(m_cairo, 0.949, 0.957, 0.961);
    cairo_rectangle(m_cairo, Margin, m_y, width(), height);
    cairo_fill(m_cairo);
    cairo_set_source_rgb(m_cairo, 0, 0.447, 0.698);
    cairo_rectangle(m_cairo, Margin, m_y, 4, height);
    cairo_fill(m_cairo);
    cairo_set_source_rgb(m_cairo, 0.1, 0.1, 0.1);
    cairo_move_to(m_cairo, Margin + 15, m_y + 9);
    pango_cairo_show_layout(m_cairo, layout);
    g_object_unref(layout);
    m_y += height + 10;
}

bool Pages::needsAcross(const Section& section)
{
    return std::any_of(section.blocks.begin(), section.blocks.end(), [](const Block& block) {
        const auto* table = std::get_if<figures::Table>(&block);
        return table != nullptr && withoutEmptyColumns(*table).header.size() >= WideTable;
    });
}

void Pages::place(const QString& id)
{
    if (id.isEmpty()) {
        return;
    }
    m_places[id] = m_page;
    const QByteArray name = u"name='%1' x=%2 y=%3"_qs.arg(id).arg(Margin).arg(m_y, 0, 'f', 1).toUtf8();
    cairo_tag_begin(m_cairo, CAIRO_TAG_DEST, name.constData());
    cairo_tag_end(m_cairo, CAIRO_TAG_DEST);
}

double Pages::roomForBeginning(const Section& section) const
{
    constexpr double TitleAndCaption = 90;
    const auto* figure = section.blocks.empty() ? nullptr : std::get_if<figures::Figure>(&section.blocks.front());
    return figure == nullptr ? KeepTitle : TitleAndCaption + drawingHeight(*figure, width());
}

void Pages::writeSection(const Section& section, int under)
{
    m_y += 10;
    if (const bool across = needsAcross(section); across != m_across) {
        newPage(across);
    }
    need(roomForBeginning(section));
    bookmark(oneLine(section.title), m_section, under);
    place(section.id);
    flow(oneLine(section.title), {13, true});
    rule(m_y + 1, 0.75);
    m_y += 7;
    for (const Block& block : section.blocks) {
        std::visit(*this, block);
    }
}

int Pages::write()
{
    newPage(false);
    // Links are nodes of a structure, which Cairo only writes when there is a document to hold them.
    cairo_tag_begin(m_cairo, "Document", nullptr);
    int root = CAIRO_PDF_OUTLINE_ROOT;
    flow(oneLine(m_document.title), {16, true});
    m_y += 2;
    flow(oneLine(m_document.subtitle), {BodySize, false, false, true});
    m_y += 8;
    answerBox(m_document.answer);
    (*this)(m_document.glance);
    bool appendix = false;
    for (const Section& section : m_document.sections) {
        if (section.appendix && !std::exchange(appendix, true)) {
            newPage(needsAcross(section));
            bookmark(core::translate("report", "Appendix"), root, CAIRO_PDF_OUTLINE_ROOT);
            flow(core::translate("report", "Appendix: to look things up in"), {BodySize, false, false, true});
        }
        writeSection(section, root);
    }
    cairo_tag_end(m_cairo, "Document");
    finishPage();
    return m_page;
}

} // namespace doctor::report
