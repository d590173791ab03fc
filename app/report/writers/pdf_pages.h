// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of a document as they are being filled: where on which page the next thing goes.
#pragma once

#include "app/report/document/document.h"
#include "app/report/writers/pdf_library.h"

#include <QString>
#include <map>
#include <vector>

namespace doctor::report
{

inline constexpr double Short = 595.28; ///< A4 in points
inline constexpr double Long = 841.89;
inline constexpr double Margin = 48;
inline constexpr double FooterSpace = 20;
inline constexpr double BodySize = 9.5;
inline constexpr double TableSize = 7.5;
inline constexpr double LogSize = 6;
inline constexpr qsizetype ManyColumns = 8; ///< from here on in small print
inline constexpr qsizetype WideTable = 11;  ///< from here on a whole section is set across
inline constexpr double KeepTitle = 150;    ///< room that a section's title needs, itself included
inline constexpr double KeepTogether = 110; ///< a heading's
inline constexpr double KeepRows = 60;      ///< a table's beginning

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
    /// Pages of the places that links lead to, as the pass before has found them; noted anew.
    using Places = std::map<QString, int>;
    Pages(const Document& document, cairo_surface_t* surface, int total, Places& places);
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
    void flow(const QString& text, const Style& style, double indent = 0, const QString& mark = {},
              const QString& target = {});
    void need(double height);
    void newPage(bool across);
    void finishPage();
    /// Whether a section has a table too wide for an upright page; then all of it is set across.
    [[nodiscard]] static bool needsAcross(const Section& section);
    void place(const QString& id);
    void writeSection(const Section& section, int under);
    /// Room for a section's title and what may not be parted from it.
    [[nodiscard]] double roomForBeginning(const Section& section) const;
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
    Places& m_places;
    int m_page = 0;
    bool m_across = false;
    double m_y = Margin;
    int m_section = CAIRO_PDF_OUTLINE_ROOT;
};

} // namespace doctor::report
