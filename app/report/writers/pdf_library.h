// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages of the PDF use of Cairo and Pango, loaded with the first PDF. The names hide those of the libraries
// within this namespace, so that the code reads as any other that draws with them.
#pragma once

#include "app/report/writers/late_library.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

namespace doctor::report
{

inline LateLibrary cairoLibrary(DOCTOR_CAIRO);
inline LateLibrary gObjectLibrary(DOCTOR_GOBJECT);
inline LateLibrary pangoLibrary(DOCTOR_PANGO);
inline LateLibrary pangoCairoLibrary(DOCTOR_PANGO_CAIRO);

DOCTOR_LATE(cairoLibrary, cairo_arc);
DOCTOR_LATE(cairoLibrary, cairo_close_path);
DOCTOR_LATE(cairoLibrary, cairo_create);
DOCTOR_LATE(cairoLibrary, cairo_destroy);
DOCTOR_LATE(cairoLibrary, cairo_fill);
DOCTOR_LATE(cairoLibrary, cairo_get_current_point);
DOCTOR_LATE(cairoLibrary, cairo_line_to);
DOCTOR_LATE(cairoLibrary, cairo_move_to);
DOCTOR_LATE(cairoLibrary, cairo_new_path);
DOCTOR_LATE(cairoLibrary, cairo_pdf_surface_add_outline);
DOCTOR_LATE(cairoLibrary, cairo_pdf_surface_create_for_stream);
DOCTOR_LATE(cairoLibrary, cairo_pdf_surface_set_metadata);
DOCTOR_LATE(cairoLibrary, cairo_pdf_surface_set_size);
DOCTOR_LATE(cairoLibrary, cairo_rectangle);
DOCTOR_LATE(cairoLibrary, cairo_rel_line_to);
DOCTOR_LATE(cairoLibrary, cairo_rel_move_to);
DOCTOR_LATE(cairoLibrary, cairo_restore);
DOCTOR_LATE(cairoLibrary, cairo_save);
DOCTOR_LATE(cairoLibrary, cairo_scale);
DOCTOR_LATE(cairoLibrary, cairo_set_dash);
DOCTOR_LATE(cairoLibrary, cairo_set_line_width);
DOCTOR_LATE(cairoLibrary, cairo_set_source_rgb);
DOCTOR_LATE(cairoLibrary, cairo_show_page);
DOCTOR_LATE(cairoLibrary, cairo_stroke);
DOCTOR_LATE(cairoLibrary, cairo_surface_destroy);
DOCTOR_LATE(cairoLibrary, cairo_surface_finish);
DOCTOR_LATE(cairoLibrary, cairo_surface_status);
DOCTOR_LATE(cairoLibrary, cairo_tag_begin);
DOCTOR_LATE(cairoLibrary, cairo_tag_end);
DOCTOR_LATE(cairoLibrary, cairo_translate);
DOCTOR_LATE(gObjectLibrary, g_object_unref);
DOCTOR_LATE(pangoLibrary, pango_attr_allow_breaks_new);
DOCTOR_LATE(pangoLibrary, pango_attr_family_new);
DOCTOR_LATE(pangoLibrary, pango_attr_list_insert);
DOCTOR_LATE(pangoLibrary, pango_attr_list_new);
DOCTOR_LATE(pangoLibrary, pango_attr_list_unref);
DOCTOR_LATE(pangoLibrary, pango_font_description_free);
DOCTOR_LATE(pangoLibrary, pango_font_description_from_string);
DOCTOR_LATE(pangoLibrary, pango_font_description_set_absolute_size);
DOCTOR_LATE(pangoLibrary, pango_font_description_set_weight);
DOCTOR_LATE(pangoLibrary, pango_layout_get_baseline);
DOCTOR_LATE(pangoLibrary, pango_layout_get_extents);
DOCTOR_LATE(pangoLibrary, pango_layout_get_iter);
DOCTOR_LATE(pangoLibrary, pango_layout_get_line_readonly);
DOCTOR_LATE(pangoLibrary, pango_layout_iter_free);
DOCTOR_LATE(pangoLibrary, pango_layout_iter_get_line_extents);
DOCTOR_LATE(pangoLibrary, pango_layout_iter_get_line_readonly);
DOCTOR_LATE(pangoLibrary, pango_layout_iter_next_line);
DOCTOR_LATE(pangoLibrary, pango_layout_set_alignment);
DOCTOR_LATE(pangoLibrary, pango_layout_set_attributes);
DOCTOR_LATE(pangoLibrary, pango_layout_set_ellipsize);
DOCTOR_LATE(pangoLibrary, pango_layout_set_font_description);
DOCTOR_LATE(pangoLibrary, pango_layout_set_line_spacing);
DOCTOR_LATE(pangoLibrary, pango_layout_set_text);
DOCTOR_LATE(pangoLibrary, pango_layout_set_width);
DOCTOR_LATE(pangoLibrary, pango_layout_set_wrap);
DOCTOR_LATE(pangoCairoLibrary, pango_cairo_create_layout);
DOCTOR_LATE(pangoCairoLibrary, pango_cairo_show_layout);
DOCTOR_LATE(pangoCairoLibrary, pango_cairo_show_layout_line);

} // namespace doctor::report
