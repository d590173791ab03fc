// SPDX-License-Identifier: GPL-3.0-or-later
// A figure as an SVG that stands alone: the report's own drawing with its colours written out.
#pragma once

#include "app/figures/figure.h"

#include <QByteArray>
#include <QString>

namespace doctor::ui::figuresvg
{

/// A file of its own, readable by every viewer; the same drawing as in the HTML report.
[[nodiscard]] QByteArray document(const figures::Figure& figure, bool dark);
/// An <svg> element of the report, with the rules that its page would give it put inside.
[[nodiscard]] QString styled(const QString& svgElement, bool dark);

} // namespace doctor::ui::figuresvg
