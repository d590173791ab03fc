// SPDX-License-Identifier: GPL-3.0-or-later
// How a page of the main window begins: its title, one quiet line below, then what it is about.
#pragma once

class QVBoxLayout;
class QWidget;

namespace doctor::ui
{

/// Gives the page its layout with the first two rows; the rest is the page's own.
[[nodiscard]] QVBoxLayout* pageLayout(QWidget* page, QWidget* title, QWidget* hint);

} // namespace doctor::ui
