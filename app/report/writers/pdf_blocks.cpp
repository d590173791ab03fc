// SPDX-License-Identifier: GPL-3.0-or-later
// How each kind of block is set on paper.
#include "app/core/base/spoken.h"
#include "app/report/words.h"
#include "app/report/writers/pdf_drawing.h"
#include "app/report/writers/pdf_pages.h"
#include "app/report/writers/writers.h"

#include <algorithm>

namespace doctor::report
{

void Pages::operator()(const Paragraph& block)
{
    if (block.text.endsWith(u':')) // it announces what follows
        need(KeepRows);
    flow(printable(block.text), {});
    m_y += 5;
}

void Pages::operator()(const Heading& block)
{
    m_y += 5;
    need(KeepTogether);
    int ignored = 0;
    bookmark(oneLine(block.text), ignored, m_section);
    place(block.id);
    flow(oneLine(block.text), {10.5, true});
    m_y += 2;
}

void Pages::operator()(const List& block)
{
    int number = 0;
    for (const QString& item : block.items) {
        const QString target = block.targets.value(number);
        ++number;
        // A place that is not in the document would make a dead link, and Cairo refuses it.
        const auto found = m_places.find(target);
        const bool linked = m_total == 0 || found != m_places.end();
        const QString text = target.isEmpty() || !linked
                                 ? item
                                 //: %1 a sentence, %2 number of the page that shows it
                                 : core::translate("report", "%1 → page %2")
                                       .arg(item, m_total == 0 ? u"00"_qs : QString::number(found->second));
        flow(printable(text), {}, 18, block.numbered ? QString::number(number) + u'.' : u"•"_qs,
             m_total > 0 && linked ? target : QString());
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
    constexpr double NameWidth = 134;
    for (const auto& [name, value] : block.rows) {
        PangoLayout* layout = layoutOf(oneLine(name), {BodySize, true}, NameWidth - 8);
        PangoRectangle extents;
        pango_layout_get_extents(layout, nullptr, &extents);
        const double nameHeight = static_cast<double>(extents.height) / PANGO_SCALE;
        need(nameHeight);
        const double top = m_y;
        const int page = m_page;
        cairo_set_source_rgb(m_cairo, 0.1, 0.1, 0.1);
        // On the same line as the value, whose first line stands there.
        const double baseline = static_cast<double>(pango_layout_get_baseline(layout)) / PANGO_SCALE;
        cairo_move_to(m_cairo, Margin, m_y + BodySize * 1.05 - baseline);
        pango_cairo_show_layout(m_cairo, layout);
        g_object_unref(layout);
        flow(printable(value), {}, NameWidth);
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
    const auto look = [&](const QStringList& cells, double boldness) {
        for (std::size_t i = 0; i < count && i < static_cast<std::size_t>(cells.size()); ++i) {
            const QString& cell = cells.at(static_cast<qsizetype>(i));
            qsizetype longest = 0;
            for (const QString& word : cell.split(u' ')) {
                longest = std::max(longest, word.size());
            }
            least[i] = std::max(least[i], boldness * static_cast<double>(std::min<qsizetype>(longest, 24)));
            whole[i] = std::max(whole[i], static_cast<double>(std::min<qsizetype>(cell.size(), 120)));
        }
    };
    look(table.header, 1.15); // its words are not to be broken
    for (const QStringList& row : table.rows) {
        look(row, 1);
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
    const double size = table.header.size() >= ManyColumns ? LogSize : TableSize;
    const std::vector<double> widths = columnWidths(table, size);
    const auto header = [&] {
        m_y += drawRow(table.header, widths, {size, true}, false);
        rule(m_y, 0.4);
    };
    need(KeepRows);
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

} // namespace doctor::report
