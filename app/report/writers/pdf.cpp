// SPDX-License-Identifier: GPL-3.0-or-later
// The document on paper: A4 pages with bookmarks, page numbers, selectable text and vector charts.
#include "app/report/words.h"
#include "app/report/writers/pdf_drawing.h"
#include "app/report/writers/pdf_language.h"
#include "app/report/writers/writers.h"

#include <QCoreApplication>
#include <cairo-pdf.h>

namespace doctor::report
{

namespace
{

constexpr double Short = 595.28; ///< A4 in points
constexpr double Long = 841.89;
constexpr double Margin = 48;
constexpr double FooterSpace = 20;
constexpr double BodySize = 9.5;
constexpr double TableSize = 7.5;
constexpr double LogSize = 6;
constexpr qsizetype WideTable = 9;  ///< columns from which a table is set across
constexpr double KeepTogether = 64; ///< a heading needs that much room below it

struct Style {
    double size = BodySize;
    bool bold = false;
    bool mono = false;
    bool quiet = false;
};

/// What a page number needs to be known before: how many pages there are.
class Pages
{
public:
    Pages(const Document& document, cairo_surface_t* surface, int total);
    ~Pages();
    Pages(const Pages&) = delete;
    Pages& operator=(const Pages&) = delete;
    /// Pages that were made.
    int write();

    void operator()(const Paragraph& block);
    void operator()(const Heading& block);
    void operator()(const List& block);
    void operator()(const Snippet& block);
    void operator()(const Facts& block);
    void operator()(const figures::Table& block);
    void operator()(const figures::Figure& block);

private:
    [[nodiscard]] PangoLayout* layoutOf(const QString& text, const Style& style, double width);
    void flow(const QString& text, const Style& style, double indent = 0, const QString& mark = {});
    void need(double height);
    void newPage(bool across);
    void finishPage();
    /// A new page when what follows a title needs a turned one, so that titles stay with their tables.
    void turnFor(const Section& section, std::size_t from);
    void rule(double y, double grey);
    void answerBox(const QString& text);
    [[nodiscard]] std::vector<double> columnWidths(const figures::Table& table, double size);
    double drawRow(const QStringList& cells, const std::vector<double>& widths, const Style& style, bool measureOnly);
    void bookmark(const QString& name, int& parent, int under);
    [[nodiscard]] double width() const { return (m_across ? Long : Short) - 2 * Margin; }
    [[nodiscard]] double bottom() const { return (m_across ? Short : Long) - Margin - FooterSpace; }

    const Document& m_document;
    cairo_surface_t* m_surface;
    cairo_t* m_cairo;
    int m_total;
    int m_page = 0;
    bool m_across = false;
    double m_y = Margin;
    int m_section = CAIRO_PDF_OUTLINE_ROOT;
};

Pages::Pages(const Document& document, cairo_surface_t* surface, int total)
    : m_document(document), m_surface(surface), m_cairo(cairo_create(surface)), m_total(total)
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
    const QString number = QCoreApplication::translate("report", "Page %1 of %2").arg(m_page).arg(m_total);
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
void Pages::flow(const QString& text, const Style& style, double indent, const QString& mark)
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
        pango_cairo_show_layout_line(m_cairo, pango_layout_iter_get_line_readonly(lines));
        m_y += height;
        first = false;
    } while (pango_layout_iter_next_line(lines));
    pango_layout_iter_free(lines);
    g_object_unref(layout);
}

void Pages::operator()(const Paragraph& block)
{
    flow(printable(block.text), {});
    m_y += 5;
}

void Pages::operator()(const Heading& block)
{
    m_y += 5;
    need(KeepTogether);
    int ignored = 0;
    bookmark(oneLine(block.text), ignored, m_section);
    flow(oneLine(block.text), {10.5, true});
    m_y += 2;
}

void Pages::operator()(const List& block)
{
    int number = 0;
    for (const QString& item : block.items) {
        ++number;
        flow(printable(item), {}, 18, block.numbered ? QString::number(number) + u'.' : u"•"_qs);
        m_y += 1.5;
    }
    m_y += 4;
}

void Pages::operator()(const Snippet& block)
{
    m_y += 2;
    flow(printable(block.text), {8, false, true}, 10);
    m_y += 6;
}

void Pages::operator()(const Facts& block)
{
    for (const auto& [name, value] : block.rows) {
        PangoLayout* layout = layoutOf(oneLine(name), {BodySize, true}, 126);
        PangoRectangle extents;
        pango_layout_get_extents(layout, nullptr, &extents);
        const double nameHeight = static_cast<double>(extents.height) / PANGO_SCALE;
        need(nameHeight);
        const double top = m_y;
        const int page = m_page;
        cairo_set_source_rgb(m_cairo, 0.1, 0.1, 0.1);
        cairo_move_to(m_cairo, Margin, m_y);
        pango_cairo_show_layout(m_cairo, layout);
        g_object_unref(layout);
        flow(printable(value), {}, 134);
        m_y = page == m_page ? std::max(m_y, top + nameHeight) + 2 : m_y + 2;
    }
    m_y += 4;
}

/// Every column gets what its longest word needs, and a share of the rest by how much it has to say.
std::vector<double> Pages::columnWidths(const figures::Table& table, double size)
{
    const auto count = static_cast<std::size_t>(table.header.size());
    std::vector<double> least(count, 0);
    std::vector<double> whole(count, 0);
    const auto look = [&](const QStringList& cells) {
        for (std::size_t i = 0; i < count && i < static_cast<std::size_t>(cells.size()); ++i) {
            const QString& cell = cells.at(static_cast<qsizetype>(i));
            qsizetype longest = 0;
            for (const QString& word : cell.split(u' ')) {
                longest = std::max(longest, word.size());
            }
            least[i] = std::max(least[i], static_cast<double>(std::min<qsizetype>(longest, 24)));
            whole[i] = std::max(whole[i], static_cast<double>(std::min<qsizetype>(cell.size(), 120)));
        }
    };
    look(table.header);
    for (const QStringList& row : table.rows) {
        look(row);
    }
    const double sign = size * 0.64;
    double sumLeast = 0;
    double sumMore = 0;
    for (std::size_t i = 0; i < count; ++i) {
        least[i] = least[i] * sign + 7;
        whole[i] = std::max(0.0, whole[i] * sign + 7 - least[i]);
        sumLeast += least[i];
        sumMore += whole[i];
    }
    const double room = width() - sumLeast;
    std::vector<double> widths(count);
    for (std::size_t i = 0; i < count; ++i) {
        widths[i] = room < 0 ? least[i] * width() / sumLeast
                             : least[i] + (sumMore > 0 ? std::min(1.0, room / sumMore) * whole[i] : 0);
    }
    return widths;
}

double Pages::drawRow(const QStringList& cells, const std::vector<double>& widths, const Style& style, bool measureOnly)
{
    double x = Margin;
    double height = 0;
    for (std::size_t i = 0; i < widths.size() && i < static_cast<std::size_t>(cells.size()); ++i) {
        PangoLayout* layout = layoutOf(oneLine(cells.at(static_cast<qsizetype>(i))), style, widths[i] - 6);
        PangoRectangle extents;
        pango_layout_get_extents(layout, nullptr, &extents);
        height = std::max(height, static_cast<double>(extents.height) / PANGO_SCALE);
        if (!measureOnly) {
            cairo_set_source_rgb(m_cairo, 0.1, 0.1, 0.1);
            cairo_move_to(m_cairo, x, m_y + 2);
            pango_cairo_show_layout(m_cairo, layout);
        }
        g_object_unref(layout);
        x += widths[i];
    }
    return height + 4;
}

void Pages::operator()(const figures::Table& block)
{
    const figures::Table table = withoutEmptyColumns(block);
    const bool wide = table.header.size() >= WideTable;
    if (wide != m_across) {
        newPage(wide);
    }
    const double size = wide ? LogSize : TableSize;
    const std::vector<double> widths = columnWidths(table, size);
    const auto header = [&] {
        m_y += drawRow(table.header, widths, {size, true}, false);
        rule(m_y, 0.4);
    };
    need(KeepTogether);
    header();
    for (const QStringList& row : table.rows) {
        const double height = drawRow(row, widths, {size}, true);
        if (m_y + height > bottom() && m_y > Margin + 40) {
            newPage(m_across);
            header();
        }
        drawRow(row, widths, {size}, false);
        m_y += height;
        rule(m_y, 0.85);
    }
    m_y += 8;
}

void Pages::operator()(const figures::Figure& block)
{
    if (m_across) {
        newPage(false);
    }
    const double drawn = std::min(drawingHeight(block, width()), bottom() - Margin - 60);
    need(drawn + 44);
    flow(oneLine(block.question), {BodySize, true});
    flow(printable(block.answer), {BodySize, false, false, true});
    m_y += 6;
    const double used = std::min(width(), width() * drawn / drawingHeight(block, width()));
    drawOnPage(m_cairo, block, Margin, m_y, used);
    m_y += drawn + 12;
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

void Pages::turnFor(const Section& section, std::size_t from)
{
    bool across = false;
    for (std::size_t i = from; i < section.blocks.size() && i < from + 3; ++i) {
        if (const auto* table = std::get_if<figures::Table>(&section.blocks[i])) {
            across = withoutEmptyColumns(*table).header.size() >= WideTable;
            break;
        }
    }
    if (across != m_across) {
        newPage(across);
    }
}

int Pages::write()
{
    newPage(false);
    int root = CAIRO_PDF_OUTLINE_ROOT;
    flow(oneLine(m_document.title), {16, true});
    m_y += 2;
    flow(oneLine(m_document.subtitle), {BodySize, false, false, true});
    m_y += 8;
    answerBox(m_document.answer);
    (*this)(m_document.glance);
    for (const Section& section : m_document.sections) {
        m_y += 10;
        turnFor(section, 0);
        need(KeepTogether);
        bookmark(oneLine(section.title), m_section, root);
        flow(oneLine(section.title), {13, true});
        rule(m_y + 1, 0.75);
        m_y += 7;
        for (std::size_t i = 0; i < section.blocks.size(); ++i) {
            if (std::holds_alternative<Heading>(section.blocks[i])) {
                turnFor(section, i);
            }
            std::visit(*this, section.blocks[i]);
        }
    }
    finishPage();
    return m_page;
}

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length)
{
    static_cast<QByteArray*>(closure)->append(reinterpret_cast<const char*>(data), static_cast<qsizetype>(length));
    return CAIRO_STATUS_SUCCESS;
}

/// One pass over all pages; the first one only counts them.
int pass(const Document& document, int total, QByteArray* bytes)
{
    cairo_surface_t* surface = bytes ? cairo_pdf_surface_create_for_stream(append, bytes, Short, Long)
                                     : cairo_pdf_surface_create_for_stream(nullptr, nullptr, Short, Long);
    const QByteArray title = oneLine(document.title).toUtf8();
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.constData());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Connection Doctor");
    // The moment of the run and not of the rendering: the same report gives the same bytes.
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, document.madeAt.toUtf8().constData());
    int pages = 0;
    {
        Pages writer(document, surface, total);
        pages = writer.write();
    }
    cairo_surface_finish(surface);
    const bool sound = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    return sound ? pages : 0;
}

} // namespace

core::Result<QByteArray> writePdf(const Document& document)
{
    const int total = pass(document, 0, nullptr);
    QByteArray bytes;
    if (total == 0 || pass(document, total, &bytes) == 0) {
        return core::failure(core::ErrorCode::Unwritable,
                             QCoreApplication::translate("report", "The pages of the PDF cannot be made."));
    }
    return withLanguage(std::move(bytes), document.language);
}

} // namespace doctor::report
