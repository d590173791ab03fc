// SPDX-License-Identifier: GPL-3.0-or-later
// What "Copy" takes from whatever has the keyboard.
#pragma once

#include <QString>

class QWidget;

namespace doctor::ui
{

/// The marked text, the chosen rows of a list or table (cells parted by tabs), or of a chart what it says; empty when
/// there is nothing of the kind.
[[nodiscard]] QString textToCopy(const QWidget* focused);

} // namespace doctor::ui
