// SPDX-License-Identifier: GPL-3.0-or-later
// A figure on a page of a PDF: the same drawing as in the web page, replayed as vectors and text.
#pragma once

#include "app/figures/figure.h"
#include "app/report/writers/pdf_library.h"

namespace doctor::report
{

/// Height in points that the figure takes at this width.
[[nodiscard]] double drawingHeight(const figures::Figure& figure, double width);
/// Draws with the upper left corner at (x, y).
void drawOnPage(cairo_t* cairo, const figures::Figure& figure, double x, double y, double width);

} // namespace doctor::report
