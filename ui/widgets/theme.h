// SPDX-License-Identifier: GPL-3.0-or-later
// The look of the window: Fusion with our own light and dark palettes, visible focus, and one set of chart colours.
#pragma once

#include "app/store/store.h"

#include <QColor>
#include <QPalette>

class QApplication;

namespace doctor::ui
{

/// Every colour that is not a palette role. Same meaning everywhere: `worked` is blue, `failed` is orange-red, and a
/// shape, an icon or a word always repeats it. Okabe-Ito colours, picked for contrast (tests compute it).
struct Colours {
    bool dark = false;
    QColor worked;     ///< marks of what went well; readable as text on the window colour
    QColor failed;     ///< marks of what went wrong; for marks of 3:1, not for text
    QColor failedText; ///< the same meaning, dark or light enough for text
    QColor third;      ///< further series
    QColor fourth;     ///< further series
    QColor neutral;    ///< marks that judge nothing
    QColor quietText;  ///< secondary text, still 4.5:1
    QColor grid;       ///< grid lines, 15 % ink
    QColor axis;       ///< axis lines and ticks
    QColor card;       ///< background of raised parts: cards, banners, snippets
    QColor cardEdge;   ///< their border
    QColor notice;     ///< background of a banner that wants to be read
    QColor noticeEdge; ///< its border, 3:1
};

class Theme
{
public:
    /// Sets style and palette of the whole application. Call again to change; every widget gets a PaletteChange.
    static void apply(QApplication& application, store::Theme theme);
    /// Percent of the size that the system has chosen.
    static void setTextSize(int percent);
    /// The set that fits a palette: dark if its window colour is dark.
    [[nodiscard]] static const Colours& colours(const QPalette& palette);
    [[nodiscard]] static QPalette lightPalette();
    [[nodiscard]] static QPalette darkPalette();
    /// Contrast of two opaque colours, 1 to 21, as WCAG 2 defines it.
    [[nodiscard]] static double contrast(const QColor& first, const QColor& second);
};

} // namespace doctor::ui
