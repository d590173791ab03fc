// SPDX-License-Identifier: GPL-3.0-or-later
// One line of words in a drawing.
#pragma once

#include <QString>

class QXmlStreamWriter;

namespace doctor::report
{

/// `anchor` is SVG's word for the side that (x, y) holds: start, middle, end; `css` a class of the page's style.
void writeSvgText(QXmlStreamWriter& xml, double x, double y, const QString& words, const QString& anchor,
                  const QString& css);

} // namespace doctor::report
