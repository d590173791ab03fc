// SPDX-License-Identifier: GPL-3.0-or-later
// The document on paper: A4 pages with bookmarks, page numbers, selectable text, links and vector charts.
#include "app/core/base/spoken.h"
#include "app/report/words.h"
#include "app/report/writers/pdf_language.h"
#include "app/report/writers/pdf_pages.h"
#include "app/report/writers/writers.h"

namespace doctor::report
{

namespace
{

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length)
{
    static_cast<QByteArray*>(closure)->append(reinterpret_cast<const char*>(data), static_cast<qsizetype>(length));
    return CAIRO_STATUS_SUCCESS;
}

/// One pass over all pages; the first one only counts them.
int pass(const Document& document, int total, Pages::Places& places, QByteArray* bytes)
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
        Pages writer(document, surface, total, places);
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
    for (LateLibrary* library : {&cairoLibrary, &gObjectLibrary, &pangoLibrary, &pangoCairoLibrary}) {
        if (const auto ready = library->load(); !ready)
            return tl::unexpected(ready.error());
    }
    Pages::Places places;
    const int total = pass(document, 0, places, nullptr);
    QByteArray bytes;
    if (total == 0 || pass(document, total, places, &bytes) == 0) {
        return core::failure(core::ErrorCode::Unwritable,
                             core::translate("report", "The pages of the PDF cannot be made."));
    }
    return withLanguage(std::move(bytes), document.language);
}

} // namespace doctor::report
