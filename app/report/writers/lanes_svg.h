// SPDX-License-Identifier: GPL-3.0-or-later
// Figures with lanes as SVG; the words of marks and colours are those of all drawings.
#pragma once

#include "app/figures/figure.h"

class QXmlStreamWriter;

namespace doctor::report
{

/// The figure has at least two lanes.
void drawLanes(QXmlStreamWriter& xml, const figures::Figure& figure);

} // namespace doctor::report
