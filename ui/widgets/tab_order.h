// SPDX-License-Identifier: GPL-3.0-or-later
// The order of the Tab key as the page is read. Qt's own order is that of making, in which rows, cards and charts that
// are built late come after everything else.
#pragma once

class QWidget;

namespace doctor::ui
{

/// Gives the focus to the next (or previous) place of the window in reading order: layouts from start to end, grids row
/// by row, of stacks only what is in view. Comes round at the end; scrolls to the place. False when there is none.
bool moveFocusInReadingOrder(QWidget& window, bool forward);

} // namespace doctor::ui
